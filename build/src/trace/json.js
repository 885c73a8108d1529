import { formatU64 } from "../zircon/u64.js";
/** Ints below this are written as JSON integers, all others as hex strings: addresses and sizes read best in pages. */
const HEX_FROM = 4096;
/** Fields whose numbers are plain integers, not Ints; `seed` is as its tool wrote it. */
const PLAIN = new Set([
    "vmarTrace",
    "seed",
    "depth",
    "capacity",
    "value",
    "actual",
    "available",
]);
/** The position of the depth in a row of `space` and `runs`. */
const DEPTH_IN_ROW = 1;
/** An Int as the format writes it. */
export function intJson(value) {
    return typeof value === "number" && value < HEX_FROM ? value : formatU64(value);
}
/** The fields of a trace, or of a part of one, as the document that writes it: the same fields in the same order. */
export function fieldsJson(part, plain = false) {
    const fields = {};
    for (const [field, content] of Object.entries(part)) {
        if (content !== undefined)
            fields[field] = toJson(content, plain || PLAIN.has(field));
    }
    return fields;
}
/** @param plain whether numbers are plain integers */
export function toJson(value, plain = false) {
    if (typeof value === "bigint")
        return intJson(value);
    if (typeof value === "number")
        return plain ? value : intJson(value);
    if (typeof value === "string" || typeof value === "boolean")
        return value;
    if (Array.isArray(value)) {
        const isRow = value[0] === "vmar" || value[0] === "map";
        return value.map((element, index) => toJson(element, plain || (isRow && index === DEPTH_IN_ROW)));
    }
    return typeof value === "object" && value !== null ? fieldsJson(value, plain) : null;
}
//# sourceMappingURL=json.js.map