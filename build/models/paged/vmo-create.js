import { Rights, RIGHTS_VMO_DEFAULT, Status, vmoMaxPages, VmoOption, } from "../../src/zircon/index.js";
import { PageStore } from "./page-store.js";
import { COMMIT_MAX_PAGES } from "./vmo-range.js";
import { Vmo } from "./vmo.js";
const CREATE_OPTIONS = VmoOption.RESIZABLE | VmoOption.DISCARDABLE | VmoOption.UNBOUNDED;
/** zx_vmo_create: VMO-01, D-8. */
export function vmoCreate(world, size, options) {
    const { pages } = world;
    const max = vmoMaxPages(pages.shift);
    const unbounded = (options & VmoOption.UNBOUNDED) !== 0;
    const resizable = (options & VmoOption.RESIZABLE) !== 0;
    if (resizable && unbounded)
        return refuse(Status.INVALID_ARGS);
    const count = pages.up(size);
    if (!unbounded && count === 0 && size !== 0)
        return refuse(Status.OUT_OF_RANGE);
    if ((options & ~CREATE_OPTIONS) !== 0)
        return refuse(Status.INVALID_ARGS);
    if (size > pages.bytes(max))
        return refuse(Status.OUT_OF_RANGE);
    return make(world, RIGHTS_VMO_DEFAULT | (resizable ? Rights.RESIZE : 0), {
        ...createdParts(world, "anonymous", unbounded ? max : count, size),
        resizable,
        discardable: (options & VmoOption.DISCARDABLE) !== 0,
    });
}
/**
 * zx_vmo_create_physical and zx_vmo_create_contiguous: `size` must be a positive multiple of the page size.
 */
export function vmoCreateFixed(world, kind, size) {
    const { pages } = world;
    if (size === 0 || !pages.aligned(size))
        return refuse(Status.INVALID_ARGS);
    const count = pages.of(size);
    if (count > vmoMaxPages(pages.shift))
        return refuse(Status.OUT_OF_RANGE); // D-30
    if (kind === "contiguous" && count > COMMIT_MAX_PAGES)
        return refuse(Status.NO_MEMORY); // D-30
    return make(world, RIGHTS_VMO_DEFAULT, createdParts(world, kind, count, undefined));
}
function createdParts(world, kind, pages, stream) {
    return {
        kind,
        origin: "created",
        parent: undefined,
        store: new PageStore(world.pages.size),
        base: 0,
        extent: { pages, stream },
        resizable: false,
        discardable: false,
    };
}
function make(world, rights, parts) {
    const handle = world.handles.open(new Vmo(world.takeKoid(), "", parts), rights);
    return { status: Status.OK, handle };
}
function refuse(status) {
    return { status, handle: 0 };
}
//# sourceMappingURL=vmo-create.js.map