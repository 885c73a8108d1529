import { formatU64 } from "../zircon/u64.js";
/** A trace that cannot be read. The message is one line: the place, what was expected there and what was found. */
export class TraceError extends Error {
    place;
    constructor(place, problem) {
        super(oneLine(`${placeText(place)}${problem}`));
        this.name = "TraceError";
        this.place = place;
    }
}
/** `expected …, found …`. */
export function mismatch(expected, found) {
    return `expected ${expected}, found ${foundText(found)}`;
}
const FOUND_MAX = 80;
function foundText(found) {
    if (found === undefined)
        return "nothing";
    if (typeof found === "bigint")
        return formatU64(found);
    if (typeof found === "object" && found !== null)
        return Array.isArray(found) ? `an array of ${found.length}` : "an object";
    const text = JSON.stringify(found);
    return text.length > FOUND_MAX ? `${text.slice(0, FOUND_MAX)}…` : text;
}
function placeText({ file, line, trace, step, field }) {
    const parts = [];
    if (file !== undefined)
        parts.push(line === undefined ? file : `${file}:${line}`);
    if (trace !== undefined)
        parts.push(`trace ${JSON.stringify(trace)}`);
    if (step !== undefined)
        parts.push(`step ${step}`);
    if (field !== undefined)
        parts.push(`field ${JSON.stringify(field)}`);
    return parts.map((part) => `${part}: `).join("");
}
/** Control characters, line separators included, become spaces. */
function oneLine(text) {
    return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
//# sourceMappingURL=error.js.map