import type { AspaceConfig, Kernel } from "../zircon/kernel.ts";
import { permsText } from "../zircon/options.ts";
import { addU64, subU64, type U64 } from "../zircon/u64.ts";
import { toJson } from "./json.ts";
import type { ObjectNames } from "./object-names.ts";
import type { Addr, Json, RunRow } from "./types.ts";

/** An entry of the address space as a kernel shows it, or several mapping entries joined. */
export interface Run {
  /** READ 1, WRITE 2, EXECUTE 4; {@link REGION} for a VMAR. */
  readonly perms: number;
  readonly depth: number;
  readonly base: U64;
  readonly size: U64;
  /** Of the VMAR or the VMO; 0 for a clone that the kernel made by itself. */
  readonly koid: U64;
  /** The same object's number on every kernel (see {@link ObjectNames.number}). */
  readonly object: number;
  /** 0 for a VMAR. */
  readonly vmoOffset: U64;
}

export const REGION = -1;

/** The whole address space, depth first, the root at depth 1: a row for each region and each mapping entry. */
export function observeRuns(kernel: Kernel, aspace: AspaceConfig, names: ObjectNames): Run[] {
  const runs: Run[] = [];
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
export function joinRuns(entries: readonly Run[]): Run[] {
  const runs: Run[] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    if (last !== undefined && joins(last, entry))
      runs[runs.length - 1] = { ...last, size: addU64(last.size, entry.size) };
    else runs.push(entry);
  }
  return runs;
}

/** Rows of one depth with no region between them have one parent. */
function joins(left: Run, right: Run): boolean {
  return (
    right.perms !== REGION &&
    right.object !== 0 &&
    left.perms === right.perms &&
    left.depth === right.depth &&
    left.koid === right.koid &&
    addU64(left.base, left.size) === right.base &&
    addU64(left.vmoOffset, left.size) === right.vmoOffset
  );
}

/** The index of the first row in which two spaces differ, or undefined; koids are not looked at, for two kernels may differ in them. */
export function firstDifference(left: readonly Run[], right: readonly Run[]): number | undefined {
  const rows = Math.max(left.length, right.length);
  for (let index = 0; index < rows; index++) if (!sameRow(left[index], right[index])) return index;
  return undefined;
}

function sameRow(left: Run | undefined, right: Run | undefined): boolean {
  return (
    left !== undefined &&
    right !== undefined &&
    left.perms === right.perms &&
    left.depth === right.depth &&
    left.base === right.base &&
    left.size === right.size &&
    left.object === right.object &&
    left.vmoOffset === right.vmoOffset
  );
}

/** A run as the format writes it. */
export function runRow(run: Run, names: ObjectNames): RunRow {
  const { perms, depth, base, size, vmoOffset } = run;
  const name = names.nameOf(run.koid);
  return perms === REGION
    ? ["vmar", depth, base, size, name]
    : ["map", depth, base, size, permsText(perms), name, vmoOffset];
}

/** A run as reports show it; null for none. */
export function runJson(run: Run | undefined, names: ObjectNames): Json {
  return run === undefined ? null : toJson(runRow(run, names));
}

/** The first place where runs are not as expected: the index among the expected rows, and both rows. */
export interface RunDifference {
  readonly index: number;
  readonly expected: Json;
  readonly actual: Json;
}

/**
 * Compares joined runs with the rows of an expectation, which may be cut into more rows than the runs.
 *
 * @returns undefined if they agree
 */
export function compareRuns(
  rows: readonly RunRow[],
  runs: readonly Run[],
  names: ObjectNames,
  address: (expression: Addr) => U64,
): RunDifference | undefined {
  let index = 0;
  const differs = (run: Run | undefined): RunDifference => ({
    index,
    expected: toJson(rows[index] ?? null),
    actual: runJson(run, names),
  });
  for (const run of runs) {
    let covered: U64 = 0;
    do {
      const row = rows[index];
      if (row === undefined || !isPart(row, run, covered, names, address)) return differs(run);
      covered = addU64(covered, row[3]);
      index++;
    } while (covered < run.size);
  }
  return index < rows.length ? differs(undefined) : undefined;
}

/** Whether the row is the part of the run that begins `covered` bytes into it; a region is never cut. */
function isPart(
  row: RunRow,
  run: Run,
  covered: U64,
  names: ObjectNames,
  address: (expression: Addr) => U64,
): boolean {
  const [, depth, base, size] = row;
  if (depth !== run.depth || address(base) !== addU64(run.base, covered)) return false;
  if (row[0] === "vmar")
    return run.perms === REGION && size === run.size && names.answersTo(row[4], run.koid);
  // What cannot be joined cannot be cut either.
  const fits = run.object === 0 ? size === run.size : size > 0 && size <= subU64(run.size, covered);
  return (
    run.perms !== REGION &&
    fits &&
    row[4] === permsText(run.perms) &&
    names.answersTo(row[5], run.koid) &&
    row[6] === addU64(run.vmoOffset, covered)
  );
}
