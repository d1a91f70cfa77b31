'use strict';
// A schema model in Cedar's own syntax, with the liberties that it leaves: order, quotes, commas, one or several names.

const {nameOf, quoted} = require('./names');

class SchemaWriting {
    constructor(model, random) {
        this.model = model;
        this.random = random;
    }

    write() {
        const blocks = this.model.namespaces.map((namespace) => {
            const body = this.declarations(namespace).join('\n');
            return namespace === '' ? body : `${this.annotation()}namespace ${namespace} {\n${body}\n}`;
        });
        return blocks.join('\n') + '\n';
    }

    declarations(namespace) {
        const {model} = this;
        const here = (thing) => thing.namespace === namespace;
        const all = [
            ...model.common.filter(here).map((common) => `type ${common.name} = ${this.type(common.type, namespace)};`),
            ...model.entities.filter(here).map((entity) => this.entity(entity)),
            ...model.actions.filter(here).map((action) => this.action(action)),
        ];
        const shuffled = this.random.chance(0.3) ? this.random.some(all, all.length) : all;
        return shuffled.map((line) => this.annotation() + line);
    }

    annotation() {
        const {random} = this;
        if (!random.chance(0.08)) return '';
        return random.pick(['@doc("a note") ', '@id\n', '@x("") @y("é") ', '// a comment\n']);
    }

    reference(full, namespace) {
        const prefix = `${namespace}::`;
        const bare = full.slice(prefix.length);
        const isLocal = namespace !== '' && full.startsWith(prefix) && !bare.includes('::');
        return isLocal && this.random.chance(0.6) ? bare : full;
    }

    list(names, namespace) {
        const written = names.map((name) => this.reference(name, namespace));
        if (written.length === 1 && this.random.chance(0.5)) return written[0];
        return `[${written.join(', ')}]`;
    }

    type(type, namespace) {
        if (type.alias) return this.reference(type.alias.full, namespace);
        switch (type.kind) {
            case 'Set':
                return `Set<${this.type(type.of, namespace)}>`;
            case 'Record':
                return this.record(type.attributes, namespace);
            case 'Entity':
                return this.reference(type.name, namespace);
            case 'Extension':
                return this.random.chance(0.1) ? `__cedar::${type.name}` : type.name;
            default:
                return this.random.chance(0.1) ? `__cedar::${type.kind}` : type.kind;
        }
    }

    record(attributes, namespace) {
        const {random} = this;
        const parts = Object.entries(attributes).map(([name, {type, required}]) =>
            `${random.chance(0.03) ? '@doc("field") ' : ''}${nameOf(name, random)}${required ? '' : '?'}: ${this.type(type, namespace)}`);
        return `{${parts.join(', ')}${parts.length > 0 && random.chance(0.3) ? ',' : ''}}`;
    }

    entity(entity) {
        const {random} = this;
        if (entity.members !== null) {
            return `entity ${entity.name} enum [${entity.members.map((id) => quoted(id)).join(', ')}];`;
        }
        let text = `entity ${entity.name}`;
        if (entity.parents.length > 0) text += ` in ${this.list(entity.parents, entity.namespace)}`;
        if (Object.keys(entity.attributes).length > 0 || random.chance(0.2)) {
            text += `${random.chance(0.5) ? ' =' : ''} ${this.record(entity.attributes, entity.namespace)}`;
        }
        if (entity.tags !== null) text += ` tags ${this.type(entity.tags, entity.namespace)}`;
        return `${text};`;
    }

    action(action) {
        const {random} = this;
        let text = `action ${nameOf(action.id, random)}`;
        if (action.parents.length > 0) {
            const parents = action.parents.map((parent) => this.actionReference(parent, action));
            text += parents.length === 1 && random.chance(0.5) ? ` in ${parents[0]}` : ` in [${parents.join(', ')}]`;
        }
        if (action.applies !== null) text += ` appliesTo {${this.application(action)}}`;
        return `${text};`;
    }

    actionReference(parent, action) {
        const isLocal = parent.namespace === action.namespace;
        return isLocal && this.random.chance(0.7) ? nameOf(parent.id, this.random) : `${parent.type}::${quoted(parent.id)}`;
    }

    application(action) {
        const {principals, resources, context} = action.applies;
        const parts = [
            `principal: ${this.list(principals, action.namespace)}`,
            `resource: ${this.list(resources, action.namespace)}`,
        ];
        const empty = !context.alias && Object.keys(context.attributes).length === 0;
        if (!empty || this.random.chance(0.5)) parts.push(`context: ${this.type(context, action.namespace)}`);
        return parts.join(', ') + (this.random.chance(0.2) ? ',' : '');
    }
}

const schemaText = (model, random) => new SchemaWriting(model, random).write();

module.exports = {schemaText};
