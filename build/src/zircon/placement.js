import seedrandom from "seedrandom";
/** ASLR off: always the lowest candidate (PLC-04). */
export const lowestPlacement = { pick: (lowest) => lowest };
/** ASLR on, replayable: seeded points, one draw for each request (PLC-03, PLC-07). */
export function randomPlacement(seed) {
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
export class AdoptingPlacement {
    /** The page number to adopt in the next call, or undefined. */
    next;
    #base;
    constructor(base) {
        this.#base = base;
    }
    pick(lowest, highest, step, entropyBits) {
        if (this.next === undefined)
            return this.#base.pick(lowest, highest, step, entropyBits);
        return Math.min(Math.max(this.next, lowest), highest);
    }
}
//# sourceMappingURL=placement.js.map