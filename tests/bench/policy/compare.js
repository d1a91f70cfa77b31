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
console.log(`cedar-wasm ${cedar.getCedarVersion()}, schema and request validation on`);
for (const row of figures.filter((one) => one.road === 'A prepared' && one.policies <= 1000)) {
    const dumped = read(decisions, `decisions_${row.policies}.jsonl`).trimEnd().split('\n');
    const taken = ask(row.policies, dumped).sort((left, right) => left - right);
    const p50 = taken[taken.length >> 1];
    const fromStrings = figures.find((one) => one.road === 'B from strings' &&
                                              one.policies === row.policies);
    console.log(`${row.policies} policies: ${taken.length} decisions agree; p50 ` +
        `cedar-wasm ${p50.toFixed(1)} us, prepared ${row.batch_p50.toFixed(0)} ns ` +
        `(${(p50 * 1e3 / row.batch_p50).toFixed(0)} times as fast), from strings ` +
        `${fromStrings.batch_p50.toFixed(0)} ns ` +
        `(${(p50 * 1e3 / fromStrings.batch_p50).toFixed(0)} times)`);
}
