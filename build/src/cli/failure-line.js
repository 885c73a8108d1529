import pc from "picocolors";
import { describeStep } from "../trace/describe.js";
import { printJson } from "../trace/print.js";
/** What a step that failed was asked. */
export function stepWords(trace, index) {
    const step = trace.steps[index];
    return step === undefined ? "" : describeStep(step);
}
/** How a step failed on one kernel. */
export function failureLine({ kernel, field, expected, actual, rule, against }) {
    const wanted = against === undefined ? "expected" : `as ${against} has it`;
    const by = rule === undefined ? "" : ` (${rule})`;
    return `${kernel}: ${field}: ${wanted} ${pc.green(printJson(expected))}, got ${pc.red(printJson(actual))}${by}`;
}
/** `1 trace`, `2 traces`. */
export function counted(n, noun) {
    return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
//# sourceMappingURL=failure-line.js.map