import { toTrace } from "../fuzz/to-trace.js";
import { recordTrace } from "../trace/record.js";
import { bucketOf } from "./content.js";
/**
 * A failure as a trace: the smallest program, with what the left kernel answered as expectations, and the bucket that it falls in.
 */
export function failureTrace(failure, left, right, origin) {
    const { program, difference } = failure;
    const about = `${difference.op.call}: ${difference.field} differs between ${left.name} and ${right}.`;
    const { vmarTrace, name, ...calls } = toTrace(program, "found", about);
    const bucket = bucketOf(right, difference);
    const found = "source" in origin
        ? { source: origin.source, seed: { bucket } }
        : { seed: { text: origin.seed, path: origin.place, bucket } };
    return recorded({ vmarTrace, name, ...found, rules: difference.rules, ...calls }, left);
}
/** A kernel that throws answers nothing that could be expected: the calls alone show that. */
function recorded(trace, left) {
    try {
        return recordTrace(trace, left);
    }
    catch {
        return trace;
    }
}
//# sourceMappingURL=save.js.map