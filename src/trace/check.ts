import type { LedgerEffects } from "../ledger/ledger.ts";
import { permsText } from "../zircon/options.ts";
import type { MapInfo } from "../zircon/records.ts";
import { Rights } from "../zircon/rights.ts";
import { Status } from "../zircon/status.ts";
import { keysOf } from "../zircon/typed.ts";
import { addU64, subU64, type U64 } from "../zircon/u64.ts";
import { answeredRuns, hexOf, statusWord, typeWord } from "./answers.ts";
import type { Execution, MapsRow, Outcome } from "./execute.ts";
import { flagsWord, RIGHTS, wordFlags } from "./flags.ts";
import { fieldsJson, toJson } from "./json.ts";
import { compareRuns, joinRuns, type Run } from "./runs.ts";
import type { Session } from "./session.ts";
import type { DanglingEntry, Expectation, Json, MapsEntry, RunRow, Step } from "./types.ts";

/** A field in which something is not as it should be, both sides as the format writes them. */
export interface Difference {
  readonly field: string;
  readonly expected: Json;
  readonly actual: Json;
}

/**
 * What a call answered against what its step expects. To be asked before the step's name is bound: the names in an expected
 * answer mean what they meant when the call was made.
 */
export function checkAnswer(step: Step, execution: Execution, session: Session): Difference[] {
  const { outcome } = execution;
  const expect = step.expect ?? {};
  const differences = [...checkStatus(step, expect, outcome)];
  if (hasOutputs(outcome)) differences.push(...checkOutputs(step, expect, execution, session));
  else if (expect.status === undefined && expect.fault === undefined)
    // The outputs expected say that the call succeeds.
    differences.push(...missingOutputs(expect, outcome));
  return differences;
}

/** What can be seen after a step. */
export interface Aftermath {
  readonly effects: LedgerEffects;
  readonly space: readonly Run[];
}

/** The state after a step against what the step expects of it. To be asked after the step's name is bound. */
export function checkAfter(step: Step, { effects, space: shown }: Aftermath, session: Session): Difference[] {
  const { dangling, changed, space, pages } = step.expect ?? {};
  const differences: Difference[] = [];
  if (dangling !== undefined) differences.push(...checkDangling(dangling, effects, session));
  if (changed !== undefined && !sameNames(changed, effects.changed))
    differences.push({ field: "changed", expected: changed, actual: effects.changed });
  if (space !== undefined) differences.push(...checkRows("space", space, shown, session));
  if (pages !== undefined) {
    const count = pages.perms === "" ? 0 : pages.perms.split(" ").length;
    const actual = pagesText(session, session.bindings.address(pages.base), count);
    if (actual !== pages.perms) differences.push({ field: "pages", expected: pages.perms, actual });
  }
  return differences;
}

function* checkStatus(step: Step, expect: Expectation, outcome: Outcome): Generator<Difference> {
  const { status, fault } = expect;
  const actual = statusWord(outcome.status);
  const allowed: readonly string[] = typeof status === "string" ? [status] : (status ?? [actual]);
  if (status !== undefined && !allowed.includes(actual)) yield { field: "status", expected: status, actual };
  const actualFault = outcome.status === Status.OK ? "none" : actual;
  if (fault !== undefined && fault !== actualFault)
    yield { field: "fault", expected: fault, actual: actualFault };
  if (step.op === "release" && outcome.lease !== "released")
    yield { field: "lease", expected: "a live lease", actual: outcome.lease ?? null };
}

function* missingOutputs(expect: Expectation, outcome: Outcome): Generator<Difference> {
  for (const [field, expected] of Object.entries(expect)) {
    if (!AFTER.has(field)) yield { field, expected: toJson(expected), actual: statusWord(outcome.status) };
  }
}

/** The expectations that are checked after the step, whatever it answered. */
const AFTER: ReadonlySet<string> = new Set(["dangling", "changed", "space", "pages"]);

function hasOutputs({ status, observed }: Outcome): boolean {
  return status === Status.OK || observed !== undefined;
}

