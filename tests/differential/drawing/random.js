'use strict';
// Draws that a seed determines: the same seed gives the same cases on every machine.

class Random {
    // `seed`: any integer. mulberry32, whose period of 2^32 is enough for one case: each has its own.
    constructor(seed) {
        this.state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
        for (let i = 0; i < 4; ++i) this.next();
    }

    // An integer in [0, 2^32).
    next() {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let word = this.state;
        word = Math.imul(word ^ (word >>> 15), word | 1);
        word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
        return (word ^ (word >>> 14)) >>> 0;
    }

    // An integer in [0, bound).
    below(bound) {
        return this.next() % bound;
    }

    // An integer in [least, most].
    between(least, most) {
        return least + this.below(most - least + 1);
    }

    chance(probability) {
        return this.next() < probability * 0x100000000;
    }

    pick(list) {
        return list[this.below(list.length)];
    }

    // One of [[weight, thing], ...]; weights are integers, not all 0.
    weighted(choices) {
        let total = 0;
        for (const [weight] of choices) total += weight;
        let at = this.below(total);
        for (const [weight, thing] of choices) {
            if (at < weight) return thing;
            at -= weight;
        }
        throw new Error('no weight was positive');
    }

    // `count` distinct members of `list`, or all of them if it has fewer, in random order.
    some(list, count) {
        const rest = [...list];
        const chosen = [];
        while (chosen.length < count && rest.length > 0) {
            chosen.push(rest.splice(this.below(rest.length), 1)[0]);
        }
        return chosen;
    }
}

module.exports = {Random};
