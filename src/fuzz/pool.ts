import type { Draw } from "./draw.ts";
import type { Program } from "./program.ts";

/** A program that reached something first, and what that was. */
export interface Pooled {
  readonly program: Program;
  readonly features: readonly string[];
}

/** What a pool holds, as plain data, which crosses threads. */
export interface PoolData {
  readonly programs: readonly Pooled[];
  /** In how many programs each feature was reached. */
  readonly counts: ReadonlyMap<string, number>;
}

export const EMPTY_POOL: PoolData = { programs: [], counts: new Map() };

/** How many programs compete to be picked. */
const RIVALS = 6;

/** The programs of a guided campaign that reached something new. The one picked is the rarest of a few: what few programs reach is worth most. */
export class Pool {
  readonly #programs: Pooled[];
  readonly #counts: Map<string, number>;

  constructor({ programs, counts }: PoolData = EMPTY_POOL) {
    this.#programs = [...programs];
    this.#counts = new Map(counts);
  }

  get size(): number {
    return this.#programs.length;
  }

  /** Takes in what a program reached, and the program if it was the first to reach some of it. Answers what it was first to reach. */
  take(program: Program, features: ReadonlySet<string>): readonly string[] {
    const fresh = [...features].filter((feature) => !this.#counts.has(feature));
    for (const feature of features) this.#counts.set(feature, (this.#counts.get(feature) ?? 0) + 1);
    if (fresh.length > 0) this.#programs.push({ program, features: fresh });
    return fresh;
  }

  pick(draw: Draw): Program {
    let best = draw.pick(this.#programs);
    for (let i = 1; i < RIVALS; i++) {
      const rival = draw.pick(this.#programs);
      if (this.#rarity(rival) < this.#rarity(best)) best = rival;
    }
    return best.program;
  }

  /** As plain data. */
  toData(): PoolData {
    return { programs: [...this.#programs], counts: new Map(this.#counts) };
  }

  /** Adds what another pool has that began as this one was: in the order of its programs, each if it is still the first. */
  merge(other: PoolData, since: PoolData): void {
    for (const { program, features } of other.programs.slice(since.programs.length)) {
      const fresh = features.filter((feature) => !this.#counts.has(feature));
      if (fresh.length > 0) this.#programs.push({ program, features: fresh });
      for (const feature of fresh) this.#counts.set(feature, 0);
    }
    for (const [feature, count] of other.counts) {
      this.#counts.set(feature, (this.#counts.get(feature) ?? 0) + count - (since.counts.get(feature) ?? 0));
    }
  }

  #rarity({ features }: Pooled): number {
    return Math.min(...features.map((feature) => this.#counts.get(feature) ?? 0));
  }
}
