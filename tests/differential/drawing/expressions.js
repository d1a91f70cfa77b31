'use strict';
// Random expressions of a wanted type within one request environment: most validate, so that they evaluate deep.

const {ATTRIBUTES, TEXTS, access, nameOf, quoted} = require('./names');
const {EXTENSIONS, entityOf} = require('./schema_model');
const {METHOD} = require('./values');

const BOOL = {kind: 'Bool'};
const LONG = {kind: 'Long'};
const STRING = {kind: 'String'};
const extension = (name) => ({kind: 'Extension', name});
const entity = (name) => ({kind: 'Entity', name});

class ExpressionDrawing {
    // `wrongness`: the probability, at each step, of an expression that does not fit there.
    constructor({random, model, paths, values, environment, wrongness}) {
        Object.assign(this, {random, model, paths, values, environment, wrongness});
        this.needs = [];
    }

    // A Bool that a `when` or `unless` may hold, with its guards.
    condition(depth) {
        this.needs = [];
        const body = this.expression(BOOL, depth);
        const needs = this.needs;
        this.needs = [];
        return needs.length > 0 && this.random.chance(0.93) ? this.guarded(body, needs) : body;
    }

    expression(type, depth) {
        const {random} = this;
        if (random.chance(this.wrongness)) return this.expression(this.anyType(), Math.max(depth - 1, 0));
        if (random.chance(0.06)) return `(${this.expression(type, depth)})`;
        if (depth <= 0) return this.leaf(type);
        if (random.chance(0.08)) return this.conditional(type, depth);
        switch (type.kind) {
            case 'Bool':
                return this.bool(depth);
            case 'Long':
                return this.long(depth);
            case 'Set':
                return random.chance(0.6) ? this.leaf(type) : this.set(type, depth);
            case 'Record':
                return random.chance(0.6) ? this.leaf(type) : this.record(type, depth);
            case 'Extension':
                return this.extensionValue(type.name, depth);
            case 'String':
                return this.tagOf(type, depth) || this.leaf(type);
            default:
                return this.tagOf(type, depth) || this.member(type, depth) || this.leaf(type);
        }
    }

    anyType() {
        const {random} = this;
        const kind = random.pick(['Bool', 'Long', 'String', 'Set', 'Record', 'Entity', 'Extension', 'Path', 'Path']);
        if (kind === 'Path') return random.pick(this.paths.all).type;
        if (kind === 'Set') return {kind, of: random.pick([LONG, STRING, BOOL])};
        if (kind === 'Record') return {kind, attributes: {a: {type: LONG, required: true}}};
        if (kind === 'Entity') return entity(random.pick(this.model.entities).full);
        if (kind === 'Extension') return extension(random.pick(EXTENSIONS));
        return {kind};
    }

    leaf(type) {
        const path = this.random.chance(0.75) ? this.paths.to(type) : null;
        return path === null ? this.values.literal(type) : this.use(path);
    }

    // The text of a path; what it needs is remembered until a guard is written.
    use(path) {
        this.needs.push(...path.needs);
        return path.text;
    }

    guarded(body, needs) {
        const {random} = this;
        const tests = [...new Set(needs.map(({base, attribute}) => `${base} has ${nameOf(attribute, random)}`))];
        if (random.chance(0.1)) tests.splice(random.below(tests.length), 1);
        if (random.chance(0.1)) return `if ${tests.join(' && ') || 'true'} then ${body} else ${random.pick(['true', 'false'])}`;
        return `${tests.concat(`(${body})`).join(' && ')}`;
    }

    conditional(type, depth) {
        const condition = this.expression(BOOL, depth - 1);
        return `(if ${condition} then ${this.expression(type, depth - 1)} else ${this.expression(type, depth - 1)})`;
    }

    bool(depth) {
        const outer = this.needs;
        this.needs = [];
        const body = this.random.weighted([
            [4, () => this.join('&&', depth)], [6, () => this.join('||', depth)], [2, () => `!${this.operand(BOOL, depth)}`],
            [5, () => this.equality(depth)], [5, () => this.comparison(depth)], [6, () => this.hierarchy(depth)],
            [3, () => this.presence(depth)], [2, () => this.tagTest(depth)], [3, () => this.like(depth)], [3, () => this.typeTest(depth)],
            [5, () => this.membership(depth)], [5, () => this.extensionTest(depth)], [3, () => this.leaf(BOOL)],
        ])();
        const needs = this.needs;
        this.needs = outer;
        if (needs.length === 0) return body;
        if (this.random.chance(0.7)) return `(${this.guarded(body, needs)})`;
        this.needs.push(...needs);
        return body;
    }

