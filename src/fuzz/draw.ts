import type { Random } from "fast-check";

/** Choices drawn from fast-check's generator. */
export class Draw {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** An integer in [low, high]. */
  int(low: number, high: number): number {
    return low >= high ? low : this.#random.nextInt(low, high);
  }

  /** An integer in [low, high], the lower the likelier. */
  low(low: number, high: number): number {
    return Math.min(this.int(low, high), this.int(low, high));
  }

  /** True in `percent` of 100 draws. */
  chance(percent: number): boolean {
    return this.#random.nextInt(1, 100) <= percent;
  }

  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T {
    const item = items[this.int(0, items.length - 1)];
    if (item === undefined) throw new RangeError("pick: nothing to pick from");
    return item;
  }

  /** An index drawn with the given weights; their sum must be positive. */
  weighted(weights: readonly number[], sum: number = sumOf(weights)): number {
    let at = this.int(0, sum - 1);
    for (let i = 0; i < weights.length; i++) {
      at -= weights[i] ?? 0;
      if (at < 0) return i;
    }
    throw new RangeError("weighted: the weights sum to nothing");
  }

  /** A value of a table of choices with weights. */
  among<T>(table: readonly (readonly [weight: number, value: T])[]): T {
    let sum = 0;
    for (let i = 0; i < table.length; i++) sum += table[i]?.[0] ?? 0;
    let at = this.int(0, sum - 1);
    for (let i = 0; i < table.length; i++) {
      const entry = table[i];
      if (entry === undefined) continue;
      at -= entry[0];
      if (at < 0) return entry[1];
    }
    throw new RangeError("among: the weights sum to nothing");
  }

  /** Some of the items, each with the given chance. */
  some<T>(items: readonly T[], percent: number): T[] {
    return items.filter(() => this.chance(percent));
  }
}

function sumOf(weights: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] ?? 0;
  return sum;
}
