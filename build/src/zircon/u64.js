export const U64_MAX = 0xffffffffffffffffn;
const TWO_64 = 1n << 64n;
const SAFE_MAX = BigInt(Number.MAX_SAFE_INTEGER);
/** The canonical form of `value` modulo 2^64. */
export function wrapU64(value) {
    const wrapped = BigInt.asUintN(64, value);
    return wrapped <= SAFE_MAX ? Number(wrapped) : wrapped;
}
/** The canonical form of a value that must already lie in [0, 2^64); throws RangeError if it does not. */
export function toU64(value) {
    if (typeof value === "number") {
        if (!Number.isSafeInteger(value) || value < 0) {
            throw new RangeError(`${value} is not an exact unsigned 64-bit value: give a bigint above 2^53-1`);
        }
        return value === 0 ? 0 : value; // -0 is 0
    }
    if (value < 0n || value >= TWO_64)
        throw new RangeError(`${value} is not an unsigned 64-bit value`);
    return wrapU64(value);
}
/** `a + b` modulo 2^64. */
export function addU64(a, b) {
    if (typeof a === "number" && typeof b === "number") {
        const sum = a + b;
        if (sum <= Number.MAX_SAFE_INTEGER)
            return sum;
    }
    return wrapU64(BigInt(a) + BigInt(b));
}
/** `a - b` modulo 2^64. */
export function subU64(a, b) {
    if (typeof a === "number" && typeof b === "number" && a >= b)
        return a - b;
    return wrapU64(BigInt(a) - BigInt(b));
}
/** Whether `a + b` is 2^64 or more. */
export function addOverflows(a, b) {
    if (typeof a === "number" && typeof b === "number")
        return false; // at most 2^54
    return BigInt(a) + BigInt(b) >= TWO_64;
}
/** `0x…`, lower case, without leading zeros: the form of addresses in traces and reports. */
export function formatU64(value) {
    return `0x${value.toString(16)}`;
}
//# sourceMappingURL=u64.js.map