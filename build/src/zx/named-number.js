/** Whether `raw` is a u32. */
export function isU32(raw) {
    return Number.isInteger(raw) && raw >= 0 && raw <= 0xffff_ffff;
}
/** `Type(NAME)`, or `Type(7)` for a number without a name: how Rust prints a number that has named values. */
export function formatNamed(type, table, raw) {
    const name = Object.keys(table).find((key) => table[key] === raw);
    return `${type}(${name ?? raw})`;
}
//# sourceMappingURL=named-number.js.map