'use strict';
// A schema model in Cedar's JSON syntax.

class SchemaForm {
    constructor(random) {
        this.random = random;
    }

    schema(model) {
        const all = {};
        for (const namespace of model.namespaces) {
            const here = (thing) => thing.namespace === namespace;
            const block = {entityTypes: {}, actions: {}};
            for (const entity of model.entities.filter(here)) block.entityTypes[entity.name] = this.entity(entity);
            for (const action of model.actions.filter(here)) block.actions[action.id] = this.action(action);
            const common = model.common.filter(here);
            if (common.length > 0) block.commonTypes = {};
            for (const each of common) block.commonTypes[each.name] = this.type(each.type);
            if (namespace !== '' && this.random.chance(0.1)) block.annotations = {doc: 'a note'};
            all[namespace] = block;
        }
        return all;
    }

    type(type) {
        if (type.alias) {
            return this.random.chance(0.5) ? {type: type.alias.full} : {type: 'EntityOrCommon', name: type.alias.full};
        }
        switch (type.kind) {
            case 'Set':
                return {type: 'Set', element: this.type(type.of)};
            case 'Record':
                return {type: 'Record', attributes: this.attributes(type.attributes)};
            case 'Entity':
                return this.random.chance(0.8) ? {type: 'Entity', name: type.name} : {type: 'EntityOrCommon', name: type.name};
            case 'Extension':
                return {type: 'Extension', name: type.name};
            case 'Bool':
                return {type: 'Boolean'};
            default:
                return {type: type.kind};
        }
    }

    attributes(attributes) {
        const all = {};
        for (const [name, {type, required}] of Object.entries(attributes)) {
            all[name] = this.type(type);
            if (!required || this.random.chance(0.2)) all[name].required = required;
        }
        return all;
    }

    entity(entity) {
        if (entity.members !== null) return {enum: entity.members};
        const form = {};
        if (entity.parents.length > 0 || this.random.chance(0.2)) form.memberOfTypes = entity.parents;
        if (Object.keys(entity.attributes).length > 0) {
            form.shape = {type: 'Record', attributes: this.attributes(entity.attributes)};
        }
        if (entity.tags !== null) form.tags = this.type(entity.tags);
        return form;
    }

    action(action) {
        const form = {};
        if (action.parents.length > 0) {
            form.memberOf = action.parents.map((parent) =>
                (parent.namespace === action.namespace && this.random.chance(0.5) ? {id: parent.id}
                    : {id: parent.id, type: parent.type}));
        }
        if (action.applies !== null) {
            const {principals, resources, context} = action.applies;
            form.appliesTo = {principalTypes: principals, resourceTypes: resources, context: this.type(context)};
        }
        return form;
    }
}

const schemaJson = (model, random) => new SchemaForm(random).schema(model);

module.exports = {schemaJson};
