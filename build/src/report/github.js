import { isClean, replayCommands } from "./campaign-report.js";
import { failureText } from "./failure.js";
import { textReport } from "./text.js";
/** Workflow commands for GitHub Actions: an error annotation for each failure. */
export function githubAnnotations(report) {
    const { corpus, result, left, right, missing } = report;
    const lines = [];
    for (const { file, trace, step, field, kernel } of corpus?.failures ?? []) {
        lines.push(annotation(`corpus trace ${trace}`, `step ${step}: ${field} of ${kernel}`, file));
    }
    const { failure } = result;
    if (failure !== undefined) {
        const title = `${failure.difference.op.call}: ${failure.difference.field} differs`;
        const text = [
            ...failureText(failure, { left: left.name, right: right.name }),
            "",
            ...replayCommands(report),
        ];
        lines.push(annotation(title, text.join("\n"), report.saved));
    }
    if (missing.length > 0)
        lines.push(annotation("required coverage", `never reached: ${missing.join(", ")}`));
    return lines;
}
/** The job's summary, in Markdown. */
export function githubSummary(report) {
    const verdict = isClean(report) ? "✅ agreed" : "❌ found something";
    return `### vmar-fuzz: ${verdict}\n\nSeed \`${report.seed}\`\n\n\`\`\`\n${textReport(report).join("\n")}\n\`\`\`\n`;
}
function annotation(title, message, file) {
    const place = file === undefined ? "" : `file=${property(file)},`;
    return `::error ${place}title=${property(title)}::${data(message)}`;
}
function data(text) {
    return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
function property(text) {
    return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
//# sourceMappingURL=github.js.map