import { lowestPlacement, randomPlacement, } from "../zircon/index.js";
/** The root VMAR: bound from the start. */
export const ROOT = 0;
/** The handle value 0. */
export const INVALID = -1;
/** A handle value that is never given out. */
export const UNKNOWN = -2;
/** The slot that `op` binds, or 0 if it makes nothing. */
export function outOf(op) {
    return "out" in op ? op.out : 0;
}
/** A kernel's configuration for a world. Each kernel gets its own, since placement has a state. */
export function kernelConfig(world, onRule) {
    const placement = world.aslrSeed === undefined ? lowestPlacement : randomPlacement(world.aslrSeed);
    const config = { aspace: world.aspace, placement, semantics: world.semantics };
    return onRule === undefined ? config : { ...config, onRule };
}
//# sourceMappingURL=program.js.map