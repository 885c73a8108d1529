import { Rights } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { vmoMaxPages } from "../../src/zircon/vmo.js";
import { ByteRange } from "./byte-range.js";
import { allows, resolveVmo } from "./handle-table.js";
import { zeroBytes } from "./vmo-steps.js";
/** zx_vmo_get_size (VMO-02). */
export function vmoGetSize(world, vmoHandle) {
    const handle = resolveVmo(world, "VMO-02", vmoHandle, 0);
    if (typeof handle === "number")
        return { status: handle, value: 0 };
    return { status: world.decide("VMO-02", Status.OK), value: world.geometry.bytes(handle.object.size) };
}
/** zx_vmo_get_stream_size (VMO-02). */
export function vmoGetStreamSize(world, vmoHandle) {
    const handle = resolveVmo(world, "VMO-02", vmoHandle, 0);
    if (typeof handle === "number")
        return { status: handle, value: 0 };
    return { status: world.decide("VMO-02", Status.OK), value: handle.object.streamSize };
}
/** zx_vmo_set_size (VMO-03). Mappings keep their size. */
export function vmoSetSize(world, vmoHandle, size) {
    const { geometry } = world;
    const handle = resolveVmo(world, "VMO-03", vmoHandle, Rights.WRITE);
    if (typeof handle === "number")
        return handle;
    world.rule("VMO-03");
    const vmo = handle.object;
    if (vmo.resizable && !allows(handle, Rights.RESIZE))
        return Status.ACCESS_DENIED;
    if (vmo.kind !== "anonymous")
        return Status.UNAVAILABLE;
    const pages = geometry.up(size);
    if (pages === 0 && size !== 0)
        return Status.OUT_OF_RANGE;
    if (!vmo.resizable)
        return Status.UNAVAILABLE;
    if (pages > vmoMaxPages(geometry.shift))
        return Status.OUT_OF_RANGE;
    if (pages < vmo.size)
        world.rule("FAULT-08");
    // Growing shows zeros, so a slice that reached past the old end leaves nothing there (D-29).
    vmo.store.drop(Math.min(vmo.size, pages), Infinity);
    const tail = geometry.offsetIn(size);
    if (tail > 0)
        vmo.store.zeroPart(geometry.of(size), tail, geometry.size);
    vmo.size = pages;
    vmo.streamSize = size;
    return Status.OK;
}
/** zx_vmo_set_stream_size (VMO-04): all bytes from the lower of the old and new end on become zero. */
export function vmoSetStreamSize(world, vmoHandle, size) {
    const { geometry } = world;
    const handle = resolveVmo(world, "VMO-04", vmoHandle, Rights.WRITE);
    if (typeof handle === "number")
        return handle;
    world.rule("VMO-04");
    const vmo = handle.object;
    if (vmo.kind !== "anonymous")
        return Status.NOT_SUPPORTED;
    const old = vmo.streamSize;
    if (size === old)
        return Status.OK;
    if (size > geometry.bytes(vmo.size))
        return Status.OUT_OF_RANGE;
    if (size < old)
        world.rule("FAULT-08");
    const from = size < old ? size : old;
    zeroBytes(vmo, new ByteRange(geometry.of(from), geometry.offsetIn(from), vmo.size, 0));
    vmo.streamSize = size;
    return Status.OK;
}
//# sourceMappingURL=vmo-size.js.map