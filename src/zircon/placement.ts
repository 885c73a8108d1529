import seedrandom from "seedrandom";

/**
 * Where a kernel starts to look for a free spot when a call leaves the address to it (§4).
 *
 * A kernel calls {@link pick} once for each request that has left the argument checks behind and whose entropy is not 0
 * (COMPACT with V-4 newest is deterministic: PLC-04), and takes **the first admissible spot at or above the page it
 * answers, or the lowest admissible spot if there is none above**. So two kernels with the same seed choose the same
 * address exactly when they agree on what is admissible, and neither has to count candidates.
 */
export interface Placement {
  /**
   * @param lowest first page number that PLC-01 allows as the start, aligned
   * @param highest last such page number (≥ lowest), aligned; children are not looked at
   * @param step pages from one aligned position to the next
   * @param entropyBits E of PLC-03: at most 2^E positions may be chosen from
   * @returns a page number in [lowest, highest]; it need not be aligned
   */
  pick(lowest: number, highest: number, step: number, entropyBits: number): number;
}

/** ASLR off: always the lowest candidate (PLC-04). */
export const lowestPlacement: Placement = { pick: (lowest) => lowest };

/** ASLR on, replayable: seeded points, one draw for each request (PLC-03, PLC-07). */
export function randomPlacement(seed: string): Placement {
  const random = seedrandom.alea(`placement/${seed}`);
  return {
    pick(lowest, highest, step, entropyBits) {
      const positions = Math.min(Math.floor((highest - lowest) / step) + 1, 2 ** entropyBits);
      return lowest + Math.floor(random.double() * positions) * step;
    },
  };
}

/**
 * Adopts the address that a recorded kernel chose: set {@link next} before the call. Without one it asks `base`. Whether
 * the spot is admissible stays the kernel's decision: the caller compares the address that comes back.
 */
export class AdoptingPlacement implements Placement {
  /** The page number to adopt in the next call, or undefined. */
  next: number | undefined;
  readonly #base: Placement;

  constructor(base: Placement) {
    this.#base = base;
  }

  pick(lowest: number, highest: number, step: number, entropyBits: number): number {
    if (this.next === undefined) return this.#base.pick(lowest, highest, step, entropyBits);
    return Math.min(Math.max(this.next, lowest), highest);
  }
}
