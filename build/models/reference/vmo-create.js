import { Rights, RIGHTS_VMO_DEFAULT } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { vmoMaxPages, VmoOption } from "../../src/zircon/vmo.js";
import { ByteRange } from "./byte-range.js";
import { Vmo } from "./vmo.js";
import { commit, COMMIT_PAGES_MAX } from "./vmo-steps.js";
/** zx_vmo_create (VMO-01). */
export function vmoCreate(world, size, options) {
    world.rule("VMO-01");
    const { geometry } = world;
    const resizable = (options & VmoOption.RESIZABLE) !== 0;
    const discardable = (options & VmoOption.DISCARDABLE) !== 0;
    const unbounded = (options & VmoOption.UNBOUNDED) !== 0;
    const max = vmoMaxPages(geometry.shift);
    const pages = geometry.up(size);
    const wraps = pages === 0 && size !== 0;
    if (resizable && unbounded)
        return failed(Status.INVALID_ARGS);
    if (!unbounded && wraps)
        return failed(Status.OUT_OF_RANGE);
    if (options & ~(VmoOption.RESIZABLE | VmoOption.DISCARDABLE | VmoOption.UNBOUNDED)) {
        return failed(Status.INVALID_ARGS);
    }
    if (wraps || pages > max)
        return failed(Status.OUT_OF_RANGE); // D-8
    const vmo = new Vmo(world, {
        kind: "anonymous",
        relation: "root",
        size: unbounded ? max : pages,
        streamSize: size,
        resizable,
        discardable,
    });
    const rights = RIGHTS_VMO_DEFAULT | (resizable ? Rights.RESIZE : 0);
    return { status: Status.OK, handle: world.handles.open(vmo, rights) };
}
/** zx_vmo_create_physical with a valid resource. */
export function vmoCreatePhysical(world, size) {
    if (size === 0 || !world.geometry.aligned(size))
        return failed(Status.INVALID_ARGS);
    const pages = world.geometry.of(size);
    if (pages > vmoMaxPages(world.geometry.shift))
        return failed(Status.OUT_OF_RANGE);
    const vmo = new Vmo(world, { kind: "physical", relation: "root", size: pages, streamSize: 0 });
    return { status: Status.OK, handle: world.handles.open(vmo, RIGHTS_VMO_DEFAULT) };
}
/** zx_vmo_create_contiguous with a valid BTI: all pages are there from the start (D-12), so D-28 bounds them. */
export function vmoCreateContiguous(world, size) {
    if (size === 0 || !world.geometry.aligned(size))
        return failed(Status.INVALID_ARGS);
    const pages = world.geometry.of(size);
    if (pages > vmoMaxPages(world.geometry.shift))
        return failed(Status.OUT_OF_RANGE);
    if (pages > COMMIT_PAGES_MAX)
        return failed(Status.NO_MEMORY);
    const vmo = new Vmo(world, { kind: "contiguous", relation: "root", size: pages, streamSize: 0 });
    commit(vmo, ByteRange.ofPages(0, pages));
    return { status: Status.OK, handle: world.handles.open(vmo, RIGHTS_VMO_DEFAULT) };
}
function failed(status) {
    return { status, handle: 0 };
}
//# sourceMappingURL=vmo-create.js.map