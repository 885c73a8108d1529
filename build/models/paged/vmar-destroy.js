import { Rights, Status } from "../../src/zircon/index.js";
/** zx_vmar_destroy. */
export function vmarDestroy(world, handle) {
    const needed = world.semantics["V-7"] ? Rights.OP_CHILDREN : 0;
    const region = world.handles.vmar(handle, needed); // DEST-01
    if (typeof region === "number")
        return region;
    if (region === world.root && region.alive)
        return Status.NOT_SUPPORTED; // DEST-02, DEST-06
    if (!region.alive)
        return Status.BAD_STATE; // DEST-03
    region.parent?.runs.clear(region.start, region.end); // DEST-05
    world.killRegion(region);
    world.identities.settle();
    return Status.OK;
}
//# sourceMappingURL=vmar-destroy.js.map