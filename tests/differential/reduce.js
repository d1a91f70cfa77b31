'use strict';
// Makes differing cases small: drops requests, policies, links and entities as long as postvern and the oracle still
// differ, and writes one file a case.
//
// usage: node reduce.js --oracle DIR --tool PROGRAM --into DIR CASES.ndjson

const {spawnSync} = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const {parseArgs} = require('node:util');
const {answered} = require('./cases');
const {Oracle} = require('./oracle');

class Reduction {
    constructor(oracle, tool, into) {
        Object.assign(this, {oracle, tool, into});
    }

    // What postvern says of cases, as JSON; null if it does not answer.
    report(cases) {
        const input = cases.map((each) => JSON.stringify(each) + '\n').join('');
        const done = spawnSync(this.tool, ['rules', 'corpus', '--json', '--threads', '1', '--differences', '100000', '-'],
            {input, encoding: 'utf8', maxBuffer: 1 << 30});
        try {
            return JSON.parse(done.stdout);
        } catch (error) {
            return null;
        }
    }

    // Whether the two still differ; a crash is a difference.
    differs(drawn) {
        const report = this.report([drawn]);
        return report === null || report.failed > 0;
    }

    reduce(drawn) {
        let small = this.withParts(drawn);
        small = this.oneRequest(small);
        for (const name of ['staticPolicies', 'templateLinks', 'templates']) {
            small = this.fewer(small, (each) => each.policies[name], (each, value) => ({...each, policies: {...each.policies, [name]: value}}));
        }
        if (Array.isArray(small.entities)) {
            small = this.fewer(small, (each) => each.entities, (each, value) => ({...each, entities: value}));
        }
        return small;
    }

    // Policies apart, so that they can be dropped one by one.
    withParts(drawn) {
        if (typeof drawn.policies.staticPolicies !== 'string') return drawn;
        const parts = this.oracle.split(drawn.policies.staticPolicies);
        if (parts.length === 0) return drawn;
        const set = Object.fromEntries(parts.map((text, i) => [`policy${i}`, text]));
        return this.better(drawn, {...drawn, policies: {...drawn.policies, staticPolicies: set}});
    }

    // `candidate` with its answers if it still differs, otherwise `current`.
    better(current, candidate) {
        try {
            const whole = answered(candidate, this.oracle);
            return this.differs(whole) ? whole : current;
        } catch (error) {
            return current;
        }
    }

    oneRequest(drawn) {
        const none = {...drawn, requests: []};
        if (this.differs(none)) return none;
        const found = drawn.requests.find((request) => this.differs({...drawn, requests: [request]}));
        return found === undefined ? drawn : {...drawn, requests: [found]};
    }

    // Without the members of a list or map that do not matter.
    fewer(drawn, get, set) {
        let small = drawn;
        const whole = get(drawn);
        if (whole === undefined || whole === null || typeof whole === 'string') return drawn;
        for (const key of Object.keys(whole).reverse()) {
            const rest = Array.isArray(whole) ? get(small).filter((each) => each !== whole[key])
                : Object.fromEntries(Object.entries(get(small)).filter(([name]) => name !== key));
            small = this.better(small, set(small, rest));
        }
        return small;
    }

    run(file) {
        const cases = fs.readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
        fs.mkdirSync(this.into, {recursive: true});
        for (const drawn of cases.filter((each) => this.differs(each))) {
            const name = path.join(this.into, `${drawn.name}.json`);
            fs.writeFileSync(name, JSON.stringify(this.reduce(drawn), null, 1) + '\n');
            process.stdout.write(`${name}\n`);
        }
    }
}

function main() {
    const {values, positionals} = parseArgs({allowPositionals: true, options: {
        oracle: {type: 'string'}, tool: {type: 'string'}, into: {type: 'string'}}});
    if (!values.oracle || !values.tool || !values.into || positionals.length !== 1) {
        throw new Error('usage: node reduce.js --oracle DIR --tool PROGRAM --into DIR CASES.ndjson');
    }
    new Reduction(new Oracle(values.oracle), values.tool, values.into).run(positionals[0]);
}

main();
