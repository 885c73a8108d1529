import { permsText } from "../zircon/options.js";
import { addU64, subU64 } from "../zircon/u64.js";
import { toJson } from "./json.js";
export const REGION = -1;
/** The whole address space, depth first, the root at depth 1: a row for each region and each mapping entry. */
export function observeRuns(kernel, aspace, names) {
    const runs = [];
    kernel.observeSpace(aspace.base, aspace.size, {
        region(koid, base, size, depth) {
            runs.push({ perms: REGION, depth, base, size, koid, object: names.number(koid), vmoOffset: 0 });
        },
        mapping(base, size, depth, perms, koid, vmoOffset) {
            runs.push({ perms, depth, base, size, koid, object: names.number(koid), vmoOffset });
        },
    });
    return runs;
}
/**
 * Joins neighbouring mapping entries of one parent with equal permissions and VMO and contiguous offsets: what the format
 * compares, however many mappings the kernel keeps there. Entries of a VMO without a name stay as they are.
 */
export function joinRuns(entries) {
    const runs = [];
    for (const entry of entries) {
        const last = runs.at(-1);
        if (last !== undefined && joins(last, entry))
            runs[runs.length - 1] = { ...last, size: addU64(last.size, entry.size) };
        else
            runs.push(entry);
    }
    return runs;
}
/** Rows of one depth with no region between them have one parent. */
function joins(left, right) {
    return (right.perms !== REGION &&
        right.object !== 0 &&
        left.perms === right.perms &&
        left.depth === right.depth &&
        left.koid === right.koid &&
        addU64(left.base, left.size) === right.base &&
        addU64(left.vmoOffset, left.size) === right.vmoOffset);
}
/** The index of the first row in which two spaces differ, or undefined; koids are not looked at, for two kernels may differ in them. */
export function firstDifference(left, right) {
    const rows = Math.max(left.length, right.length);
    for (let index = 0; index < rows; index++)
        if (!sameRow(left[index], right[index]))
            return index;
    return undefined;
}
function sameRow(left, right) {
    return (left !== undefined &&
        right !== undefined &&
        left.perms === right.perms &&
        left.depth === right.depth &&
        left.base === right.base &&
        left.size === right.size &&
        left.object === right.object &&
        left.vmoOffset === right.vmoOffset);
}
/** A run as the format writes it. */
export function runRow(run, names) {
    const { perms, depth, base, size, vmoOffset } = run;
    const name = names.nameOf(run.koid);
    return perms === REGION
        ? ["vmar", depth, base, size, name]
        : ["map", depth, base, size, permsText(perms), name, vmoOffset];
}
/** A run as reports show it; null for none. */
export function runJson(run, names) {
    return run === undefined ? null : toJson(runRow(run, names));
}
/**
 * Compares joined runs with the rows of an expectation, which may be cut into more rows than the runs.
 *
 * @returns undefined if they agree
 */
export function compareRuns(rows, runs, names, address) {
    let index = 0;
    const differs = (run) => ({
        index,
        expected: toJson(rows[index] ?? null),
        actual: runJson(run, names),
    });
    for (const run of runs) {
        let covered = 0;
        do {
            const row = rows[index];
            if (row === undefined || !isPart(row, run, covered, names, address))
                return differs(run);
            covered = addU64(covered, row[3]);
            index++;
        } while (covered < run.size);
    }
    return index < rows.length ? differs(undefined) : undefined;
}
/** Whether the row is the part of the run that begins `covered` bytes into it; a region is never cut. */
function isPart(row, run, covered, names, address) {
    const [, depth, base, size] = row;
    if (depth !== run.depth || address(base) !== addU64(run.base, covered))
        return false;
    if (row[0] === "vmar")
        return run.perms === REGION && size === run.size && names.answersTo(row[4], run.koid);
    // What cannot be joined cannot be cut either.
    const fits = run.object === 0 ? size === run.size : size > 0 && size <= subU64(run.size, covered);
    return (run.perms !== REGION &&
        fits &&
        row[4] === permsText(run.perms) &&
        names.answersTo(row[5], run.koid) &&
        row[6] === addU64(run.vmoOffset, covered));
}
//# sourceMappingURL=runs.js.map