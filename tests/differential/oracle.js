'use strict';
// What Cedar's own implementation says, npm's @cedar-policy/cedar-wasm.

const path = require('node:path');

const POLICIES = 'policies';
const SCHEMA = 'schema';

class Oracle {
    // `directory`: where npm put the package.
    constructor(directory) {
        this.cedar = require(path.resolve(directory, 'node_modules', '@cedar-policy', 'cedar-wasm', 'nodejs'));
    }

    version() {
        return this.cedar.getCedarSDKVersion();
    }

    // What Cedar throws, for input that is not even of the right shape, is a refusal like any other.
    takes(ask) {
        try {
            return ask().type === 'success';
        } catch (error) {
            return false;
        }
    }

    // Remembers the policy set for authorize(); false if Cedar refuses it. `set` is Cedar's PolicySet.
    takesPolicies(set) {
        return this.takes(() => this.cedar.preparsePolicySet(POLICIES, set));
    }

    // Likewise for a schema, text or JSON.
    takesSchema(schema) {
        return this.takes(() => this.cedar.preparseSchema(SCHEMA, schema));
    }

    takesEntities(entities, schema) {
        return this.takes(() => this.cedar.checkParseEntities({entities, schema}));
    }

    // The texts of the policies in a text.
    split(text) {
        const answer = this.cedar.policySetTextToParts(text);
        return answer.type === 'success' ? answer.policies : [];
    }

    // {errors, impossible}: ids of the policies with errors, and of those that can never apply. Each sorted.
    validate(set, schema) {
        const answer = this.cedar.validate({policies: set, schema, validationSettings: {mode: 'strict'}});
        if (answer.type !== 'success') throw new Error(JSON.stringify(answer.errors));
        const ids = (found) => [...new Set(found.map((each) => each.policyId))].sort();
        return {
            errors: ids(answer.validationErrors),
            impossible: ids(answer.validationWarnings.filter((each) => each.error.message.includes('policy is impossible'))),
        };
    }

    // {decision, reason, errors}, or null if Cedar refuses the request.
    authorize({principal, action, resource, context, validateRequest = true}, entities, withSchema) {
        const call = {principal, action, resource, context, entities, preparsedPolicySetId: POLICIES};
        if (withSchema) Object.assign(call, {preparsedSchemaName: SCHEMA, validateRequest});
        let answer;
        try {
            answer = this.cedar.statefulIsAuthorized(call);
        } catch (error) {
            return null;
        }
        if (answer.type !== 'success') return null;
        const {decision, diagnostics} = answer.response;
        return {
            decision,
            reason: [...diagnostics.reason].sort(),
            errors: [...new Set(diagnostics.errors.map((each) => each.policyId))].sort(),
        };
    }

    templateToJson(text) {
        const answer = this.cedar.templateToJson(text);
        return answer.type === 'success' ? answer.json : null;
    }

    policyToJson(text) {
        const answer = this.cedar.policyToJson(text);
        return answer.type === 'success' ? answer.json : null;
    }
}

module.exports = {Oracle};
