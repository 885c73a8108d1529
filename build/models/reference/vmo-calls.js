import { Rights } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { CachePolicy } from "../../src/zircon/vmo.js";
import { resolveVmo } from "./handle-table.js";
const POLICIES = new Set(Object.values(CachePolicy));
/** zx_vmo_set_cache_policy (VMO-09, D-3, D-26). */
export function vmoSetCachePolicy(world, vmoHandle, policy) {
    const handle = resolveVmo(world, "VMO-09", vmoHandle, Rights.MAP);
    if (typeof handle === "number")
        return handle;
    world.rule("VMO-09");
    const vmo = handle.object;
    if (!POLICIES.has(policy))
        return Status.INVALID_ARGS;
    if (vmo.cachePolicy === policy)
        return Status.OK;
    if (vmo.mappings > 0 || vmo.livingChildren > 0 || vmo.parent !== undefined)
        return Status.BAD_STATE;
    vmo.cachePolicy = policy;
    return Status.OK;
}
/** zx_vmo_replace_as_executable with a valid resource (VMO-25). */
export function vmoReplaceAsExecutable(world, vmoHandle) {
    const handle = resolveVmo(world, "VMO-25", vmoHandle, 0);
    if (typeof handle === "number")
        return { status: handle, handle: 0 };
    world.rule("VMO-25");
    const replacement = world.handles.open(handle.object, handle.rights | Rights.EXECUTE);
    world.handles.close(vmoHandle, handle);
    return { status: Status.OK, handle: replacement };
}
/** Memory pressure takes the pages of an unlocked discardable VMO (D-13); not a system call. */
export function vmoDiscard(world, vmoHandle) {
    const handle = resolveVmo(world, "GEN-04", vmoHandle, 0);
    if (typeof handle === "number")
        return handle;
    const vmo = handle.object;
    if (!vmo.discardable)
        return Status.NOT_SUPPORTED;
    if (vmo.locks > 0)
        return Status.BAD_STATE;
    vmo.store.drop(0, Infinity);
    vmo.discarded = true;
    return Status.OK;
}
//# sourceMappingURL=vmo-calls.js.map