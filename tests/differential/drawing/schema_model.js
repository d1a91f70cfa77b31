'use strict';
// Random schemas, as a model that schema_text.js and schema_json.js write down and everything else is drawn from.
//
// A type is one of {kind: 'Long'|'String'|'Bool'}, {kind: 'Set', of}, {kind: 'Record', attributes: {name: {type,
// required}}}, {kind: 'Entity', name} and {kind: 'Extension', name}; `alias`, where it stands, is the common type by
// whose name the schema writes it.

const {ATTRIBUTES, IDS, PLAIN_ATTRIBUTES} = require('./names');

const EXTENSIONS = ['ipaddr', 'decimal', 'datetime', 'duration'];
const NAMESPACES = ['', 'N', 'Org::Unit', 'N::Sub'];
const ENTITY_NAMES = ['User', 'Group', 'Doc', 'Folder', 'Account', 'E', 'Role', 'Action_'];
const COMMON_NAMES = ['T', 'Profile', 'Ctx', 'Money', 'Tags_'];
const ACTION_IDS = ['view', 'edit', 'delete', 'do it', 'act', 'é', 'list'];
const GROUP_IDS = ['reads', 'writes', 'all'];

const qualified = (namespace, name) => (namespace === '' ? name : `${namespace}::${name}`);

class SchemaDrawing {
    constructor(random) {
        this.random = random;
        this.model = {namespaces: [], common: [], entities: [], actions: []};
    }

    draw() {
        const {random, model} = this;
        model.namespaces = random.weighted([[5, ['']], [3, ['N']], [2, ['', 'N']], [2, ['N', 'Org::Unit']], [1, NAMESPACES]]);
        this.nameEntities();
        this.drawCommonTypes();
        for (const entity of model.entities) this.fillEntity(entity);
        this.drawActions();
        return model;
    }

    nameEntities() {
        const {random, model} = this;
        for (const name of random.some(ENTITY_NAMES, random.between(2, 5))) {
            const namespace = random.pick(model.namespaces);
            model.entities.push({namespace, name, full: qualified(namespace, name), parents: [], attributes: {},
                tags: null, members: null});
        }
        if (model.entities.length > 2 && random.chance(0.25)) {
            model.entities[model.entities.length - 1].members = random.some(IDS, random.between(1, 3));
        }
    }

    drawCommonTypes() {
        const {random, model} = this;
        for (const name of random.some(COMMON_NAMES, random.below(4))) {
            const namespace = random.pick(model.namespaces);
            const type = this.type(2);
            model.common.push({name, namespace, full: qualified(namespace, name), type});
        }
    }

    fillEntity(entity) {
        const {random, model} = this;
        if (entity.members !== null) return;
        const others = model.entities.filter((other) => other.members === null);
        if (random.chance(0.6)) entity.parents = random.some(others, random.between(1, 2)).map((other) => other.full);
        entity.attributes = this.attributes(random.between(0, 5), 3);
        if (random.chance(0.35)) entity.tags = this.type(1);
    }

    // A random type, at most `depth` levels of sets and records high.
    type(depth) {
        const {random, model} = this;
        if (model.common.length > 0 && random.chance(0.2)) {
            const common = random.pick(model.common);
            return {...common.type, alias: common};
        }
        const kind = random.weighted([[4, 'Long'], [4, 'String'], [4, 'Bool'], [4, 'Entity'], [4, 'Extension'],
            [depth > 0 ? 3 : 0, 'Set'], [depth > 0 ? 4 : 0, 'Record']]);
        if (kind === 'Set') return {kind, of: this.type(depth - 1)};
        if (kind === 'Record') return {kind, attributes: this.attributes(random.between(0, 3), depth - 1)};
        if (kind === 'Entity') return {kind, name: random.pick(model.entities).full};
        if (kind === 'Extension') return {kind, name: random.pick(EXTENSIONS)};
        return {kind};
    }

    attributes(count, depth) {
        const {random} = this;
        const pool = random.chance(0.25) ? ATTRIBUTES : PLAIN_ATTRIBUTES;
        const attributes = {};
        for (const name of random.some(pool, count)) {
            attributes[name] = {type: this.type(depth), required: random.chance(0.6)};
        }
        return attributes;
    }

    drawActions() {
        const {random, model} = this;
        const groups = random.some(GROUP_IDS, random.below(3)).map((id) => this.actionOf(id));
        groups.forEach((group, i) => {
            if (i > 0 && random.chance(0.5)) group.parents.push(groups[i - 1]);
        });
        model.actions.push(...groups);
        for (const id of random.some(ACTION_IDS, random.between(1, 4))) {
            const action = this.actionOf(id);
            action.parents = random.some(groups, random.below(3));
            if (random.chance(0.92)) this.apply(action);
            model.actions.push(action);
        }
    }

    actionOf(id) {
        const namespace = this.random.pick(this.model.namespaces);
        return {namespace, id, type: qualified(namespace, 'Action'), parents: [], applies: null};
    }

    apply(action) {
        const {random, model} = this;
        const names = model.entities.map((entity) => entity.full);
        action.applies = {
            principals: random.some(names, random.between(1, 2)),
            resources: random.some(names, random.between(1, 2)),
            context: this.context(),
        };
    }

    // A record type, at times by the name of a common type.
    context() {
        const {random, model} = this;
        const records = model.common.filter((common) => common.type.kind === 'Record');
        if (records.length > 0 && random.chance(0.3)) {
            const common = random.pick(records);
            return {...common.type, alias: common};
        }
        return {kind: 'Record', attributes: this.attributes(random.between(0, 5), 3)};
    }
}

// Every (principal type, action, resource type) that a request may have.
function environments(model) {
    const found = [];
    for (const action of model.actions) {
        if (action.applies === null) continue;
        for (const principal of action.applies.principals) {
            for (const resource of action.applies.resources) {
                found.push({principal, action, resource, context: action.applies.context});
            }
        }
    }
    return found;
}

function entityOf(model, full) {
    return model.entities.find((entity) => entity.full === full);
}

// The same for equal types, whatever their names in the schema.
function keyOf(type) {
    switch (type.kind) {
        case 'Set':
            return `Set<${keyOf(type.of)}>`;
        case 'Record':
            return `{${Object.keys(type.attributes).sort().map((name) => {
                const {type: inner, required} = type.attributes[name];
                return JSON.stringify(name) + (required ? ':' : '?:') + keyOf(inner);
            }).join(',')}}`;
        case 'Entity':
        case 'Extension':
            return type.name;
        default:
            return type.kind;
    }
}

const drawSchema = (random) => new SchemaDrawing(random).draw();

module.exports = {EXTENSIONS, drawSchema, entityOf, environments, keyOf};
