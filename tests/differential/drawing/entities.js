'use strict';
// Random entities of a schema, with their hierarchy.

const {IDS} = require('./names');
const {ValueDrawing} = require('./values');

const MOST_ENTITIES = 9;

class EntityDrawing {
    constructor(random, model, explicit) {
        this.random = random;
        this.model = model;
        this.explicit = explicit;
        this.values = new ValueDrawing(random, model);
    }

    entities() {
        const {random} = this;
        const uids = this.uids();
        const all = uids.map((uid, i) => this.entity(uid, uids.slice(i + 1)));
        if (this.explicit) all.push(...this.actions(0.7));
        else if (random.chance(0.05)) all.push(...this.actions(0.3));
        return all;
    }

    uids() {
        const {random, model} = this;
        const all = [];
        for (const type of model.entities) {
            for (const id of type.members === null ? IDS.slice(0, 3) : type.members) {
                if (random.chance(0.75)) all.push({type, id});
            }
        }
        return random.some(all, MOST_ENTITIES);
    }

    // Parents come from `later`, so that there is no cycle, or are no entities that are known.
    entity({type, id}, later) {
        const {random} = this;
        const candidates = later.filter((other) => type.parents.includes(other.type.full))
            .map((other) => ({type: other.type.full, id: other.id}));
        const parents = random.some(candidates, random.below(3));
        if (type.parents.length > 0 && random.chance(0.15)) parents.push({type: random.pick(type.parents), id: 'unknown'});
        const entity = {
            uid: this.reference({type: type.full, id}),
            attrs: this.values.record(type.attributes, this.explicit),
            parents: parents.map((uid) => this.reference(uid)),
        };
        if (type.tags !== null && random.chance(0.8)) entity.tags = this.tags(type.tags);
        return entity;
    }

    reference(uid) {
        return this.random.chance(0.15) ? {__entity: uid} : uid;
    }

    tags(type) {
        const all = {};
        for (let i = this.random.below(4); i > 0; --i) all[this.values.text()] = this.values.json(type, this.explicit);
        return all;
    }

    // As the schema has them, each with that probability.
    actions(probability) {
        return this.model.actions.filter(() => this.random.chance(probability)).map((action) => ({
            uid: {type: action.type, id: action.id},
            attrs: {},
            parents: action.parents.map((parent) => ({type: parent.type, id: parent.id})),
        }));
    }
}

// `explicit`: as it must be where no schema tells the types.
const drawEntities = (random, model, explicit) => new EntityDrawing(random, model, explicit).entities();

module.exports = {drawEntities};
