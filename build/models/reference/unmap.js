import { Rights } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { handleClose } from "./handle-calls.js";
import { allows, resolveVmar } from "./handle-table.js";
import { destroyTree, removeMappings } from "./removal.js";
import { Vmar } from "./vmar.js";
/** zx_vmar_unmap (§3.6). */
export function vmarUnmap(world, vmarHandle, addr, len) {
    const { geometry } = world;
    const handle = resolveVmar(world, "UNMAP-01", vmarHandle, 0);
    if (typeof handle === "number")
        return handle;
    const vmar = handle.object;
    if (!geometry.aligned(addr))
        return world.decide("UNMAP-02", Status.INVALID_ARGS);
    const pages = geometry.up(len);
    if (pages === 0)
        return world.decide("UNMAP-03", Status.INVALID_ARGS);
    if (!vmar.alive)
        return world.decide("UNMAP-04", Status.BAD_STATE);
    const first = geometry.of(addr);
    if (!vmar.inRange(first, pages))
        return world.decide("UNMAP-05", Status.INVALID_ARGS);
    if (vmar.children.length === 0)
        return world.decide("UNMAP-06", Status.OK);
    const end = first + pages;
    const regions = vmar.children
        .filter((child) => child instanceof Vmar)
        .filter((child) => child.base < end && child.end > first);
    const whole = regions.every((child) => first <= child.base && child.end <= end);
    if (regions.length > 0 && (!whole || !allows(handle, Rights.OP_CHILDREN))) {
        if (whole)
            world.rule("HND-08");
        return world.decide("UNMAP-08", Status.INVALID_ARGS);
    }
    world.rule("UNMAP-09");
    world.rule("FAULT-08");
    removeMappings(vmar, first, end);
    for (const child of regions)
        destroyTree(child);
    return Status.OK;
}
/**
 * zx_vmar_unmap_handle_close_thread_exit (UNMAP-11): the unmap's status if it failed; else what closing the handle said just
 * before the thread exited, or trapped on a bad handle.
 */
export function vmarUnmapHandleCloseThreadExit(world, vmarHandle, addr, len, close) {
    world.rule("UNMAP-11");
    const status = vmarUnmap(world, vmarHandle, addr, len);
    return status === Status.OK ? handleClose(world, close) : status;
}
//# sourceMappingURL=unmap.js.map