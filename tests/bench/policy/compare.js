// The part of `compare` that asks cedar-wasm: see there.
//     node compare.js WORKLOAD_FOLDER DECISIONS_FOLDER
'use strict';
const cedar = require('@cedar-policy/cedar-wasm/nodejs');
const fs = require('fs');
const path = require('path');

const [workload, decisions] = process.argv.slice(2);
const read = (...parts) => fs.readFileSync(path.join(...parts), 'utf8');
const MOST_SECONDS = 20; // for each number of policies

function succeed(answer) {
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer));
    return answer;
}

function same(ours, theirs) {
    const sorted = (list) => [...list].sort().join(' ');
    return ours.decision === theirs.decision &&
        sorted(ours.reason) === sorted(theirs.diagnostics.reason) &&
        sorted(ours.errors) === sorted(theirs.diagnostics.errors.map((error) => error.policyId));
}

// Asks the requests in order, for as long as there is time; microseconds of each.
function ask(policies, dumped) {
    const entities = JSON.parse(read(workload, 'entities.json'));
    const name = `policies-${policies}`;
    succeed(cedar.preparsePolicySet(name, {
        staticPolicies: read(workload, `policies_${policies}.cedar`),
    }));
    succeed(cedar.preparseSchema(name, read(workload, 'schema.cedarschema')));
    const taken = [];
    const end = Date.now() + MOST_SECONDS * 1000;
    for (const line of dumped) {
        if (Date.now() > end) break;
        const ours = JSON.parse(line);
        const question = {
            ...ours.request, preparsedPolicySetId: name, preparsedSchemaName: name,
            validateRequest: true, entities,
        };
        const started = process.hrtime.bigint();
        const answer = cedar.statefulIsAuthorized(question);
        taken.push(Number(process.hrtime.bigint() - started) / 1e3);
        const theirs = succeed(answer).response;
        if (!same(ours, theirs)) {
            console.error(`${policies} policies: differ on ${line}\ncedar-wasm: ${JSON.stringify(theirs)}`);
            process.exit(1);
        }
    }
    return taken;
}

const figures = JSON.parse(read(decisions, 'figures.json'));
const figure = (road, policies) => figures.find((one) => one.road === road && one.policies === policies);
const nanoseconds = (row) => `${row.batch_p50.toFixed(0)} / ${row.batch_p99.toFixed(0)}`;
const processor = require('os').cpus()[0].model;

console.log(`cedar-wasm ${cedar.getCedarVersion()}, schema and request validation on. ${processor}, ` +
    `${new Date().toISOString().slice(0, 10)}. Nanoseconds are p50 / p99 of the means of batches of 64.\n`);
console.log('| Policies | Prepared (ns) | From strings (ns) | One of a batch (ns) | All in one slice (ns) | ' +
    'Allocations | Load (ms) | cedar-wasm p50 (us) | Times: prepared | from strings | Compared |');
console.log('|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|');
for (const prepared of figures.filter((one) => one.road === 'A prepared' && one.policies <= 1000)) {
    const {policies} = prepared;
    const dumped = read(decisions, `decisions_${policies}.jsonl`).trimEnd().split('\n');
    const taken = ask(policies, dumped).sort((left, right) => left - right);
    const theirs = taken[taken.length >> 1];
    const times = (row) => (theirs * 1e3 / row.batch_p50).toFixed(0);
    const strings = figure('B from strings', policies);
    const worst = figure('A prepared, one slice', policies);
    const load = figure('load', policies);
    const cells = [policies, nanoseconds(prepared), nanoseconds(strings),
        nanoseconds(figure('batch of 64 resources', policies)), worst ? nanoseconds(worst) : '-',
        prepared.allocations + strings.allocations,
        (load.parse_ms + load.compile_ms + load.table_ms).toFixed(1), theirs.toFixed(0),
        times(prepared), times(strings), taken.length];
    console.log(`| ${cells.join(' | ')} |`);
}
