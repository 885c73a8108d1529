/**
 * What a campaign has reached, in the terms of the semantics: rules, calls by status, and shapes of overlap.
 */
import {
  RULE_IDS,
  type RuleId,
  type Status,
  type U64,
  UNREACHABLE_RULES,
  VmOption,
  addU64,
  keysOf,
} from "../zircon/index.ts";
import type { Session } from "./execute.ts";
import type { CallName, Op } from "./program.ts";
import type { RuleLog } from "./rule-log.ts";
import type { SpaceLog } from "./space.ts";

/** Allen's thirteen relations between the range of a call and a thing that is there, with their numbers. */
const RELATION = {
  before: 0,
  meets: 1,
  overlaps: 2,
  starts: 3,
  during: 4,
  finishes: 5,
  equals: 6,
  "finished-by": 7,
  contains: 8,
  "started-by": 9,
  "overlapped-by": 10,
  "met-by": 11,
  after: 12,
} as const;

/** Their names, in the order of the numbers. */
export const RELATIONS: readonly (keyof typeof RELATION)[] = keysOf(RELATION);

/** How [a, aEnd) lies to [b, bEnd), as a number of {@link RELATION}; both must not be empty. */
function relation(a: U64, aEnd: U64, b: U64, bEnd: U64): number {
  if (aEnd < b) return RELATION.before;
  if (aEnd === b) return RELATION.meets;
  if (a > bEnd) return RELATION.after;
  if (a === bEnd) return RELATION["met-by"];
  if (a === b) {
    return aEnd === bEnd ? RELATION.equals : aEnd < bEnd ? RELATION.starts : RELATION["started-by"];
  }
  if (a > b) {
    return aEnd === bEnd ? RELATION.finishes : aEnd < bEnd ? RELATION.during : RELATION["overlapped-by"];
  }
  return aEnd === bEnd ? RELATION["finished-by"] : aEnd < bEnd ? RELATION.overlaps : RELATION.contains;
}

/** The calls that have a range of addresses, and so shapes, with their numbers. */
const RANGE_CALL = { allocate: 0, map: 1, unmap: 2, protect: 3, op_range: 4 } as const;
export const RANGE_CALLS: readonly (keyof typeof RANGE_CALL)[] = keysOf(RANGE_CALL);

const SHAPE_KINDS = ["region", "mapping"] as const;

/** The depths of shapes. The root holds everything, and what is deeper counts as the last. */
const SHAPE_DEPTHS = [2, 3, 4, 5] as const;
const [LEAST_DEPTH, , , MOST_DEPTH] = SHAPE_DEPTHS;

/** Every shape by its number ({@link shapeNumber}): `call relation kind@depth`, such as `unmap contains mapping@2`. */
export const SHAPES: readonly string[] = RANGE_CALLS.flatMap((call) =>
  RELATIONS.flatMap((how) =>
    SHAPE_KINDS.flatMap((kind) => SHAPE_DEPTHS.map((depth) => `${call} ${how} ${kind}@${depth}`)),
  ),
);

const SHAPE_NUMBERS: ReadonlyMap<string, number> = new Map(SHAPES.map((name, number) => [name, number]));

function shapeNumber(call: number, how: number, kind: number, depth: number): number {
  const place = Math.min(depth, MOST_DEPTH) - LEAST_DEPTH;
  return ((call * RELATIONS.length + how) * SHAPE_KINDS.length + kind) * SHAPE_DEPTHS.length + place;
}

/** How often each call answered each status. */
export type CallTable = ReadonlyMap<CallName, ReadonlyMap<Status, number>>;

export interface CoverageData {
  readonly operations: number;
  readonly rules: ReadonlyMap<RuleId, number>;
  readonly calls: CallTable;
  readonly shapes: ReadonlyMap<string, number>;
}

/** How often something was reached. Counting it in place takes one look into the map. */
interface Count {
  times: number;
}

export class Coverage implements CoverageData {
  readonly #rules = new Map<RuleId, Count>();
  readonly #calls = new Map<CallName, Map<Status, Count>>();
  /** By the shapes' numbers. */
  readonly #shapes: number[] = SHAPES.map(() => 0);
  #operations = 0;

  /** Operations counted. */
  get operations(): number {
    return this.#operations;
  }

