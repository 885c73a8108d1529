import type { Op } from "../fuzz/program.ts";
import { VmOption, VmarOp, VmoOp, keysOf } from "../zircon/index.ts";

/** Statuses are 0 to −76. */
const STATUSES = 80;

/** One row of the coverage: how often a kind of call gave a status in a class of states. */
export interface TallyRow {
  readonly stateClass: string;
  readonly call: string;
  readonly status: number;
  readonly count: number;
}

/** Transitions by class of state, kind of call and status. */
export class Tally {
  /** The kinds of calls, in the order in which the calls bring them up. */
  readonly kinds: readonly string[];
  readonly #kindOf: Uint8Array;
  readonly #counts = new Map<string, Float64Array>();

  constructor(calls: readonly Op[]) {
    const names = calls.map(kindOf);
    this.kinds = [...new Set(names)];
    this.#kindOf = Uint8Array.from(names, (name) => this.kinds.indexOf(name));
  }

  /** The counts of one class, to be counted up by {@link count}. */
  of(stateClass: string): Float64Array {
    let counts = this.#counts.get(stateClass);
    if (counts === undefined) {
      counts = new Float64Array(this.kinds.length * STATUSES);
      this.#counts.set(stateClass, counts);
    }
    return counts;
  }

  count(counts: Float64Array, call: number, status: number): void {
    const at = (this.#kindOf[call] ?? 0) * STATUSES - status;
    counts[at] = (counts[at] ?? 0) + 1;
  }

  get transitions(): number {
    return this.rows().reduce((sum, { count }) => sum + count, 0);
  }

  /** Everything counted, by class, call and status. */
  rows(): TallyRow[] {
    return [...this.#counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([stateClass, counts]) =>
        [...counts].flatMap((count, at) => {
          if (count === 0) return [];
          const call = this.kinds[Math.floor(at / STATUSES)] ?? "";
          return [{ stateClass, call, status: 0 - (at % STATUSES), count }];
        }),
      );
  }

  /** Counts what another tally of the same calls has counted. */
  restore(rows: readonly TallyRow[]): void {
    for (const { stateClass, call, status, count } of rows) {
      const at = this.kinds.indexOf(call) * STATUSES - status;
      const counts = this.of(stateClass);
      counts[at] = (counts[at] ?? 0) + count;
    }
  }
}

/** A call's name, with what makes it another one: how a map call places, which op a range call makes. */
function kindOf(op: Op): string {
  switch (op.call) {
    case "map":
      return (op.options & VmOption.SPECIFIC_OVERWRITE) !== 0 ? "map OVERWRITE" : "map SPECIFIC";
    case "op_range":
      return `op_range ${keysOf(VmarOp).find((name) => VmarOp[name] === op.rangeOp) ?? op.rangeOp}`;
    case "vmo_op_range":
      return `vmo_op_range ${keysOf(VmoOp).find((name) => VmoOp[name] === op.rangeOp) ?? op.rangeOp}`;
    default:
      return op.call;
  }
}
