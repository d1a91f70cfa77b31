'use strict';
// Random values of a type: as JSON of entities and contexts, and as literals of policies.

const {IDS, TEXTS, nameOf, quoted, uidText} = require('./names');
const {entityOf} = require('./schema_model');

const LONGS = ['0', '1', '-1', '2', '3', '7', '10', '100', '-100', '4294967296', '9007199254740991', '-9007199254740991'];
// What JavaScript's numbers cannot hold stands in policies only.
const EXTREME_LONGS = ['9223372036854775807', '-9223372036854775808', '9223372036854775806', '-9223372036854775807',
    '4611686018427387904', '3037000500', '6148914691236517205'];

const DECIMALS = ['0.0', '1.0', '1.5', '-1.5', '0.1', '0.10', '0.1000', '-0.0', '12.3456', '-12.3456', '100.25',
    '922337203685477.5807', '-922337203685477.5808', '00.1', '01.50'];
const ADDRESSES = ['10.0.0.1', '10.0.0.0/8', '10.0.0.0/24', '192.168.1.1', '192.168.0.0/16', '127.0.0.1', '127.0.0.0/8', '0.0.0.0',
    '0.0.0.0/0', '224.0.0.1', '239.255.255.255', '255.255.255.255', '::1', '::', '::/0', 'ff00::1', 'ff02::/16', 'fe80::1/10',
    '2001:db8::1', '2001:db8::/32', '2001:0db8:0000:0000:0000:0000:0000:0001', '1.2.3.4/32', '1:2:3:4:5:6:7:8', '::/128', '10.0.0.1/0'];
const DATETIMES = ['2024-01-01', '1970-01-01', '1969-12-31', '2024-02-29', '2024-02-29T23:59:59Z', '2024-01-01T00:00:00Z',
    '2024-01-01T00:00:00.000Z', '2024-01-01T12:30:45.123Z', '2024-01-01T12:30:45+0530', '2024-01-01T12:30:45.999-0800',
    '0000-01-01', '9999-12-31', '9999-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z', '2024-01-01T00:00:00+2359', '1900-03-01', '2000-02-29'];
const DURATIONS = ['0ms', '1ms', '1s', '1m', '1h', '1d', '1d2h3m4s5ms', '-1d', '-1d2h3m4s5ms', '90m', '36h', '100ms', '1d1ms',
    '106751991167d', '-106751991167d', '9223372036854775807ms', '-9223372036854775808ms', '24h', '0d0h0m0s0ms', '-0ms'];

const WELL_FORMED = {ipaddr: ADDRESSES, decimal: DECIMALS, datetime: DATETIMES, duration: DURATIONS};

const MALFORMED = {
    ipaddr: ['', '10.0.0', '10.0.0.256', '10.0.0.1/33', '1.2.3.4/032', '01.2.3.4', '::1/129', '1.2.3.4 ', ':::', '1:2:3:4:5:6:7',
        '::ffff:1.2.3.4', '1.2.3.4/', '/8', '12345::', 'fe80::1%eth0', '::1/0128', '1.2.3.4/-1', '1.2.3.4/+8', '[::1]', '1::2::3',
        '::1.2.3.4', '2001:db8::/032', '0x1.2.3.4', '1.2.3.4/00'],
    decimal: ['', '1', '1.', '.1', '1.23456', '+1.0', '1.0 ', ' 1.0', '1e2', '922337203685477.5808', '-922337203685477.5809', '-.5',
        '1.0.0', '--1.0', '1,0', '12345678901234567890.0', '\u0661.0', '-'],
    datetime: ['', '2024', '2024-1-1', '2024-13-01', '2024-02-30', '2023-02-29', '2024-01-01T24:00:00Z', '2024-01-01T00:00:60Z',
        '2024-01-01T00:00:00', '2024-01-01T00:00Z', '2024-01-01T00:00:00.1Z', '2024-01-01T00:00:00+00:00', '2024-01-01 ', '24-01-01',
        '2024-01-01T00:00:00.0000Z', '2024-01-01T00:00:00+2400', '2024-01-01T00:00:00-2359', '-2024-01-01', '10000-01-01', '2024-01-01t00:00:00z', '1900-02-29',
        '2024-00-10', '2024-01-00', '2024-01-01T00:60:00Z', '2024-01-01T00:00:00+0060', '2024-01-01T00:00:00Z '],
    duration: ['', '1', 'd', '1h1d', '1s1m', '1d1d', '-', '1 d', '1.5h', '+1d', '1D', '9223372036854775808ms', '-9223372036854775809ms',
        '106751991168d', '1d-2h', '--1d', '99999999999999999999d', '1ms1s', '1us', ' 1d', '1w'],
};

