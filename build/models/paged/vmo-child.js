import { Rights, Status, VmoChildOption, vmoMaxPages, } from "../../src/zircon/index.js";
import { Vmo } from "./vmo.js";
const { RESIZABLE, SLICE, NO_WRITE, REFERENCE } = VmoChildOption;
const SNAPSHOT_KINDS = [
    VmoChildOption.SNAPSHOT,
    VmoChildOption.SNAPSHOT_AT_LEAST_ON_WRITE,
    VmoChildOption.SNAPSHOT_MODIFIED,
];
/** zx_vmo_create_child: VMO-06…08. */
export function vmoCreateChild(world, handle, options, offset, size) {
    if (world.pages.up(size) === 0 && size !== 0)
        return refuse(Status.OUT_OF_RANGE); // before the handle
    if ((options & NO_WRITE) !== 0 && (options & RESIZABLE) !== 0)
        return refuse(Status.INVALID_ARGS);
    const resizesParent = (options & REFERENCE) !== 0 && (options & RESIZABLE) !== 0;
    const needed = Rights.DUPLICATE | Rights.READ | (resizesParent ? Rights.RESIZE : 0);
    const parent = world.handles.vmo(handle, needed);
    if (typeof parent === "number")
        return refuse(parent);
    if (parent.discardable)
        return refuse(Status.NOT_SUPPORTED);
    const parts = world.decide.childParts(world, parent, (options & ~NO_WRITE) >>> 0, offset, size);
    if (typeof parts === "number")
        return refuse(parts);
    const child = new Vmo(world.takeKoid(), "", parts);
    const rights = world.decide.childVmoRights(world.handles.rights(handle), options);
    return { status: Status.OK, handle: world.handles.open(child, rights) };
}
/** VMO-07: the rights of the child's handle from those of the parent's. */
export function childVmoRights(parentRights, options) {
    let rights = (parentRights & ~Rights.RESIZE) | Rights.GET_PROPERTY | Rights.SET_PROPERTY;
    if ((options & RESIZABLE) !== 0)
        rights |= Rights.RESIZE;
    if ((options & NO_WRITE) !== 0)
        return rights & ~Rights.WRITE;
    const snapshot = (options & (SLICE | REFERENCE)) === 0;
    return snapshot ? (rights & ~Rights.EXECUTE) | Rights.WRITE : rights;
}
/** VMO-06, VMO-08: what a child is made of, or what refuses it. */
export function childParts(world, parent, options, offset, size) {
    if ((options & SLICE) !== 0)
        return sliceParts(world, parent, options, offset, size);
    if ((options & REFERENCE) !== 0)
        return referenceParts(parent, options, offset, size);
    if (!SNAPSHOT_KINDS.includes(options & ~RESIZABLE))
        return Status.INVALID_ARGS;
    if (!world.pages.aligned(offset) && parent.kind === "anonymous")
        return Status.INVALID_ARGS;
    const first = world.pages.of(offset);
    const parts = snapshotParts(world, parent, first, world.pages.up(size));
    if (typeof parts === "number")
        return parts;
    parts.extent.stream = size;
    return { ...parts, resizable: (options & RESIZABLE) !== 0 };
}
function sliceParts(world, parent, options, offset, size) {
    const { pages } = world;
    const first = pages.of(offset);
    const count = pages.up(size);
    if (options !== SLICE || !pages.aligned(offset))
        return Status.INVALID_ARGS;
    if (tooLarge(world, first, count))
        return Status.OUT_OF_RANGE;
    if (first + count > parent.pages)
        return Status.INVALID_ARGS;
    if (parent.resizable)
        return Status.NOT_SUPPORTED;
    if (!parent.cached && parent.kind !== "contiguous")
        return Status.BAD_STATE;
    return {
        kind: parent.kind,
        origin: "slice",
        parent,
        store: parent.store,
        base: parent.base + first,
        extent: { pages: count, stream: parent.kind === "anonymous" ? size : undefined },
        resizable: false,
        discardable: false,
    };
}
function referenceParts(parent, options, offset, size) {
    if ((options & ~(REFERENCE | RESIZABLE)) !== 0 || offset !== 0 || size !== 0)
        return Status.INVALID_ARGS;
    if (parent.origin === "slice" || parent.kind !== "anonymous")
        return Status.NOT_SUPPORTED;
    if (!parent.cached)
        return Status.BAD_STATE;
    return {
        kind: "anonymous",
        origin: "reference",
        parent,
        store: parent.store,
        base: parent.base,
        extent: parent.extent,
        resizable: (options & RESIZABLE) !== 0, // D-1
        discardable: false,
    };
}
/**
 * A snapshot of `count` pages of `parent` from page `first` on, or what refuses it (VMO-06). The stream's
 * end is left at the size.
 */
export function snapshotParts(world, parent, first, count) {
    if (parent.kind === "contiguous")
        return Status.INVALID_ARGS;
    if (parent.kind === "physical")
        return Status.NOT_SUPPORTED;
    if (tooLarge(world, first, count))
        return Status.OUT_OF_RANGE;
    if (!parent.cached)
        return Status.BAD_STATE;
    if (parent.origin === "slice")
        return Status.NOT_SUPPORTED;
    const from = parent.base + first;
    const to = parent.base + Math.max(first, Math.min(first + count, parent.pages));
    return {
        kind: "anonymous",
        origin: "snapshot",
        parent,
        store: parent.store.snapshot(from, to),
        base: 0,
        extent: { pages: count, stream: world.pages.bytes(count) },
        resizable: false,
        discardable: false,
    };
}
/** More pages than a VMO can have, or an end at 2^64 or beyond (D-2). */
function tooLarge(world, first, count) {
    return count > vmoMaxPages(world.pages.shift) || first + count >= world.pages.limit;
}
function refuse(status) {
    return { status, handle: 0 };
}
//# sourceMappingURL=vmo-child.js.map