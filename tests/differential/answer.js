'use strict';
// Writes the oracle's answers into cases that a person wrote (their parts must stand in them, not in files).
//
// usage: node answer.js --oracle DIR CASE.json...

const fs = require('node:fs');
const {parseArgs} = require('node:util');
const {answered} = require('./cases');
const {Oracle} = require('./oracle');

const {values, positionals} = parseArgs({allowPositionals: true, options: {oracle: {type: 'string'}}});
if (!values.oracle || positionals.length === 0) {
    process.stderr.write('usage: node answer.js --oracle DIR CASE.json...\n');
    process.exit(2);
}
const oracle = new Oracle(values.oracle);
for (const file of positionals) {
    const drawn = JSON.parse(fs.readFileSync(file, 'utf8'));
    fs.writeFileSync(file, JSON.stringify(answered(drawn, oracle), null, 1) + '\n');
}
