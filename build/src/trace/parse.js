import { aspaceOf, aspaceProblem } from "./aspace.js";
import { mismatch, TraceError } from "./error.js";
import { isObject, traceSchema } from "./schema.js";
import { Scope } from "./scope.js";
/**
 * The trace that a JSON text writes.
 *
 * @param place where the text comes from, for the error message
 * @throws TraceError for anything that is not a well-formed trace: nothing of a malformed trace is ever run
 */
export function parseTrace(text, place = {}) {
    let document;
    try {
        document = JSON.parse(text);
    }
    catch (error) {
        throw new TraceError(place, text.trim() === "" ? "expected JSON, found nothing" : `expected JSON: ${reason(error)}`);
    }
    return checkTrace(document, place);
}
/** As {@link parseTrace}, for a document that is already read. */
export function checkTrace(document, place = {}) {
    if (!isObject(document))
        throw new TraceError(place, mismatch("a trace (an object)", document));
    const { name } = document;
    const inTrace = typeof name === "string" ? { ...place, trace: name } : place;
    const result = traceSchema.safeParse(document);
    if (!result.success)
        throw issueError(result.error.issues, document, inTrace);
    const trace = result.data;
    checkAspace(trace, inTrace);
    const scope = new Scope();
    for (const [index, step] of trace.steps.entries()) {
        scope.check(step, (field, expected, found) => {
            throw new TraceError({ ...inTrace, step: index, field }, mismatch(expected, found));
        });
    }
    return trace;
}
function checkAspace(trace, place) {
    const aspace = aspaceOf(trace.aspace);
    const problem = aspaceProblem(aspace);
    if (problem === undefined)
        return;
    const { field, expected } = problem;
    throw new TraceError({ ...place, field: `aspace.${field}` }, mismatch(expected, aspace[field]));
}
/** The first issue as an error; a wrong version before all others, since it explains them. */
function issueError(issues, document, place) {
    const issue = issues.find(({ path }) => path[0] === "vmarTrace") ?? issues[0];
    if (issue === undefined)
        return new TraceError(place, mismatch("a trace", document));
    const [top, index, ...rest] = issue.path;
    const inStep = top === "steps" && typeof index === "number";
    const path = inStep ? rest : issue.path;
    const at = inStep ? { ...place, step: index } : place;
    if (issue.code === "unrecognized_keys") {
        const [key = ""] = issue.keys;
        const found = valueAt(document, [...issue.path, key]);
        return new TraceError({ ...at, field: fieldText([...path, key]) }, mismatch("no field of this name", found));
    }
    const field = path.length === 0 ? {} : { field: fieldText(path) };
    return new TraceError({ ...at, ...field }, mismatch(issue.message, valueAt(document, issue.path)));
}
function valueAt(document, path) {
    return path.reduce((value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined), document);
}
function fieldText(path) {
    return path
        .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
        .join("")
        .replace(/^\./, "");
}
/** JSON.parse's complaint without what some versions add: an excerpt of the text, or the place a second time. */
function reason(error) {
    return error instanceof Error ? error.message.replace(/(?:, "| \().*$/s, "") : String(error);
}
//# sourceMappingURL=parse.js.map