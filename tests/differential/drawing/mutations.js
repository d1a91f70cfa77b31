'use strict';
// Small damage: to the text of policies and schemas, and to JSON.

const TOKENS = ['(', ')', '{', '}', '[', ']', ',', ';', '.', '::', '==', '!=', '<', '<=', '&&', '||', '!', '-', '+', '*', '/', '%', '=', '@', '?',
    'if', 'then', 'else', 'in', 'is', 'has', 'like', 'true', 'false', 'principal', 'action', 'resource', 'context', '?principal', '?resource',
    '?x', 'when', 'unless', 'permit', 'forbid', '"', '"a"', '"\\q"', '"\\u{110000}"', '"\\u{d800}"', '"\\x80"', '"\\*"', "'a'", '0', '1', '007',
    '9223372036854775808', '-9223372036854775808', '1.5', 'a', '_', 'é', '//', '/* */', '\u00a0', '\u2028', '\ufeff', '#', '$', '&', '|', 'ip', 'decimal', 'contains', 'isEmpty()',
    '__cedar', 'entity', 'type', 'namespace', 'appliesTo', 'enum', 'tags', 'Set', 'Long', 'Bool', 'Boolean', 'Record', 'action_'];

function tokensOf(text) {
    return text.match(/"(?:\\.|[^"\\])*"|[A-Za-z_0-9]+|::|==|!=|<=|>=|&&|\|\||\s+|./gsu) || [];
}

// The text with one to three tokens removed, doubled, exchanged or replaced.
function mangle(random, text) {
    const tokens = tokensOf(text);
    for (let i = random.between(1, 3); i > 0 && tokens.length > 0; --i) {
        const at = random.below(tokens.length);
        random.pick([
            () => tokens.splice(at, 1),
            () => tokens.splice(at, 0, tokens[at]),
            () => tokens.splice(at, 0, random.pick(TOKENS)),
            () => tokens.splice(at, 1, random.pick(TOKENS)),
            () => tokens.splice(at, 1, random.pick(tokens)),
            () => tokens.splice(at, 0, random.pick(tokens)),
        ])();
    }
    return tokens.join('');
}

const STRANGE = [null, 0, 1.5, -1, 1e30, true, '', 'a', [], {}, [1, 'a'], {__entity: {type: 'User', id: 'a'}}, {__extn: {fn: 'ip', arg: '::1'}},
    {__expr: '1'}, {__extn: {fn: 'nothing', arg: 'x'}}, {__entity: {type: '1', id: 'a'}}, {__entity: {type: 'User'}}, {type: 'User', id: 'a'},
    {__extn: {fn: 'decimal', arg: '1.23456'}}, {__extn: {fn: 'datetime', arg: '2024-13-01'}}, {fn: 'duration', arg: '1h'}, 9007199254740991, 'ip("1.2.3.4")'];

// Whether a value holds what Cedar takes silently and postvern refuses (docs/policy-language.md): members beside an
// escape or beside what names an entity or calls a constructor, and escapes that are none.
function isDoubtful(json) {
    if (json === null || typeof json !== 'object') return false;
    if (Array.isArray(json)) return json.some(isDoubtful);
    const names = Object.keys(json);
    const beyond = (known) => names.some((name) => !known.includes(name));
    if ('__entity' in json) return names.length > 1 || !isUid(json.__entity) || isDoubtful(json.__entity);
    if ('__extn' in json) return names.length > 1 || !isCall(json.__extn) || isDoubtful(json.__extn);
    if ('__expr' in json) return true;
    if ('type' in json && 'id' in json && beyond(['type', 'id'])) return true;
    if ('fn' in json && ('arg' in json || 'args' in json) && names.length > 2) return true;
    if ('uid' in json && beyond(['uid', 'attrs', 'parents', 'tags'])) return true;
    return Object.values(json).some(isDoubtful);
}

const isText = (json) => typeof json === 'string';
const isUid = (json) => json !== null && typeof json === 'object' && isText(json.type) && isText(json.id);
const isCall = (json) => json !== null && typeof json === 'object' && isText(json.fn) && ('arg' in json || Array.isArray(json.args));

// The same as spoilt(), of what Cedar does not take silently.
function spoil(random, json) {
    for (;;) {
        const copy = spoilt(random, json);
        if (!isDoubtful(copy)) return copy;
    }
}

// A copy of `json` with one member somewhere in it removed, renamed, added or replaced.
function spoilt(random, json) {
    const copy = JSON.parse(JSON.stringify(json));
    const places = [];
    const visit = (node) => {
        if (node === null || typeof node !== 'object') return;
        places.push(node);
        Object.values(node).forEach(visit);
    };
    visit(copy);
    if (places.length === 0) return random.pick(STRANGE);
    const node = random.pick(places);
    const keys = Object.keys(node);
    const key = keys.length > 0 ? random.pick(keys) : 'a';
    const value = random.pick(STRANGE);
    if (Array.isArray(node)) {
        random.pick([() => node.push(value), () => node.pop(), () => { node[0] = value; }, () => node.push(...node.slice(0, 1))])();
    } else {
        random.pick([
            () => { delete node[key]; },
            () => { node[key] = value; },
            () => { node[key] = value; },
            () => { node[random.pick(['zz', 'a', 'type', 'id', '__entity'])] = value; },
        ])();
    }
    return copy;
}

module.exports = {mangle, spoil};
