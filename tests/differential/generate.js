'use strict';
// Draws cases, asks the oracle, and writes them to standard output: one JSON object a line, in the format that
// `postvern rules corpus` takes (docs/policy-language.md).
//
// usage: node generate.js --oracle DIR [--seed N] [--requests N] [--per-case N]

const {parseArgs} = require('node:util');
const {Random} = require('./drawing/random');
const {drawSchema} = require('./drawing/schema_model');
const {schemaText} = require('./drawing/schema_text');
const {schemaJson} = require('./drawing/schema_json');
const {drawPolicies} = require('./drawing/policies');
const {drawEntities} = require('./drawing/entities');
const {requestDrawing} = require('./drawing/requests');
const {mangle, spoil} = require('./drawing/mutations');
const {answered, policiesAsJson} = require('./cases');
const {Oracle} = require('./oracle');

const SHARE_WITHOUT_SCHEMA = 0.15;
const SHARE_OF_JSON_SCHEMAS = 0.35;
const SHARE_OF_JSON_POLICIES = 0.2;
const SHARE_WITH_TRANSLATION = 0.2;
const SHARE_MANGLED = 0.06;
const SHARE_SPOILT = 0.02;

// The inputs of a case; cases.js adds the answers.
function draw(name, random, requests, oracle) {
    const model = drawSchema(random);
    const evaluateWithSchema = !random.chance(SHARE_WITHOUT_SCHEMA);
    const drawn = {name, schema: schema(random, model), policies: policies(random, model, oracle), evaluateWithSchema,
        policiesAsJson: random.chance(SHARE_WITH_TRANSLATION)};
    drawn.entities = drawEntities(random, model, !evaluateWithSchema);
    if (random.chance(SHARE_SPOILT)) drawn.entities = spoil(random, drawn.entities);
    const drawing = requestDrawing(random, model, !evaluateWithSchema);
    drawn.requests = Array.from({length: requests}, () => drawing.request());
    return drawn;
}

function schema(random, model) {
    if (random.chance(SHARE_OF_JSON_SCHEMAS)) {
        const json = schemaJson(model, random);
        return {json: random.chance(SHARE_SPOILT) ? spoil(random, json) : json};
    }
    const text = schemaText(model, random);
    return {cedar: random.chance(SHARE_MANGLED / 2) ? mangle(random, text) : text};
}

// Cedar's PolicySet.
function policies(random, model, oracle) {
    const drawn = drawPolicies(random, model);
    const set = {};
    if (random.chance(SHARE_MANGLED)) {
        const at = random.below(drawn.policies.length);
        drawn.policies[at] = mangle(random, drawn.policies[at]);
    }
    const asJson = random.chance(SHARE_OF_JSON_POLICIES) ? policiesAsJson(drawn.policies, oracle) : undefined;
    set.staticPolicies = asJson || drawn.policies.join('\n');
    if (asJson && random.chance(SHARE_SPOILT)) set.staticPolicies = refusedVariant(random, asJson, oracle);
    if (Object.keys(drawn.templates).length > 0) set.templates = asJson ? templatesAsJson(drawn.templates, oracle) : drawn.templates;
    if (drawn.links.length > 0) set.templateLinks = random.chance(SHARE_SPOILT) ? wrongLinks(random, drawn.links) : drawn.links;
    return set;
}

// Those that have a JSON form, in JSON.
function templatesAsJson(templates, oracle) {
    return Object.fromEntries(Object.entries(templates).map(([id, text]) => [id, oracle.templateToJson(text) || text]));
}

// Links, one of which does not fit: another template, a taken id, a slot too many or too few.
function wrongLinks(random, links) {
    const copy = JSON.parse(JSON.stringify(links));
    const link = random.pick(copy);
    random.pick([
        () => { link.templateId = random.pick(['none', 'policy0', 'template2']); },
        () => { link.newId = random.pick(['policy0', 'template1', copy[0].newId]); },
        () => { link.values['?resource'] = {type: 'Team', id: 'x'}; },
        () => { delete link.values['?principal']; },
        () => { link.values['?other'] = {type: 'Team', id: 'x'}; },
    ])();
    return copy;
}

// Spoilt, if Cedar then refuses it: members that it silently drops are errors to us.
function refusedVariant(random, json, oracle) {
    const copy = spoil(random, json);
    return oracle.takesPolicies({staticPolicies: copy}) ? json : copy;
}

function write(line) {
    return new Promise((resolve, reject) => {
        process.stdout.write(line, (error) => (error ? reject(error) : resolve()));
    });
}

async function main() {
    const {values} = parseArgs({options: {
        oracle: {type: 'string'}, seed: {type: 'string', default: '1'}, requests: {type: 'string', default: '10000'},
        'per-case': {type: 'string', default: '40'},
    }});
    if (!values.oracle) throw new Error('--oracle DIR is missing: where npm put @cedar-policy/cedar-wasm');
    const oracle = new Oracle(values.oracle);
    const seed = Number(values.seed);
    let left = Number(values.requests);
    for (let number = 0; left > 0; ++number) {
        const random = new Random(Math.imul(seed, 0x01000193) ^ number);
        const drawn = draw(`${seed}.${number}`, random, Math.min(left, Number(values['per-case'])), oracle);
        const whole = answered(drawn, oracle);
        left -= Math.max(1, whole.requests.length);
        await write(JSON.stringify(whole) + '\n');
    }
}

main().catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
});
