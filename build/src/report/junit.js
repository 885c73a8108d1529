import { replayCommands } from "./campaign-report.js";
import { failureText } from "./failure.js";
/** The result as JUnit XML: one test case for the corpus, one for the fuzzing, one for required coverage. */
export function junitReport(report) {
    const cases = testCases(report);
    const failures = cases.filter(({ failure }) => failure !== undefined).length;
    const lines = cases.flatMap(({ name, failure }) => {
        const head = `    <testcase classname="vmar-fuzz" name="${escape(name)}"`;
        if (failure === undefined)
            return [`${head}/>`];
        return [
            `${head}>`,
            `      <failure message="${escape(failure.message)}">${escape(failure.text)}</failure>`,
            "    </testcase>",
        ];
    });
    const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0"`;
    return [
        '<?xml version="1.0" encoding="UTF-8"?>',
        `<testsuites ${counts}>`,
        `  <testsuite name="vmar-fuzz seed ${escape(report.seed)}" ${counts}>`,
        ...lines,
        "  </testsuite>",
        "</testsuites>",
    ].join("\n");
}
function testCases(report) {
    const { corpus, result, left, right, missing } = report;
    const cases = [];
    for (const { file, trace, step, field, kernel } of corpus?.failures ?? []) {
        const message = `step ${step}: ${field} of ${kernel}`;
        cases.push({
            name: `corpus ${trace}`,
            failure: { message, text: `${file}: trace "${trace}": ${message}` },
        });
    }
    if (corpus !== undefined && corpus.failures.length === 0)
        cases.push({ name: `corpus of ${corpus.traces} traces` });
    const name = `${left.name} agrees with ${right.name}`;
    const { failure } = result;
    if (failure === undefined)
        cases.push({ name });
    else {
        const message = `${failure.difference.op.call}: ${failure.difference.field} differs`;
        const text = [
            ...failureText(failure, { left: left.name, right: right.name }),
            ...replayCommands(report),
        ].join("\n");
        cases.push({ name, failure: { message, text } });
    }
    if (missing.length > 0) {
        const text = `never reached: ${missing.join(", ")}`;
        cases.push({ name: "required coverage", failure: { message: text, text } });
    }
    return cases;
}
const ENTITIES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
};
/** XML text; control characters, which XML 1.0 cannot hold, become spaces. */
function escape(text) {
    return text
        .replaceAll(/\p{Cc}/gu, (char) => (char === "\n" || char === "\t" ? char : " "))
        .replaceAll(/[&<>"]/g, entity);
}
function entity(char) {
    return ENTITIES[char] ?? char;
}
//# sourceMappingURL=junit.js.map