import { formatU64, statusName } from "../zircon/index.js";
import { outputName } from "./execute.js";
/** What both sides answered to one operation, or how they parted; an answer that is text is an exception. */
export function compareOutcomes(op, left, right) {
    // Also when both throw alike: no call may throw.
    if (typeof left === "string" || typeof right === "string") {
        return { field: "exception", left: outcomeText(left), right: outcomeText(right) };
    }
    if (left.status !== right.status) {
        return { field: "status", left: statusName(left.status), right: statusName(right.status) };
    }
    const count = Math.max(left.outputs.length, right.outputs.length);
    for (let i = 0; i < count; i++) {
        const [a, b] = [left.outputs[i], right.outputs[i]];
        if (a !== b)
            return { field: outputName(op.call, i), left: outputText(a), right: outputText(b) };
    }
    return left;
}
/** What an operation did to the live leases on either side (LEASE-23). */
export function compareEffects(left, right) {
    // Mostly neither has any, and both are the same object.
    if (left === right)
        return undefined;
    const [danglingLeft, danglingRight] = [danglingText(left), danglingText(right)];
    if (danglingLeft !== danglingRight)
        return { field: "dangling", left: danglingLeft, right: danglingRight };
    const [changedLeft, changedRight] = [changedText(left), changedText(right)];
    return changedLeft === changedRight
        ? undefined
        : { field: "changed", left: changedLeft, right: changedRight };
}
/** What the two address spaces show. */
export function compareSpaces(left, right) {
    const at = left.firstDifference(right);
    if (at < 0)
        return undefined;
    return { field: "space", left: left.describe(at, objectText), right: right.describe(at, objectText) };
}
function outcomeText(outcome) {
    return typeof outcome === "string" ? outcome : statusName(outcome.status);
}
function outputText(output) {
    if (output === undefined)
        return "nothing";
    return typeof output === "string" ? output : formatU64(output);
}
/** An object of the address space by its slot. */
export function objectText(object) {
    return object < 1 ? (object > 0 ? "root" : "an unknown object") : `#${object}`;
}
function danglingText({ broken }) {
    if (broken.length === 0)
        return "no lease broken";
    return broken.map(({ lease, page, reason }) => `${lease} at ${formatU64(page)}: ${reason}`).join(", ");
}
function changedText({ changed }) {
    return changed.length === 0 ? "no lease changed" : changed.join(", ");
}
//# sourceMappingURL=compare.js.map