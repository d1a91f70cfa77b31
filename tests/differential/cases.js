'use strict';
// A case of the corpus: its inputs, and what the oracle says about them.

// The case with the oracle's answers in the place of any that it had. What Cedar refuses as a whole is told by
// `refused`, and then nothing is asked beyond it.
function answered(drawn, oracle) {
    const inputs = {name: drawn.name, note: drawn.note, schema: drawn.schema, policies: drawn.policies, entities: drawn.entities,
        evaluateWithSchema: drawn.evaluateWithSchema};
    const refused = (what) => ({...inputs, refused: what, requests: []});
    const schema = drawn.schema === null ? null : schemaOf(drawn);
    if (schema !== null && !oracle.takesSchema(schema)) return refused('schema');
    if (!oracle.takesPolicies(drawn.policies)) return refused('policies');
    const whole = {...inputs, ...validation(drawn, schema, oracle)};
    const withSchema = schema !== null && drawn.evaluateWithSchema;
    if (!oracle.takesEntities(drawn.entities, withSchema ? schema : null)) return {...whole, refused: 'entities', requests: []};
    whole.policiesAsJson = translation(drawn, oracle);
    whole.requests = drawn.requests.map((request) => answeredRequest(request, drawn.entities, withSchema, oracle));
    return whole;
}

function schemaOf(drawn) {
    return 'json' in drawn.schema ? drawn.schema.json : drawn.schema.cedar;
}

function validation(drawn, schema, oracle) {
    if (schema === null) return {};
    const {errors, impossible} = oracle.validate(drawn.policies, schema);
    return {shouldValidate: errors.length === 0, invalid: errors, impossible};
}

// Each policy of a text in Cedar's JSON form, if the case wants that compared.
function translation(drawn, oracle) {
    if (!drawn.policiesAsJson || typeof drawn.policies.staticPolicies !== 'string') return undefined;
    const all = policiesAsJson(oracle.split(drawn.policies.staticPolicies), oracle);
    return all === undefined ? undefined : joinedLiterals(all);
}

// Cedar writes a literal for each character of a pattern, or for several; we write as few as there can be.
function joinedLiterals(json) {
    if (json === null || typeof json !== 'object') return json;
    if (!Array.isArray(json)) return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, joinedLiterals(value)]));
    const joined = [];
    for (const each of json.map(joinedLiterals)) {
        const last = joined[joined.length - 1];
        if (isLiteral(each) && isLiteral(last)) joined[joined.length - 1] = {Literal: last.Literal + each.Literal};
        else joined.push(each);
    }
    return joined;
}

const isLiteral = (json) => json !== null && json !== undefined && typeof json === 'object' && typeof json.Literal === 'string';


// {policy0: JSON, ...}, or undefined if one of the texts has no JSON form.
function policiesAsJson(texts, oracle) {
    const all = {};
    for (const [i, text] of texts.entries()) {
        const json = oracle.policyToJson(text);
        if (json === null || !isExact(json)) return undefined;
        all[`policy${i}`] = json;
    }
    return all;
}

// Whether JavaScript's numbers could hold all of the JSON's.
function isExact(json) {
    if (typeof json === 'number') return Number.isSafeInteger(json);
    return json === null || typeof json !== 'object' || Object.values(json).every(isExact);
}

function answeredRequest(request, entities, withSchema, oracle) {
    const {description, principal, action, resource, context, validateRequest} = request;
    const asked = {description, principal, action, resource, context, validateRequest};
    const answer = oracle.authorize(asked, entities, withSchema);
    return answer === null ? {...asked, refused: true} : {...asked, ...answer};
}

module.exports = {answered, policiesAsJson};
