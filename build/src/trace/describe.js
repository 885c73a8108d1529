import { fieldsJson } from "./json.js";
/** Fields of a step that are no arguments of the call. */
const NO_ARGUMENTS = new Set(["op", "as", "expect", "note"]);
/** Hex digits of a byte string that are shown; a longer one is cut. */
const DIGITS_SHOWN = 32;
/** A step in words, as reports show it: `m = map(r, PERM_READ|SPECIFIC, 0, v, 0, 0x2000)`. */
export function describeStep(step) {
    const texts = Object.entries(fieldsJson(step))
        .filter(([field]) => !NO_ARGUMENTS.has(field))
        .map(([field, value]) => argumentText(step, field, value));
    const call = `${step.op}(${texts.join(", ")})`;
    return "as" in step ? `${step.as} = ${call}` : call;
}
function argumentText(step, field, value) {
    if (Array.isArray(value))
        return value.join("|") || "0";
    if (typeof value !== "string")
        return JSON.stringify(value);
    if (step.op === "set_name" && field === "name")
        return JSON.stringify(value);
    if (field !== "bytes")
        return value;
    return value.length > DIGITS_SHOWN
        ? `${value.slice(0, DIGITS_SHOWN)}… (${value.length / 2} bytes)`
        : value || '""';
}
//# sourceMappingURL=describe.js.map