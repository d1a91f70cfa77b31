'use strict';
// Names and texts that drawn cases are made of, and how Cedar writes them.

const RESERVED = new Set(['true', 'false', 'if', 'then', 'else', 'in', 'is', 'like', 'has', '__cedar']);

const ATTRIBUTES = ['a', 'b', 'c', 'name', 'level', 'tags', 'owner', 'principal', 'context', 'type', 'permit', 'when',
    '_', 'x1', 'Long', 'ip', 'has space', 'é', 'if', 'in', 'is', '', 'quote"d', 'back\\slash', 'new\nline', '::', '1st'];
const PLAIN_ATTRIBUTES = ATTRIBUTES.slice(0, 16);

const IDS = ['a', 'b', 'c', 'alice', 'bob', 'A', 'x y', '', 'ünï', '*', '"', '\\', '0', '漢字', '😀', '\u0000', '\n\t\r', "'"];

const TEXTS = ['', 'a', 'b', 'ab', 'abc', 'aab', 'b*', '*', '**', '\\', '\\*', 'é', 'e\u0301', '漢', '😀a', 'a b', '\n', '\u0000',
    '"', "'", 'alice', 'User', '1', '1.0', '10.0.0.1', '1.2.3.4/24', '2024-01-01', '1h'];

function isIdentifier(text) {
    return /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(text) && !RESERVED.has(text);
}

// A string literal, plain or by one of the escapes that Cedar has for what needs none.
function quoted(text, random = null) {
    let out = '"';
    for (const letter of text) {
        const code = letter.codePointAt(0);
        if (letter === '"') out += '\\"';
        else if (letter === '\\') out += '\\\\';
        else if (letter === '\n') out += '\\n';
        else if (letter === '\r') out += '\\r';
        else if (letter === '\t') out += '\\t';
        else if (code === 0) out += '\\0';
        else if (random !== null && random.chance(0.02)) {
            out += code < 0x80 && random.chance(0.5) ? '\\x' + code.toString(16).padStart(2, '0')
                : '\\u{' + code.toString(16).padStart(random.between(1, 6), '0') + '}';
        } else if (letter === "'" && random !== null && random.chance(0.5)) out += "\\'";
        else out += letter;
    }
    return out + '"';
}

// How an attribute's name stands in a record, in a schema and after `has`.
function nameOf(attribute, random) {
    return isIdentifier(attribute) && random.chance(0.85) ? attribute : quoted(attribute, random);
}

// `base` with the attribute accessed.
function access(base, attribute, random) {
    return isIdentifier(attribute) && random.chance(0.85) ? `${base}.${attribute}`
        : `${base}[${quoted(attribute, random)}]`;
}

function uidText(uid, random) {
    return `${uid.type}::${quoted(uid.id, random)}`;
}

module.exports = {ATTRIBUTES, PLAIN_ATTRIBUTES, IDS, TEXTS, RESERVED, isIdentifier, quoted, nameOf, access, uidText};
