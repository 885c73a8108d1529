import { flagNames } from "../zircon/flags.js";
import { hasKey } from "../zircon/typed.js";
/**
 * An immutable set of the flags of one u32 word: what the `bitflags` crate makes of `VmarFlags`, `Rights` and
 * their like.
 *
 * Two kinds of set are different types although both are words. `new` keeps every bit it is given
 * (`from_bits_retain`), so that unassigned bits can be sent to a kernel; {@link fromBits} and {@link
 * truncate} look at them.
 *
 * @typeParam Self the class itself
 */
export class FlagSet {
    /** The word, in [0, 2^32). */
    bits;
    /**
     * `from_bits_retain`: all bits, also those without a name.
     *
     * @throws RangeError if `bits` is no 32-bit word; the negative numbers that JavaScript's `|` and `<<` give
     *   are words
     */
    constructor(bits) {
        if (!Number.isInteger(bits) || bits < -0x8000_0000 || bits > 0xffff_ffff) {
            throw new RangeError(`${bits} is not a 32-bit word`);
        }
        this.bits = bits >>> 0;
        Object.freeze(this);
    }
    /** The set of the named flags. */
    static of(...names) {
        return new this(names.reduce((bits, name) => bits | this.TABLE[name], 0));
    }
    /** The flag with that name, or undefined. */
    static fromName(name) {
        return hasKey(this.TABLE, name) ? new this(this.TABLE[name] ?? 0) : undefined;
    }
    /** The set with these bits, or undefined if one of them has no name. */
    static fromBits(bits) {
        return (bits & ~knownBits(this.TABLE)) === 0 ? new this(bits) : undefined;
    }
    /** `from_bits_truncate`: the set with those of the bits that have a name. */
    static truncate(bits) {
        return new this(bits & knownBits(this.TABLE));
    }
    /** Whether no bit is set. */
    get isEmpty() {
        return this.bits === 0;
    }
    /** Whether every flag that has a name is set. */
    get isAll() {
        return (knownBits(this.table) & ~this.bits) === 0;
    }
    /** Whether all flags of `other` are set. */
    contains(other) {
        return (other.bits & ~this.bits) === 0;
    }
    /** Whether any flag of `other` is set. */
    intersects(other) {
        return (this.bits & other.bits) !== 0;
    }
    /** `|`: the flags of this set and of all others. */
    union(...others) {
        return this.make(others.reduce((bits, other) => bits | other.bits, this.bits));
    }
    /** `&`: the flags that both sets have. */
    intersection(other) {
        return this.make(this.bits & other.bits);
    }
    /** `-`: the flags that only this set has. */
    difference(other) {
        return this.make(this.bits & ~other.bits);
    }
    /** `^`: the flags that exactly one of both sets has. */
    symmetricDifference(other) {
        return this.make(this.bits ^ other.bits);
    }
    /** `!`: the named flags that this set does not have. Unlike the others it keeps no bit without a name. */
    complement() {
        return this.make(knownBits(this.table) & ~this.bits);
    }
    /** This set with the flags of `other` on or off. */
    set(other, on) {
        return on ? this.union(other) : this.difference(other);
    }
    /** Whether both are the same word. */
    equals(other) {
        return this.bits === other.bits;
    }
    /** The names of the flags set, in the order of their bits. */
    names() {
        return flagNames(this.table, this.bits).names;
    }
    /**
     * Each named flag of the set by itself. (No `Symbol.iterator`: sets of sets without end confuse those who
     * compare deeply.)
     */
    flags() {
        return this.names().map((name) => this.make(this.table[name] ?? 0));
    }
    /** The names joined by ` | `, then in hex what has no name; the empty set is the empty string. */
    toString() {
        const { names, rest } = flagNames(this.table, this.bits);
        return [...names, ...(rest === 0 ? [] : [`0x${rest.toString(16)}`])].join(" | ");
    }
}
function knownBits(table) {
    return Object.values(table).reduce((bits, bit) => bits | bit, 0);
}
//# sourceMappingURL=flag-set.js.map