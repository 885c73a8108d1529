import { addU64, subU64 } from "../zircon/u64.js";
/** `Int` as text inside an address: decimal up to 2^53-1 or `0x` with up to 16 hex digits. */
const INT = "0x[0-9a-fA-F]{1,16}|0|[1-9][0-9]{0,15}";
const NAME = "[a-z][a-zA-Z0-9_]*";
const HEX_PATTERN = /^0x[0-9a-fA-F]{1,16}$/;
const NAME_PATTERN = new RegExp(`^${NAME}$`);
const ADDRESS_PATTERN = new RegExp(`^(${NAME})(?:([+-])(${INT}))?$`);
const DIFFERENCE_PATTERN = new RegExp(`^(${NAME})-(${NAME})(?:([+-])(${INT}))?$`);
export function isName(text) {
    return NAME_PATTERN.test(text);
}
/** The value of `0x…` with up to 16 hex digits, or undefined. */
export function parseHex(text) {
    return HEX_PATTERN.test(text) ? intOf(text) : undefined;
}
/** The names in an address expression, or undefined if it is none. */
export function addressNames(text) {
    const [, name, , int] = ADDRESS_PATTERN.exec(text) ?? [];
    return name !== undefined && isInt(int) ? [name] : undefined;
}
/** The names in a difference of two addresses, or undefined if it is none. */
export function differenceNames(text) {
    const [, plus, minus, , int] = DIFFERENCE_PATTERN.exec(text) ?? [];
    return plus !== undefined && minus !== undefined && isInt(int) ? [plus, minus] : undefined;
}
/**
 * The value of an address or offset, wrapping at 64 bits; `addressOf` answers what a name is bound to.
 * Throws RangeError for a text that is neither: a parsed trace has none.
 */
export function resolveAddress(expression, addressOf) {
    if (typeof expression !== "string")
        return expression;
    const [, name, sign, int] = ADDRESS_PATTERN.exec(expression) ?? [];
    if (name !== undefined)
        return shifted(addressOf(name), sign, int);
    const [, plus, minus, sign2, int2] = DIFFERENCE_PATTERN.exec(expression) ?? [];
    if (plus === undefined || minus === undefined)
        throw new RangeError(`"${expression}" is no address`);
    return shifted(subU64(addressOf(plus), addressOf(minus)), sign2, int2);
}
function shifted(base, sign, int) {
    if (int === undefined)
        return base;
    return sign === "-" ? subU64(base, intOf(int)) : addU64(base, intOf(int));
}
/** Whether what the pattern took for an Int (if anything) is one: a decimal must be exact. */
function isInt(text) {
    return text === undefined || text.startsWith("0x") || Number.isSafeInteger(Number(text));
}
function intOf(text) {
    const value = BigInt(text);
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}
//# sourceMappingURL=address.js.map