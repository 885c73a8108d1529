/**
 * What a campaign has reached, in the terms of the semantics: rules, calls by status, and shapes of overlap.
 */
import { RULE_IDS, type RuleId, type Status, UNREACHABLE_RULES, VmOption, addU64 } from "../zircon/index.ts";
import type { Session } from "./execute.ts";
import type { CallName, Op } from "./program.ts";
import type { SpaceLog } from "./space.ts";

/** Allen's thirteen relations between the range of a call and a thing that is there. */
export const RELATIONS = [
  "before",
  "meets",
  "overlaps",
  "starts",
  "during",
  "finishes",
  "equals",
  "finished-by",
  "contains",
  "started-by",
  "overlapped-by",
  "met-by",
  "after",
] as const;

export type Relation = (typeof RELATIONS)[number];

/** How [a, aEnd) lies to [b, bEnd); both must not be empty. */
export function relation(
  a: number | bigint,
  aEnd: number | bigint,
  b: number | bigint,
  bEnd: number | bigint,
): Relation {
  if (aEnd < b) return "before";
  if (aEnd === b) return "meets";
  if (a > bEnd) return "after";
  if (a === bEnd) return "met-by";
  if (a === b) return aEnd === bEnd ? "equals" : aEnd < bEnd ? "starts" : "started-by";
  if (a > b) return aEnd === bEnd ? "finishes" : aEnd < bEnd ? "during" : "overlapped-by";
  return aEnd === bEnd ? "finished-by" : aEnd < bEnd ? "overlaps" : "contains";
}

/** The calls that have a range of addresses, and so shapes. */
export const RANGE_CALLS = ["allocate", "map", "unmap", "protect", "op_range"] as const;

/** How often each call answered each status. */
export type CallTable = ReadonlyMap<CallName, ReadonlyMap<Status, number>>;

export interface CoverageData {
  readonly operations: number;
  readonly rules: ReadonlyMap<RuleId, number>;
  readonly calls: CallTable;
  readonly shapes: ReadonlyMap<string, number>;
}

export class Coverage implements CoverageData {
  readonly #rules = new Map<RuleId, number>();
  readonly #calls = new Map<CallName, Map<Status, number>>();
  readonly #shapes = new Map<string, number>();
  #operations = 0;

  /** Operations counted. */
  get operations(): number {
    return this.#operations;
  }

  /** How often each rule was applied. */
  get rules(): ReadonlyMap<RuleId, number> {
    return this.#rules;
  }

  get calls(): CallTable {
    return this.#calls;
  }

  /** Keys `call relation kind@depth`, such as `unmap contains mapping@2`. */
  get shapes(): ReadonlyMap<string, number> {
    return this.#shapes;
  }

  /** The number of different things reached: grows exactly when something new is. */
  get size(): number {
    let statuses = 0;
    for (const byStatus of this.#calls.values()) statuses += byStatus.size;
    return this.#rules.size + statuses + this.#shapes.size;
  }

  /** Rules that calls can reach and that were not. */
  unreachedRules(): RuleId[] {
    return RULE_IDS.filter((rule) => UNREACHABLE_RULES[rule] === undefined && !this.#rules.has(rule));
  }

  rule(id: RuleId): void {
    this.#rules.set(id, (this.#rules.get(id) ?? 0) + 1);
  }

  /** Counts an operation: what it answered, by which rules, and how its range lay to what was there before it. */
  answered(op: Op, status: Status, session: Session, before: SpaceLog, _rules: readonly RuleId[] = []): void {
    this.#operations++;
    let byStatus = this.#calls.get(op.call);
    if (byStatus === undefined) this.#calls.set(op.call, (byStatus = new Map<Status, number>()));
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
    const range = rangeOf(op, session);
    if (range === undefined) return;
    const end = addU64(range.base, range.len);
    if (end <= range.base) return;
    before.forEach((entry) => {
      if (entry.depth < 2) return; // the root holds everything
      const how = relation(range.base, end, entry.base, addU64(entry.base, entry.size));
      if (how === "before" || how === "after") return;
      this.shaped(`${op.call} ${how} ${entry.isRegion ? "region" : "mapping"}@${Math.min(entry.depth, 5)}`);
    });
  }

  /** Counts a shape of overlap. */
  shaped(shape: string): void {
    this.#shapes.set(shape, (this.#shapes.get(shape) ?? 0) + 1);
  }

  /** As plain data, which crosses threads. */
  toData(): CoverageData {
    return { operations: this.#operations, rules: this.#rules, calls: this.#calls, shapes: this.#shapes };
  }

  static fromData(data: CoverageData): Coverage {
    const coverage = new Coverage();
    coverage.merge(data);
    return coverage;
  }

  /** Adds what another campaign reached. */
  merge(other: Coverage | CoverageData): void {
    this.#operations += other.operations;
    mergeCounts(this.#rules, other.rules);
    mergeCounts(this.#shapes, other.shapes);
    for (const [call, theirs] of other.calls) {
      let ours = this.#calls.get(call);
      if (ours === undefined) this.#calls.set(call, (ours = new Map<Status, number>()));
      mergeCounts(ours, theirs);
    }
  }
}

function mergeCounts<K>(into: Map<K, number>, from: ReadonlyMap<K, number>): void {
  for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
}

const FIXED = VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE;

/** The addresses that a call asks for; undefined where it leaves them to the kernel. */
function rangeOf(op: Op, session: Session): { base: number | bigint; len: number | bigint } | undefined {
  switch (op.call) {
    case "unmap":
    case "protect":
    case "op_range":
      return { base: session.addr(op.addr), len: op.len };
    case "map":
    case "allocate": {
      if ((op.options & FIXED) === 0) return undefined;
      const region = session.regionBase(op.vmar);
      if (region === undefined) return undefined;
      return { base: addU64(region, session.offset(op.offset)), len: op.call === "map" ? op.len : op.size };
    }
    default:
      return undefined;
  }
}
