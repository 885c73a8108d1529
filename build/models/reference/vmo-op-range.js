import { Rights } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { VmoOp } from "../../src/zircon/vmo.js";
import { ByteRange } from "./byte-range.js";
import { resolveVmo } from "./handle-table.js";
import { commit, decommit, prefetch, zero } from "./vmo-steps.js";
/** zx_vmo_op_range with a null buffer (VMO-23, D-5). */
export function vmoOpRange(world, vmoHandle, op, offset, len) {
    const handle = resolveVmo(world, "VMO-23", vmoHandle, 0);
    if (typeof handle === "number")
        return handle;
    world.rule("VMO-23");
    const vmo = handle.object;
    const needed = neededRights(op);
    if (needed === undefined)
        return Status.INVALID_ARGS;
    if (needed !== 0 && !(handle.rights & needed))
        return world.decide("GEN-03", Status.ACCESS_DENIED);
    const range = ByteRange.ofBytes(world.geometry, offset, len);
    switch (op) {
        case VmoOp.COMMIT:
            return commit(vmo, range);
        case VmoOp.DECOMMIT:
            return decommit(world, vmo, range);
        case VmoOp.ZERO:
            return zero(world, vmo, range);
        case VmoOp.PREFETCH:
            return prefetch(vmo, range);
        case VmoOp.LOCK:
        case VmoOp.TRY_LOCK:
        case VmoOp.UNLOCK:
            return lockOp(vmo, op, range);
        case VmoOp.DONT_NEED:
        case VmoOp.ALWAYS_NEED:
            return Status.OK;
        default:
            return cacheOp(vmo, range, len);
    }
}
/** The rights of which the handle must have one, or undefined if there is no such op. */
function neededRights(op) {
    switch (op) {
        case VmoOp.COMMIT:
        case VmoOp.DECOMMIT:
        case VmoOp.ZERO:
            return Rights.WRITE;
        case VmoOp.PREFETCH:
        case VmoOp.CACHE_SYNC:
        case VmoOp.CACHE_INVALIDATE:
        case VmoOp.CACHE_CLEAN:
        case VmoOp.CACHE_CLEAN_INVALIDATE:
            return Rights.READ;
        case VmoOp.LOCK:
        case VmoOp.TRY_LOCK:
        case VmoOp.UNLOCK:
            return Rights.READ | Rights.WRITE;
        case VmoOp.DONT_NEED:
        case VmoOp.ALWAYS_NEED:
            return 0;
        default:
            return undefined;
    }
}
/** D-5, D-13: locks are counted, and only the whole VMO can be locked. */
function lockOp(vmo, op, range) {
    if (!vmo.discardable)
        return Status.NOT_SUPPORTED;
    const whole = range.first === 0 && range.pageGranular && range.last === vmo.size;
    if (!whole)
        return Status.OUT_OF_RANGE;
    if (op === VmoOp.LOCK)
        return Status.INVALID_ARGS; // without its buffer
    if (op === VmoOp.UNLOCK) {
        if (vmo.locks === 0)
            return Status.BAD_STATE;
        vmo.locks--;
        return Status.OK;
    }
    if (vmo.discarded)
        return Status.UNAVAILABLE;
    vmo.locks++;
    return Status.OK;
}
/** D-5: there are no caches here. */
function cacheOp(vmo, range, len) {
    if (len === 0)
        return Status.INVALID_ARGS;
    return range.end > vmo.size ? Status.OUT_OF_RANGE : Status.OK;
}
//# sourceMappingURL=vmo-op-range.js.map