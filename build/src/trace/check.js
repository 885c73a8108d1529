import { permsText } from "../zircon/options.js";
import { Rights } from "../zircon/rights.js";
import { Status } from "../zircon/status.js";
import { keysOf } from "../zircon/typed.js";
import { addU64, subU64 } from "../zircon/u64.js";
import { answeredRuns, hexOf, statusWord, typeWord } from "./answers.js";
import { flagsWord, RIGHTS, wordFlags } from "./flags.js";
import { fieldsJson, toJson } from "./json.js";
import { compareRuns, joinRuns } from "./runs.js";
/**
 * What a call answered against what its step expects. To be asked before the step's name is bound: the names in an expected
 * answer mean what they meant when the call was made.
 */
export function checkAnswer(step, execution, session) {
    const { outcome } = execution;
    const expect = step.expect ?? {};
    const differences = [...checkStatus(step, expect, outcome)];
    if (hasOutputs(outcome))
        differences.push(...checkOutputs(step, expect, execution, session));
    else if (expect.status === undefined && expect.fault === undefined)
        // The outputs expected say that the call succeeds.
        differences.push(...missingOutputs(expect, outcome));
    return differences;
}
/** The state after a step against what the step expects of it. To be asked after the step's name is bound. */
export function checkAfter(step, { effects, space: shown }, session) {
    const { dangling, changed, space, pages } = step.expect ?? {};
    const differences = [];
    if (dangling !== undefined)
        differences.push(...checkDangling(dangling, effects, session));
    if (changed !== undefined && !sameNames(changed, effects.changed))
        differences.push({ field: "changed", expected: changed, actual: effects.changed });
    if (space !== undefined)
        differences.push(...checkRows("space", space, shown, session));
    if (pages !== undefined) {
        const count = pages.perms === "" ? 0 : pages.perms.split(" ").length;
        const actual = pagesText(session, session.bindings.address(pages.base), count);
        if (actual !== pages.perms)
            differences.push({ field: "pages", expected: pages.perms, actual });
    }
    return differences;
}
function* checkStatus(step, expect, outcome) {
    const { status, fault } = expect;
    const actual = statusWord(outcome.status);
    const allowed = typeof status === "string" ? [status] : (status ?? [actual]);
    if (status !== undefined && !allowed.includes(actual))
        yield { field: "status", expected: status, actual };
    const actualFault = outcome.status === Status.OK ? "none" : actual;
    if (fault !== undefined && fault !== actualFault)
        yield { field: "fault", expected: fault, actual: actualFault };
    if (step.op === "release" && outcome.lease !== "released")
        yield { field: "lease", expected: "a live lease", actual: outcome.lease ?? null };
}
function* missingOutputs(expect, outcome) {
    for (const [field, expected] of Object.entries(expect)) {
        if (!AFTER.has(field))
            yield { field, expected: toJson(expected), actual: statusWord(outcome.status) };
    }
}
/** The expectations that are checked after the step, whatever it answered. */
const AFTER = new Set(["dangling", "changed", "space", "pages"]);
function hasOutputs({ status, observed }) {
    return status === Status.OK || observed !== undefined;
}
function* checkOutputs(step, expect, { outcome, entries }, session) {
    const address = (expression) => expression === undefined ? undefined : session.bindings.address(expression);
    yield* differs("at", address(expect.at), outcome.at);
    yield* differs("placed", address(expect.placed), outcome.at);
    yield* checkPlace(step, expect, outcome, session);
    if (expect.info !== undefined) {
        yield* differs("info.base", address(expect.info.base), outcome.info?.base);
        yield* differs("info.size", expect.info.size, outcome.info?.size);
    }
    yield* differs("actual", expect.actual, outcome.actual, true);
    yield* differs("available", expect.available, outcome.available, true);
    if (expect.maps !== undefined)
        yield* checkMaps(expect.maps, outcome, entries ?? [], session);
    if (expect.runs !== undefined && "vmar" in step)
        yield* checkRows("runs", expect.runs, answeredRuns(session, step.vmar, entries ?? []), session);
    yield* differs("size", expect.size, outcome.size);
    yield* differs("transferred", expect.transferred, outcome.transferred);
    if (outcome.bytes !== undefined)
        yield* differs("bytes", expect.bytes, hexOf(outcome.bytes));
    for (const field of keysOf(expect.vmoInfo ?? {}))
        yield* differs(`vmoInfo.${field}`, expect.vmoInfo?.[field], outcome.vmoInfo?.[field]);
    yield* checkRights(expect, outcome.rights ?? 0);
    if (expect.type !== undefined)
        yield* differs("type", expect.type, typeWord(outcome.type));
    yield* differs("name", expect.name, outcome.name);
    yield* differs("observed", expect.observed, outcome.observed);
    yield* differs("value", expect.value, outcome.value, true);
}
function* differs(field, expected, actual, plain = false) {
    if (expected !== undefined && expected !== actual)
        yield { field, expected: toJson(expected, plain), actual: toJson(actual ?? null, plain) };
}
function* checkPlace(step, { within, aligned }, { at = 0 }, session) {
    if (within !== undefined) {
        const size = step.op === "allocate" ? step.size : step.op === "map" ? roundUp(session, step.len) : 0;
        const base = session.bindings.address(within.base);
        const inside = at >= base && size <= within.size && subU64(at, base) <= subU64(within.size, size);
        if (!inside)
            yield { field: "within", expected: toJson({ ...within, base }), actual: toJson({ base: at, size }) };
    }
    if (aligned !== undefined && BigInt(at) % BigInt(aligned) !== 0n)
        yield { field: "aligned", expected: toJson(aligned), actual: toJson(at) };
}
function roundUp({ pages }, len) {
    return pages.bytes(pages.up(len));
}
function* checkRights({ rights, hasRights, lacksRights }, actual) {
    const difference = (field, expected) => ({
        field,
        expected: toJson(expected),
        actual: toJson(wordFlags(Rights, actual)),
    });
    if (rights !== undefined && flagsWord(RIGHTS, rights) !== actual)
        yield difference("rights", rights);
    if (hasRights !== undefined && (flagsWord(RIGHTS, hasRights) & ~actual) !== 0)
        yield difference("hasRights", hasRights);
    if (lacksRights !== undefined && (flagsWord(RIGHTS, lacksRights) & actual) !== 0)
        yield difference("lacksRights", lacksRights);
}
function* checkMaps(expected, { maps = [] }, entries, session) {
    for (let index = 0; index < Math.max(expected.length, maps.length); index++) {
        const [entry, row, info] = [expected[index], maps[index], entries[index]];
        if (entry === undefined || row === undefined || info === undefined) {
            yield {
                field: `maps[${index}]`,
                expected: toJson(entry ?? null),
                actual: row === undefined ? null : rowJson(row),
            };
            continue;
        }
        const at = (field) => `maps[${index}].${field}`;
        yield* differs(at("type"), entry.type, row.type);
        yield* differs(at("base"), session.bindings.address(entry.base), row.base);
        yield* differs(at("size"), entry.size, row.size);
        yield* differs(at("depth"), entry.depth, row.depth, true);
        yield* differs(at("name"), entry.name, row.name);
        yield* differs(at("perms"), entry.perms, row.perms);
        yield* differs(at("vmoOffset"), entry.vmoOffset, row.vmoOffset);
        yield* differs(at("committedBytes"), entry.committedBytes, row.counters?.committedBytes);
        yield* differs(at("populatedBytes"), entry.populatedBytes, row.counters?.populatedBytes);
        if (entry.vmo !== undefined && !showsVmo(info, entry.vmo, session))
            yield { field: at("vmo"), expected: entry.vmo, actual: row.vmo ?? null };
    }
}
function showsVmo({ details }, name, { names }) {
    return details.kind === "mapping" && names.answersTo(name, details.mapping.vmoKoid);
}
function rowJson({ counters, ...row }) {
    const { committedBytes, populatedBytes } = counters ?? {};
    return fieldsJson({ ...row, committedBytes, populatedBytes });
}
function* checkRows(field, rows, runs, session) {
    const { names, bindings } = session;
    const difference = compareRuns(rows, joinRuns(runs), names, (expression) => bindings.address(expression));
    if (difference === undefined)
        return;
    const { index, expected, actual } = difference;
    yield { field: `${field}[${index}]`, expected, actual };
}
function* checkDangling(expected, { broken }, session) {
    const { pages, bindings } = session;
    const agrees = expected.length === broken.length &&
        expected.every((entry, index) => {
            const found = broken[index];
            if (found === undefined)
                return false;
            if (typeof entry === "string")
                return entry === found.lease;
            const page = bindings.address(entry.page);
            return (entry.lease === found.lease &&
                entry.reason === found.reason &&
                pages.of(page) === pages.of(found.page));
        });
    if (agrees)
        return;
    const actual = broken.map(({ lease, page, reason }) => ({ lease, page, reason }));
    yield { field: "dangling", expected: toJson(expected), actual: toJson(actual) };
}
/** Whether both hold the same names, in any order: the format gives `changed` none. */
function sameNames(left, right) {
    return left.toSorted().join(" ") === right.toSorted().join(" ");
}
/** What each of `count` pages from `base` on permits, as `pages` writes it. */
function pagesText({ kernel, pages }, base, count) {
    return Array.from({ length: count }, (_, index) => {
        const view = kernel.observePage(addU64(base, pages.bytes(index)));
        return view === undefined ? "..." : permsText(view.perms);
    }).join(" ");
}
//# sourceMappingURL=check.js.map