function* checkOutputs(
  step: Step,
  expect: Expectation,
  { outcome, entries }: Execution,
  session: Session,
): Generator<Difference> {
  const address = (expression: U64 | string | undefined): U64 | undefined =>
    expression === undefined ? undefined : session.bindings.address(expression);

  yield* differs("at", address(expect.at), outcome.at);
  yield* differs("placed", address(expect.placed), outcome.at);
  yield* checkPlace(step, expect, outcome, session);
  if (expect.info !== undefined) {
    yield* differs("info.base", address(expect.info.base), outcome.info?.base);
    yield* differs("info.size", expect.info.size, outcome.info?.size);
  }
  yield* differs("actual", expect.actual, outcome.actual, true);
  yield* differs("available", expect.available, outcome.available, true);
  if (expect.maps !== undefined) yield* checkMaps(expect.maps, outcome, entries ?? [], session);
  if (expect.runs !== undefined && "vmar" in step)
    yield* checkRows("runs", expect.runs, answeredRuns(session, step.vmar, entries ?? []), session);
  yield* differs("size", expect.size, outcome.size);
  yield* differs("transferred", expect.transferred, outcome.transferred);
  if (outcome.bytes !== undefined) yield* differs("bytes", expect.bytes, hexOf(outcome.bytes));
  for (const field of keysOf(expect.vmoInfo ?? {}))
    yield* differs(`vmoInfo.${field}`, expect.vmoInfo?.[field], outcome.vmoInfo?.[field]);
  yield* checkRights(expect, outcome.rights ?? 0);
  if (expect.type !== undefined) yield* differs("type", expect.type, typeWord(outcome.type));
  yield* differs("name", expect.name, outcome.name);
  yield* differs("observed", expect.observed, outcome.observed);
  yield* differs("value", expect.value, outcome.value, true);
}

function* differs(
  field: string,
  expected: U64 | string | undefined,
  actual: U64 | string | undefined,
  plain = false,
): Generator<Difference> {
  if (expected !== undefined && expected !== actual)
    yield { field, expected: toJson(expected, plain), actual: toJson(actual ?? null, plain) };
}

function* checkPlace(
  step: Step,
  { within, aligned }: Expectation,
  { at = 0 }: Outcome,
  session: Session,
): Generator<Difference> {
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

function roundUp({ pages }: Session, len: U64): U64 {
  return pages.bytes(pages.up(len));
}

function* checkRights(
  { rights, hasRights, lacksRights }: Expectation,
  actual: number,
): Generator<Difference> {
  const difference = (field: string, expected: readonly (string | number)[]): Difference => ({
    field,
    expected: toJson(expected),
    actual: toJson(wordFlags(Rights, actual)),
  });
  if (rights !== undefined && flagsWord(RIGHTS, rights) !== actual) yield difference("rights", rights);
  if (hasRights !== undefined && (flagsWord(RIGHTS, hasRights) & ~actual) !== 0)
    yield difference("hasRights", hasRights);
  if (lacksRights !== undefined && (flagsWord(RIGHTS, lacksRights) & actual) !== 0)
    yield difference("lacksRights", lacksRights);
}

function* checkMaps(
  expected: readonly MapsEntry[],
  { maps = [] }: Outcome,
  entries: readonly MapInfo[],
  session: Session,
): Generator<Difference> {
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
    const at = (field: string): string => `maps[${index}].${field}`;
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

function showsVmo({ details }: MapInfo, name: string, { names }: Session): boolean {
  return details.kind === "mapping" && names.answersTo(name, details.mapping.vmoKoid);
}

function rowJson({ counters, ...row }: MapsRow): Json {
  const { committedBytes, populatedBytes } = counters ?? {};
  return fieldsJson({ ...row, committedBytes, populatedBytes });
}

function* checkRows(
  field: string,
  rows: readonly RunRow[],
  runs: readonly Run[],
  session: Session,
): Generator<Difference> {
  const { names, bindings } = session;
  const difference = compareRuns(rows, joinRuns(runs), names, (expression) => bindings.address(expression));
  if (difference === undefined) return;
  const { index, expected, actual } = difference;
  yield { field: `${field}[${index}]`, expected, actual };
}

function* checkDangling(
  expected: readonly DanglingEntry[],
  { broken }: LedgerEffects,
  session: Session,
): Generator<Difference> {
  const { pages, bindings } = session;
  const agrees =
    expected.length === broken.length &&
    expected.every((entry, index) => {
      const found = broken[index];
      if (found === undefined) return false;
      if (typeof entry === "string") return entry === found.lease;
      const page = bindings.address(entry.page);
      return (
        entry.lease === found.lease &&
        entry.reason === found.reason &&
        pages.of(page) === pages.of(found.page)
      );
    });
  if (agrees) return;
  const actual = broken.map(({ lease, page, reason }) => ({ lease, page, reason }));
  yield { field: "dangling", expected: toJson(expected), actual: toJson(actual) };
}

/** Whether both hold the same names, in any order: the format gives `changed` none. */
function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return left.toSorted().join(" ") === right.toSorted().join(" ");
}

/** What each of `count` pages from `base` on permits, as `pages` writes it. */
function pagesText({ kernel, pages }: Session, base: U64, count: number): string {
  return Array.from({ length: count }, (_, index) => {
    const view = kernel.observePage(addU64(base, pages.bytes(index)));
    return view === undefined ? "..." : permsText(view.perms);
  }).join(" ");
}
