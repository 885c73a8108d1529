import { VmoOp as OpNumber } from "../zircon/vmo.js";
import { formatNamed, isU32 } from "./named-number.js";
function isOp(raw) {
    return isU32(raw);
}
function fromRaw(raw) {
    if (!isOp(raw))
        throw new RangeError(`${raw} is not an unsigned 32-bit value`);
    return raw;
}
export const VmoOp = {
    /** Give the pages memory now. Needs WRITE. */
    COMMIT: fromRaw(OpNumber.COMMIT),
    /** Drop the pages: they read 0 afterwards. Needs WRITE and a page-aligned range. */
    DECOMMIT: fromRaw(OpNumber.DECOMMIT),
    /** For discardable VMOs; never succeeds through this API, which has no buffer to give. */
    LOCK: fromRaw(OpNumber.LOCK),
    /** For discardable VMOs: gives a lock back. */
    UNLOCK: fromRaw(OpNumber.UNLOCK),
    /** Cache maintenance. Needs READ. */
    CACHE_SYNC: fromRaw(OpNumber.CACHE_SYNC),
    /** Cache maintenance. */
    CACHE_INVALIDATE: fromRaw(OpNumber.CACHE_INVALIDATE),
    /** Cache maintenance. Needs READ. */
    CACHE_CLEAN: fromRaw(OpNumber.CACHE_CLEAN),
    /** Cache maintenance. Needs READ. */
    CACHE_CLEAN_INVALIDATE: fromRaw(OpNumber.CACHE_CLEAN_INVALIDATE),
    /** The bytes become 0. Needs WRITE. */
    ZERO: fromRaw(OpNumber.ZERO),
    /** For discardable VMOs: locks if the content is still there, else UNAVAILABLE. */
    TRY_LOCK: fromRaw(OpNumber.TRY_LOCK),
    /** A hint: reclaim these pages first. */
    DONT_NEED: fromRaw(OpNumber.DONT_NEED),
    /** A hint: keep these pages. */
    ALWAYS_NEED: fromRaw(OpNumber.ALWAYS_NEED),
    /** Bring the pages in. Needs READ. */
    PREFETCH: fromRaw(OpNumber.PREFETCH),
    fromRaw,
    format: (op) => formatNamed("VmoOp", OpNumber, op),
};
//# sourceMappingURL=vmo-op.js.map