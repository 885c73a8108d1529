import { replayCommands } from "./campaign-report.js";
import { callTableText } from "./call-table.js";
import { coverageText } from "./coverage-table.js";
import { findingText } from "./finding.js";
/** The result for people. */
export function textReport(report) {
    const { corpus, result, left, right, saved } = report;
    const { failure, runs, coverage } = result;
    const lines = [];
    if (corpus !== undefined) {
        const { failures } = corpus;
        lines.push(...failures
            .slice(0, 20)
            .map(({ file, trace, step, field, kernel }) => `FAILED ${file}: trace "${trace}": step ${step}: ${field} of ${kernel}`));
        if (failures.length > 20)
            lines.push(`… and ${failures.length - 20} more`);
        lines.push(`corpus: ${corpus.traces} traces, ${corpus.steps} steps, ${failures.length} failures`);
    }
    if (failure !== undefined) {
        lines.push(`found after ${runs} programs and ${coverage.operations} operations`, "", ...findingText({ failure, left, right, saved, again: replayCommands(report) }));
        return lines;
    }
    const ended = result.interrupted ? "interrupted; until then agreed" : "agreed";
    lines.push(`${ended}: ${coverage.operations} operations in ${runs} programs`, "", ...callTableText(coverage.calls), "", ...coverageText(coverage));
    if (report.missing.length > 0)
        lines.push(`FAILED: required and never reached: ${report.missing.join(", ")}`);
    return lines;
}
//# sourceMappingURL=text.js.map