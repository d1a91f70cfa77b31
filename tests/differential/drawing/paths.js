'use strict';
// What a policy can reach from principal, action, resource and context, by attributes and across entities.

const {access} = require('./names');
const {entityOf, keyOf} = require('./schema_model');

const MOST_STEPS = 4;
const MOST_PATHS = 160;

// Paths of an environment: {text, type, needs}, where `needs` are the tests that make the access safe, outermost first:
// {base, attribute} of an optional attribute.
class Paths {
    constructor(random, model, environment) {
        this.random = random;
        this.model = model;
        this.all = [];
        this.byKey = new Map();
        this.walk('principal', {kind: 'Entity', name: environment.principal}, [], 0);
        this.walk('resource', {kind: 'Entity', name: environment.resource}, [], 0);
        this.walk('context', environment.context, [], 0);
        this.add({text: 'action', type: {kind: 'Entity', name: environment.action.type}, needs: []});
    }

    add(path) {
        this.all.push(path);
        const key = keyOf(path.type);
        if (!this.byKey.has(key)) this.byKey.set(key, []);
        this.byKey.get(key).push(path);
    }

    walk(text, type, needs, steps) {
        if (this.all.length >= MOST_PATHS) return;
        this.add({text, type, needs});
        if (steps === MOST_STEPS) return;
        for (const [name, attribute] of Object.entries(this.attributesOf(type))) {
            const more = attribute.required ? needs : [...needs, {base: text, attribute: name}];
            this.walk(access(text, name, this.random), attribute.type, more, steps + 1);
        }
    }

    attributesOf(type) {
        if (type.kind === 'Record') return type.attributes;
        if (type.kind === 'Entity') return (entityOf(this.model, type.name) || {attributes: {}}).attributes;
        return {};
    }

    // A path to a value of that type, or null. Shorter ones are as likely as longer ones.
    to(type) {
        const found = this.byKey.get(keyOf(type));
        return found === undefined ? null : this.random.pick(found);
    }

    // A path whose type passes `test`, or null.
    where(test) {
        const found = this.all.filter(test);
        return found.length === 0 ? null : this.random.pick(found);
    }
}

module.exports = {Paths};