  /** How often each rule was applied. */
  get rules(): ReadonlyMap<RuleId, number> {
    return timesOf(this.#rules);
  }

  get calls(): CallTable {
    return new Map([...this.#calls].map(([call, byStatus]) => [call, timesOf(byStatus)]));
  }

  /** By the names in {@link SHAPES}; without those that were not reached. */
  get shapes(): ReadonlyMap<string, number> {
    const shapes = new Map<string, number>();
    for (const [number, times] of this.#shapes.entries()) {
      const name = SHAPES[number];
      if (times > 0 && name !== undefined) shapes.set(name, times);
    }
    return shapes;
  }

  /** The number of different things reached: grows exactly when something new is. */
  get size(): number {
    let statuses = 0;
    for (const byStatus of this.#calls.values()) statuses += byStatus.size;
    return this.#rules.size + statuses + this.shapes.size;
  }

  /** Rules that calls can reach and that were not. */
  unreachedRules(): RuleId[] {
    return RULE_IDS.filter((rule) => UNREACHABLE_RULES[rule] === undefined && !this.#rules.has(rule));
  }

  rule(id: RuleId): void {
    count(this.#rules, id, 1);
  }

  /** Counts an operation: what it answered, by which rules, and how its range lay to what was there before it. */
  answered(op: Op, status: Status, session: Session, before: SpaceLog, _rules?: RuleLog): void {
    this.#operations++;
    count(this.#ofCall(op.call), status, 1);
    switch (op.call) {
      case "unmap":
      case "protect":
      case "op_range":
        this.#ranged(RANGE_CALL[op.call], session.addr(op.addr), op.len, before);
        return;
      case "map":
      case "allocate": {
        // Other addresses are left to the kernel.
        if ((op.options & FIXED) === 0) return;
        const region = session.regionBase(op.vmar);
        if (region === undefined) return;
        const base = addU64(region, session.offset(op.offset));
        this.#ranged(RANGE_CALL[op.call], base, op.call === "map" ? op.len : op.size, before);
        return;
      }
      default:
    }
  }

  /** Counts the shapes of overlap of a range; `call` is a number of {@link RANGE_CALL}. */
  #ranged(call: number, base: U64, len: U64, before: SpaceLog): void {
    const end = addU64(base, len);
    if (end <= base) return;
    for (let i = 0; i < before.entries; i++) {
      const depth = before.depthOf(i);
      if (depth < LEAST_DEPTH) continue;
      const first = before.baseOf(i);
      const how = relation(base, end, first, addU64(first, before.sizeOf(i)));
      if (how === RELATION.before || how === RELATION.after) continue;
      this.shaped(shapeNumber(call, how, before.isRegion(i) ? 0 : 1, depth));
    }
  }

  /** Counts a shape of overlap, by its number. */
  shaped(shape: number): void {
    this.#shapes[shape] = (this.#shapes[shape] ?? 0) + 1;
  }

  /** As plain data, which crosses threads. */
  toData(): CoverageData {
    return { operations: this.#operations, rules: this.rules, calls: this.calls, shapes: this.shapes };
  }

  static fromData(data: CoverageData): Coverage {
    const coverage = new Coverage();
    coverage.merge(data);
    return coverage;
  }

  /** Adds what another campaign reached. */
  merge(other: Coverage | CoverageData): void {
    this.#operations += other.operations;
    for (const [rule, times] of other.rules) count(this.#rules, rule, times);
    for (const [name, times] of other.shapes) {
      const number = SHAPE_NUMBERS.get(name);
      if (number === undefined) throw new Error(`no shape is called "${name}"`);
      this.#shapes[number] = (this.#shapes[number] ?? 0) + times;
    }
    for (const [call, byStatus] of other.calls) {
      const ours = this.#ofCall(call);
      for (const [status, times] of byStatus) count(ours, status, times);
    }
  }

  #ofCall(call: CallName): Map<Status, Count> {
    let byStatus = this.#calls.get(call);
    if (byStatus === undefined) this.#calls.set(call, (byStatus = new Map<Status, Count>()));
    return byStatus;
  }
}

function count<K>(counts: Map<K, Count>, key: K, times: number): void {
  const found = counts.get(key);
  if (found === undefined) counts.set(key, { times });
  else found.times += times;
}

function timesOf<K>(counts: ReadonlyMap<K, Count>): Map<K, number> {
  const times = new Map<K, number>();
  for (const [key, found] of counts) times.set(key, found.times);
  return times;
}

const FIXED = VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE;
