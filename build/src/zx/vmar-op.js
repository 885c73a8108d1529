import { VmarOp as OpNumber } from "../zircon/options.js";
import { formatNamed, isU32 } from "./named-number.js";
function isOp(raw) {
    return isU32(raw);
}
function fromRaw(raw) {
    if (!isOp(raw))
        throw new RangeError(`${raw} is not an unsigned 32-bit value`);
    return raw;
}
export const VmarOp = {
    /** Give the pages memory now. Needs WRITE and a mapping that may become writable; not in a child VMAR. */
    COMMIT: fromRaw(OpNumber.COMMIT),
    /** Drop the pages: they read 0 afterwards. Needs what COMMIT needs. */
    DECOMMIT: fromRaw(OpNumber.DECOMMIT),
    /** Make the page table entries of pages that are already there. Needs READ. */
    MAP_RANGE: fromRaw(OpNumber.MAP_RANGE),
    /** The bytes become 0. Needs WRITE and a mapping that may become writable. */
    ZERO: fromRaw(OpNumber.ZERO),
    /** A hint: reclaim these pages first. */
    DONT_NEED: fromRaw(OpNumber.DONT_NEED),
    /** A hint: keep these pages. */
    ALWAYS_NEED: fromRaw(OpNumber.ALWAYS_NEED),
    /** Bring the pages in. Needs READ and a mapping that may become readable; not in a child VMAR. */
    PREFETCH: fromRaw(OpNumber.PREFETCH),
    fromRaw,
    format: (op) => formatNamed("VmarOp", OpNumber, op),
};
//# sourceMappingURL=vmar-op.js.map