import { statusName } from "../zircon/index.js";
import { callTable } from "./call-table.js";
import { unreachedShapes } from "./coverage-table.js";
import { namedDifference, programText } from "./failure.js";
/** The result as one JSON object; the same seed and budget of runs give the same bytes. */
export function jsonReport(report) {
    const { seed, profile, left, right, corpus, result, saved, missing } = report;
    const { runs, coverage, failure, interrupted } = result;
    const { statuses, rows } = callTable(coverage.calls);
    const calls = Object.fromEntries(rows.map(({ call, counts }) => [
        call,
        Object.fromEntries(statuses.map((status, i) => [statusName(status), counts[i] ?? 0]).filter(([, n]) => n > 0)),
    ]));
    const found = failure === undefined
        ? null
        : {
            call: failure.difference.op.call,
            field: failure.difference.field,
            ...namedDifference(failure.difference, failure.program),
            rules: failure.difference.rules,
            program: programText(failure.program),
            free: failure.free,
            shrunkFrom: failure.original.ops.length,
            tries: failure.tries,
            stopped: failure.stopped ?? null,
            path: failure.place,
            saved: saved ?? null,
        };
    return JSON.stringify({
        seed,
        profile,
        kernels: { left: left.name, right: right.name },
        corpus: corpus ?? null,
        runs,
        operations: coverage.operations,
        interrupted,
        failure: found,
        calls,
        rules: sorted(coverage.rules),
        unreachedRules: coverage.unreachedRules(),
        shapes: sorted(coverage.shapes),
        unreachedShapes: unreachedShapes(coverage),
        missing,
    });
}
function sorted(counts) {
    return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
//# sourceMappingURL=json.js.map