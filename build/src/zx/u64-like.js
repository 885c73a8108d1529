/**
 * A user address or a length of user memory as it is given back: always a `number`. User address spaces end
 * below 2^48.
 *
 * @throws RangeError if a kernel was set up with an address space above 2^53; such a space is for the
 *   `Kernel` interface itself
 */
export function userNumber(value) {
    if (typeof value === "bigint") {
        throw new RangeError(`${value} is above 2^53-1: this address space needs the Kernel interface, not zx`);
    }
    return value;
}
//# sourceMappingURL=u64-like.js.map