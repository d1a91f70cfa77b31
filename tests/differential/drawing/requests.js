'use strict';
// Random requests: most fit the schema; some have a wrong type, a wrong context or an action that does not exist.

const {IDS} = require('./names');
const {environments} = require('./schema_model');
const {ValueDrawing} = require('./values');
const {spoil} = require('./mutations');

class RequestDrawing {
    constructor(random, model, explicit) {
        this.random = random;
        this.model = model;
        this.explicit = explicit;
        this.environments = environments(model);
        this.values = new ValueDrawing(random, model, 0.99);
    }

    request() {
        const {random} = this;
        const fits = this.environments.length > 0 && random.chance(0.95);
        const drawn = fits ? this.ofEnvironment(random.pick(this.environments)) : this.ofAnything();
        if (random.chance(0.02)) drawn.context = spoil(random, drawn.context);
        if (random.chance(0.1)) drawn.validateRequest = false;
        return drawn;
    }

    ofEnvironment({principal, action, resource, context}) {
        return {
            principal: this.uid(principal),
            action: {type: action.type, id: action.id},
            resource: this.uid(resource),
            context: this.values.record(context.attributes, this.explicit),
        };
    }

    uid(name) {
        return this.random.chance(0.02) ? {type: name, id: this.random.pick(IDS)} : this.values.uid(name);
    }

    ofAnything() {
        const {random, model} = this;
        const names = [...model.entities.map((entity) => entity.full), 'Nothing', 'Org::Unit::X'];
        const action = random.pick(model.actions);
        return {
            principal: this.values.uid(random.pick(names)),
            action: random.chance(0.8) ? {type: action.type, id: action.id} : {type: 'Action', id: 'unknown'},
            resource: this.values.uid(random.pick(names)),
            context: random.chance(0.5) || action.applies === null ? {} : this.values.record(action.applies.context.attributes, this.explicit),
        };
    }
}

const requestDrawing = (random, model, explicit) => new RequestDrawing(random, model, explicit);

module.exports = {requestDrawing};
