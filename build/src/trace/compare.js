import { isDeepStrictEqual } from "node:util";
import { Rights } from "../zircon/rights.js";
import { statusName } from "../zircon/status.js";
import { keysOf } from "../zircon/typed.js";
import { hexOf } from "./answers.js";
import { wordFlags } from "./flags.js";
import { toJson } from "./json.js";
import { firstDifference, runJson } from "./runs.js";
/** In what two kernels that made the same step disagree; `expected` is what the left one says. */
export function* compareKernels(left, right) {
    for (const field of new Set([...keysOf(left.outcome), ...keysOf(right.outcome)]))
        yield* compareField(field, left.outcome[field], right.outcome[field]);
    yield* unequal("dangling", left.effects.broken, right.effects.broken);
    yield* unequal("changed", left.effects.changed, right.effects.changed);
    const row = firstDifference(left.space, right.space);
    if (row !== undefined) {
        const [expected, actual] = [left, right].map(({ space, session }) => runJson(space[row], session.names));
        yield { field: `space[${row}]`, expected: expected ?? null, actual: actual ?? null };
    }
}
function* compareField(field, left, right) {
    if (left === right)
        return;
    if (Array.isArray(left) && Array.isArray(right)) {
        const rows = Math.max(left.length, right.length);
        for (let row = 0; row < rows; row++)
            yield* unequal(`${field}[${row}]`, left[row], right[row]);
    }
    else
        yield* unequal(field, left, right);
}
function* unequal(field, left, right) {
    if (!isDeepStrictEqual(left, right))
        yield { field, expected: answerJson(field, left), actual: answerJson(field, right) };
}
/** An answer as the format writes it. */
function answerJson(field, answer) {
    if (typeof answer === "number" && field === "status")
        return statusName(answer);
    if (typeof answer === "number" && field === "rights")
        return toJson(wordFlags(Rights, answer));
    if (answer instanceof Uint8Array)
        return hexOf(answer);
    return toJson(answer ?? null);
}
//# sourceMappingURL=compare.js.map