    // An expression that may stand beside any operator.
    operand(type, depth) {
        const text = this.expression(type, depth - 1);
        return /^[\w.:"]+$/.test(text) ? text : `(${text})`;
    }

    join(operator, depth) {
        const count = this.random.weighted([[6, 2], [2, 3], [1, 5]]);
        const parts = Array.from({length: count}, () => (this.random.chance(0.8) ? this.operand(BOOL, depth) : this.expression(BOOL, 0)));
        return `(${parts.join(` ${operator} `)})`;
    }

    equality(depth) {
        const {random} = this;
        const type = random.chance(0.6) ? random.pick(this.paths.all).type : this.anyType();
        return `${this.operand(type, depth)} ${random.pick(['==', '==', '!='])} ${this.operand(type, depth)}`;
    }

    comparison(depth) {
        const {random} = this;
        const type = random.weighted([[6, LONG], [2, extension('datetime')], [2, extension('duration')]]);
        return `${this.operand(type, depth)} ${random.pick(['<', '<=', '>', '>='])} ${this.operand(type, depth)}`;
    }

    entityPath() {
        const path = this.paths.where((each) => each.type.kind === 'Entity');
        return path;
    }

    ancestorsOf(name) {
        const found = new Set([name]);
        for (const each of found) {
            const declared = entityOf(this.model, each);
            if (declared) declared.parents.forEach((parent) => found.add(parent));
        }
        return [...found];
    }

    hierarchy(depth) {
        const {random} = this;
        if (random.chance(0.15)) return this.actionHierarchy();
        const path = this.entityPath();
        const names = this.ancestorsOf(path.type.name);
        const ancestor = entity(random.chance(0.9) ? random.pick(names) : random.pick(this.model.entities).full);
        const left = random.chance(0.9) ? this.use(path) : this.values.literal(path.type);
        const right = random.chance(0.3) ? this.expression({kind: 'Set', of: ancestor}, depth - 1) : this.operand(ancestor, depth);
        return `${left} in ${right}`;
    }

    actionHierarchy() {
        const {random} = this;
        const text = () => {
            const action = random.pick(this.model.actions);
            return `${action.type}::${quoted(action.id, random)}`;
        };
        return random.pick([() => `action in ${text()}`, () => `action == ${text()}`,
            () => `action in [${text()}, ${text()}]`, () => `${text()} in ${text()}`])();
    }

    presence() {
        const {random} = this;
        const path = this.paths.where((each) => ['Entity', 'Record'].includes(each.type.kind));
        const names = Object.keys(this.paths.attributesOf(path.type));
        const name = names.length > 0 && random.chance(0.85) ? random.pick(names) : random.pick(ATTRIBUTES);
        if (random.chance(0.25)) return this.deepPresence(path);
        return `${this.use(path)} has ${nameOf(name, random)}`;
    }

    // has a.b.c, along attributes that are there or not.
    deepPresence(path) {
        const {random} = this;
        const steps = [];
        let {type} = path;
        for (let i = random.between(1, 4); i > 0; --i) {
            const attributes = type === null ? {} : this.paths.attributesOf(type);
            const names = Object.keys(attributes).filter((each) => /^[a-zA-Z_]\w*$/.test(each) && !['if', 'in', 'is'].includes(each));
            const name = names.length > 0 && random.chance(0.9) ? random.pick(names) : random.pick(['a', 'b', 'name']);
            steps.push(name);
            type = attributes[name] ? attributes[name].type : null;
        }
        return `${this.use(path)} has ${steps.join('.')}`;
    }

    tagged() {
        return this.paths.where((each) => each.type.kind === 'Entity' && (entityOf(this.model, each.type.name) || {}).tags);
    }

    tagTest(depth) {
        const path = this.random.chance(0.93) ? this.tagged() : this.entityPath();
        if (path === null) return this.presence(depth);
        return `${this.use(path)}.hasTag(${this.expression(STRING, Math.min(depth - 1, 1))})`;
    }

    // A tag of that type, most often behind its hasTag; null if nothing bears such tags.
    tagOf(type, depth) {
        const {random} = this;
        if (!random.chance(0.3)) return null;
        const path = this.paths.where((each) => {
            const declared = each.type.kind === 'Entity' ? entityOf(this.model, each.type.name) : undefined;
            return declared && declared.tags && declared.tags.kind === type.kind && (declared.tags.name === type.name);
        });
        if (path === null || type.kind === 'Set' || type.kind === 'Record') return null;
        const key = random.chance(0.7) ? quoted(random.pick(TEXTS)) : this.expression(STRING, 0);
        const base = this.use(path);
        const get = `${base}.getTag(${key})`;
        return random.chance(0.85) ? `(if ${base}.hasTag(${key}) then ${get} else ${this.expression(type, depth - 1)})` : get;
    }

    // An attribute of a record written on the spot.
    member(type, depth) {
        if (!this.random.chance(0.1)) return null;
        const name = this.random.pick(ATTRIBUTES);
        return access(`{${nameOf(name, this.random)}: ${this.expression(type, depth - 1)}, zz: 1}`, name, this.random);
    }

    like(depth) {
        const {random} = this;
        let pattern = '';
        for (let i = random.below(5); i > 0; --i) {
            pattern += random.chance(0.5) ? '*' : quoted(random.pick(TEXTS), random).slice(1, -1).replace(/\*/g, '\\*');
        }
        return `${this.operand(STRING, depth)} like "${pattern}"`;
    }

    typeTest(depth) {
        const {random} = this;
        const path = this.entityPath();
        const name = random.chance(0.6) ? path.type.name : random.pick(this.model.entities).full;
        const test = `${this.use(path)} is ${name}`;
        if (random.chance(0.6)) return test;
        const ancestor = entity(random.pick(this.ancestorsOf(path.type.name)));
        return `${test} in ${random.chance(0.3) ? this.expression({kind: 'Set', of: ancestor}, depth - 1) : this.operand(ancestor, depth)}`;
    }

    membership(depth) {
        const {random} = this;
        const path = random.chance(0.8) ? this.paths.where((each) => each.type.kind === 'Set') : null;
        const type = path === null ? {kind: 'Set', of: this.anyType()} : path.type;
        const left = path === null ? this.operand(type, depth) : this.use(path);
        return random.weighted([
            [4, () => `${left}.contains(${this.expression(type.of, depth - 1)})`],
            [2, () => `${left}.containsAll(${this.expression(type, depth - 1)})`],
            [2, () => `${left}.containsAny(${this.expression(type, depth - 1)})`],
            [1, () => `${left}.isEmpty()`],
        ])();
    }

    extensionTest(depth) {
        const {random} = this;
        if (random.chance(0.5)) {
            const left = this.operand(extension('decimal'), depth);
            const method = random.pick(['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual']);
            return `${left}.${method}(${this.expression(extension('decimal'), depth - 1)})`;
        }
        const left = this.operand(extension('ipaddr'), depth);
        if (random.chance(0.4)) return `${left}.isInRange(${this.expression(extension('ipaddr'), depth - 1)})`;
        return `${left}.${random.pick(['isIpv4', 'isIpv6', 'isLoopback', 'isMulticast'])}()`;
    }

    long(depth) {
        const {random} = this;
        const of = (name) => this.operand(extension(name), depth);
        return random.weighted([
            [3, () => `${this.operand(LONG, depth)} + ${this.operand(LONG, depth)}`],
            [3, () => `${this.operand(LONG, depth)} - ${this.operand(LONG, depth)}`],
            [3, () => `${this.operand(LONG, depth)} * ${this.operand(LONG, depth)}`],
            [1, () => `${this.operand(LONG, depth)} - ${this.operand(LONG, 1)} + ${this.operand(LONG, 1)} * ${this.operand(LONG, 1)}`],
            [2, () => `${'-'.repeat(random.between(1, 4))}${this.operand(LONG, depth)}`],
            [2, () => `${of('duration')}.${random.pick(['toMilliseconds', 'toSeconds', 'toMinutes', 'toHours', 'toDays'])}()`],
            [5, () => this.tagOf(LONG, depth) || this.leaf(LONG)],
        ])();
    }

    set(type, depth) {
        const count = this.random.weighted([[1, 0], [4, 1], [4, 2], [1, 4]]);
        const elements = Array.from({length: count}, () => this.expression(type.of, depth - 1));
        return `[${elements.join(', ')}${count > 0 && this.random.chance(0.05) ? ',' : ''}]`;
    }

    record(type, depth) {
        const {random} = this;
        const parts = [];
        for (const [name, attribute] of Object.entries(type.attributes)) {
            if (attribute.required || random.chance(0.9)) {
                parts.push(`${nameOf(name, random)}: ${this.expression(attribute.type, depth - 1)}`);
            }
        }
        return `{${random.some(parts, parts.length).join(', ')}}`;
    }

    extensionValue(name, depth) {
        const {random} = this;
        const type = extension(name);
        if (name === 'datetime' && random.chance(0.4)) {
            const left = this.operand(type, depth);
            return random.chance(0.5) ? `${left}.toDate()` : `${left}.offset(${this.expression(extension('duration'), depth - 1)})`;
        }
        if (name === 'duration' && random.chance(0.4)) {
            const left = this.operand(extension('datetime'), depth);
            return random.chance(0.5) ? `${left}.toTime()` : `${left}.durationSince(${this.expression(extension('datetime'), depth - 1)})`;
        }
        if (random.chance(0.02)) return `${METHOD[name]}(${this.expression(STRING, 0)})`;
        return this.leaf(type);
    }
}

module.exports = {ExpressionDrawing};
