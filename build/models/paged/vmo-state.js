import { CachePolicy, Rights, Status } from "../../src/zircon/index.js";
/** zx_vmo_set_cache_policy: VMO-09, D-3, D-26. */
export function vmoSetCachePolicy(world, handle, policy) {
    const vmo = world.handles.vmo(handle, Rights.MAP);
    if (typeof vmo === "number")
        return vmo;
    if (!Object.values(CachePolicy).includes(policy))
        return Status.INVALID_ARGS;
    if (policy === vmo.cachePolicy)
        return Status.OK;
    if (vmo.mapped || vmo.livingChildren > 0 || vmo.livingParent !== undefined)
        return Status.BAD_STATE;
    vmo.cachePolicy = policy;
    return Status.OK;
}
/** zx_vmo_replace_as_executable with a valid resource: VMO-25. */
export function vmoReplaceAsExecutable(world, handle) {
    const vmo = world.handles.vmo(handle, 0);
    if (typeof vmo === "number")
        return { status: vmo, handle: 0 };
    const executable = world.handles.open(vmo, world.handles.rights(handle) | Rights.EXECUTE);
    world.handles.close(handle);
    return { status: Status.OK, handle: executable };
}
/** Memory pressure on one VMO: D-13. */
export function vmoDiscard(world, handle) {
    const vmo = world.handles.vmo(handle, 0);
    if (typeof vmo === "number")
        return vmo;
    if (!vmo.discardable)
        return Status.NOT_SUPPORTED;
    if (vmo.locks > 0)
        return Status.BAD_STATE;
    vmo.store.drop(0, Infinity);
    vmo.discarded = true;
    return Status.OK;
}
//# sourceMappingURL=vmo-state.js.map