const METHOD = {ipaddr: 'ip', decimal: 'decimal', datetime: 'datetime', duration: 'duration'};

class ValueDrawing {
    // `soundness`: the probability that an extension value is well-formed.
    constructor(random, model, soundness = 1) {
        this.random = random;
        this.model = model;
        this.soundness = soundness;
    }

    long() {
        return this.random.chance(0.7) ? this.random.pick(LONGS) : String(this.random.between(-20, 20));
    }

    text() {
        const {random} = this;
        return random.chance(0.85) ? random.pick(TEXTS) : random.pick(TEXTS) + random.pick(TEXTS);
    }

    // Ids are drawn from few, so that entities, requests and policies meet.
    uid(typeName) {
        const entity = entityOf(this.model, typeName);
        if (entity && entity.members !== null && this.random.chance(0.95)) {
            return {type: typeName, id: this.random.pick(entity.members)};
        }
        const id = this.random.chance(0.94) ? IDS[this.random.below(3)] : this.random.pick(IDS);
        return {type: typeName, id};
    }

    extension(name) {
        const {random} = this;
        return random.pick(random.chance(this.soundness) ? WELL_FORMED[name] : MALFORMED[name]);
    }

    // `explicit`: every entity and extension value says what it is, as it must where no schema tells.
    json(type, explicit) {
        const {random} = this;
        switch (type.kind) {
            case 'Long':
                return Number(this.long());
            case 'String':
                return this.text();
            case 'Bool':
                return random.chance(0.5);
            case 'Set':
                return Array.from({length: random.below(4)}, () => this.json(type.of, explicit));
            case 'Record':
                return this.record(type.attributes, explicit);
            case 'Entity': {
                const uid = this.uid(type.name);
                return explicit || random.chance(0.5) ? {__entity: uid} : uid;
            }
            default:
                return this.extensionJson(type.name, explicit);
        }
    }

    extensionJson(name, explicit) {
        const {random} = this;
        const call = {fn: METHOD[name], arg: this.extension(name)};
        if (explicit) return {__extn: call};
        if (name === 'datetime' && random.chance(0.05)) {
            return {__extn: {fn: 'offset', args: [{__extn: call}, {__extn: {fn: 'duration', arg: this.extension('duration')}}]}};
        }
        return random.pick([{__extn: call}, call, call.arg, call.arg]);
    }

    record(attributes, explicit) {
        const all = {};
        for (const [name, {type, required}] of Object.entries(attributes)) {
            if (required || this.random.chance(0.75)) all[name] = this.json(type, explicit);
        }
        return all;
    }

    // A literal of a policy: text without variables.
    literal(type) {
        const {random} = this;
        switch (type.kind) {
            case 'Long':
                return random.chance(0.1) ? random.pick(EXTREME_LONGS) : this.long();
            case 'String':
                return quoted(this.text(), random);
            case 'Bool':
                return random.pick(['true', 'false']);
            case 'Set':
                return `[${Array.from({length: random.between(1, 3)}, () => this.literal(type.of)).join(', ')}]`;
            case 'Record':
                return this.recordLiteral(type.attributes);
            case 'Entity':
                return uidText(this.uid(type.name), random);
            default:
                return `${METHOD[type.name]}(${quoted(this.extension(type.name), random)})`;
        }
    }

    recordLiteral(attributes) {
        const parts = [];
        for (const [name, {type, required}] of Object.entries(attributes)) {
            if (required || this.random.chance(0.9)) parts.push(`${nameOf(name, this.random)}: ${this.literal(type)}`);
        }
        return `{${parts.join(', ')}}`;
    }
}

module.exports = {ValueDrawing, METHOD};
