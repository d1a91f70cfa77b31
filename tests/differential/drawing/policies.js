'use strict';
// Random policy sets over a schema: policies and templates as text, and links of the templates.

const {isIdentifier, quoted, uidText} = require('./names');
const {environments, entityOf} = require('./schema_model');
const {Paths} = require('./paths');
const {ExpressionDrawing} = require('./expressions');
const {ValueDrawing} = require('./values');

const ANNOTATIONS = ['@note("n")', '@id("x")', '@doc', '@if("reserved")', '@principal("é")', '@empty("")', '@a("1") @b("2")'];

class PolicyDrawing {
    constructor(random, model) {
        this.random = random;
        this.model = model;
        this.environments = environments(model);
        this.paths = new Map();
    }

    // {policies: [text], templates: {id: text}, links: [{templateId, newId, values}]}
    set() {
        const {random} = this;
        const drawn = {policies: [], templates: {}, links: []};
        for (let i = random.weighted([[2, 1], [3, 2], [3, 4], [2, 7]]); i > 0; --i) drawn.policies.push(this.policy([]));
        if (random.chance(0.3)) {
            for (let i = random.between(1, 2); i > 0; --i) this.addTemplate(drawn, `template${i}`);
        }
        return drawn;
    }

    addTemplate(drawn, id) {
        const {random} = this;
        const slots = random.weighted([[2, ['principal']], [2, ['resource']], [2, ['principal', 'resource']]]);
        const environment = this.environment();
        drawn.templates[id] = this.policy(slots, environment);
        for (let i = random.below(4); i > 0; --i) {
            const values = {};
            for (const slot of slots) values[`?${slot}`] = this.values().uid(this.ancestor(environment[slot]));
            drawn.links.push({templateId: id, newId: `${id}.link${i}`, values});
        }
    }

    environment() {
        const {random} = this;
        if (this.environments.length > 0) return random.pick(this.environments);
        const names = this.model.entities.map((entity) => entity.full);
        return {principal: names[0], action: this.model.actions[0], resource: names[0], context: {kind: 'Record', attributes: {}}};
    }

    values() {
        return new ValueDrawing(this.random, this.model, 0.97);
    }

    pathsOf(environment) {
        if (!this.paths.has(environment)) this.paths.set(environment, new Paths(this.random, this.model, environment));
        return this.paths.get(environment);
    }

    policy(slots, environment = this.environment()) {
        const {random, model} = this;
        const annotations = random.some(ANNOTATIONS, random.weighted([[8, 0], [2, 1], [1, 2]])).filter((text, i, all) =>
            !(text.startsWith('@id') && all.some((other, j) => j < i && other.startsWith('@id'))));
        const scope = [this.entityScope('principal', environment, slots), this.actionScope(environment),
            this.entityScope('resource', environment, slots)];
        const expressions = new ExpressionDrawing({random, model, paths: this.pathsOf(environment), values: this.values(), environment,
            wrongness: random.weighted([[8, 0], [2, 0.03], [1, 0.12]])});
        const conditions = [];
        for (let i = random.weighted([[2, 0], [8, 1], [2, 2], [1, 3]]); i > 0; --i) {
            conditions.push(`${random.weighted([[4, 'when'], [1, 'unless']])} { ${expressions.condition(random.between(1, 4))} }`);
        }
        const comma = random.chance(0.05) ? ',' : '';
        const head = `${random.weighted([[3, 'permit'], [1, 'forbid']])}(${scope.join(', ')}${comma})`;
        return [...annotations, head, ...conditions].join(random.chance(0.2) ? '\n  ' : ' ') + ';';
    }

    ancestor(name) {
        const declared = entityOf(this.model, name);
        return declared && declared.parents.length > 0 && this.random.chance(0.5) ? this.random.pick(declared.parents) : name;
    }

    // Narrow enough, most often, that the environment is the only one that the conditions must fit.
    entityScope(role, environment, slots) {
        const {random} = this;
        const name = environment[role];
        const uid = () => uidText(this.values().uid(name), random);
        const above = () => uidText(this.values().uid(this.ancestor(name)), random);
        if (slots.includes(role)) {
            return random.weighted([[3, `${role} == ?${role}`], [4, `${role} in ?${role}`], [4, `${role} is ${name} in ?${role}`]]);
        }
        return random.weighted([[3, () => role], [7, () => `${role} is ${name}`], [2, () => `${role} == ${uid()}`],
            [2, () => `${role} in ${above()}`], [2, () => `${role} is ${name} in ${above()}`],
            [1, () => `${role} is ${random.pick(this.model.entities).full}`]])();
    }

    actionScope({action}) {
        const {random} = this;
        const text = (each) => `${each.type}::${quoted(each.id, random)}`;
        const group = action.parents.length > 0 ? random.pick(action.parents) : action;
        return random.weighted([[2, () => 'action'], [8, () => `action == ${text(action)}`], [2, () => `action in ${text(group)}`],
            [2, () => `action in [${text(action)}]`], [1, () => `action in [${text(group)}, ${text(random.pick(this.model.actions))}]`],
            [1, () => (isIdentifier(action.id) ? `action in [${text(action)},]` : 'action')]])();
    }
}

const drawPolicies = (random, model) => new PolicyDrawing(random, model).set();

module.exports = {drawPolicies};
