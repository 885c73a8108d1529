import { Rights } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { addOverflows } from "../../src/zircon/u64.js";
import { CachePolicy, VmoChildOption, vmoMaxPages } from "../../src/zircon/vmo.js";
import { resolveVmo } from "./handle-table.js";
import { Vmo } from "./vmo.js";
import { adopt } from "./vmo-family.js";
const SNAPSHOT_KINDS = new Set([
    VmoChildOption.SNAPSHOT,
    VmoChildOption.SNAPSHOT_AT_LEAST_ON_WRITE,
    VmoChildOption.SNAPSHOT_MODIFIED,
]);
/** zx_vmo_create_child (VMO-06). */
export function vmoCreateChild(world, parentHandle, options, offset, size) {
    const { geometry } = world;
    const no = (status) => ({ status: world.decide("VMO-06", status), handle: 0 });
    const pages = geometry.up(size);
    const noWrite = (options & VmoChildOption.NO_WRITE) !== 0;
    const resizable = (options & VmoChildOption.RESIZABLE) !== 0;
    const isReference = (options & VmoChildOption.REFERENCE) !== 0;
    if (pages === 0 && size !== 0)
        return no(Status.OUT_OF_RANGE);
    if (noWrite && resizable)
        return no(Status.INVALID_ARGS);
    const needed = Rights.DUPLICATE | Rights.READ | (isReference && resizable ? Rights.RESIZE : 0);
    const handle = resolveVmo(world, "VMO-06", parentHandle, needed);
    if (typeof handle === "number")
        return { status: handle, handle: 0 };
    const parent = handle.object;
    if (parent.discardable)
        return no(Status.NOT_SUPPORTED);
    const type = options & ~VmoChildOption.NO_WRITE;
    let parts;
    if (type & VmoChildOption.SLICE)
        parts = sliceOf(world, parent, type, offset, size);
    else if (isReference)
        parts = referenceOf(parent, type, offset, size);
    else
        parts = snapshotOf(world, parent, type, offset, size);
    if (typeof parts === "number")
        return no(parts);
    world.rule("VMO-06");
    world.rule("VMO-08");
    const rights = childRights(world, handle.rights, parts, noWrite, resizable);
    const firstPage = geometry.of(offset);
    return { status: Status.OK, handle: world.handles.open(makeChild(world, parts, firstPage), rights) };
}
function sliceOf(world, parent, type, offset, size) {
    const { geometry } = world;
    const first = geometry.of(offset);
    const pages = geometry.up(size);
    if (type !== VmoChildOption.SLICE)
        return Status.INVALID_ARGS;
    if (!geometry.aligned(offset))
        return Status.INVALID_ARGS;
    if (isTooLarge(world, pages, offset))
        return Status.OUT_OF_RANGE;
    if (first + pages > parent.size)
        return Status.INVALID_ARGS;
    if (parent.resizable)
        return Status.NOT_SUPPORTED;
    if (parent.cachePolicy !== CachePolicy.CACHED && parent.kind !== "contiguous")
        return Status.BAD_STATE;
    const streamSize = parent.kind === "anonymous" ? size : 0; // O-4
    return { kind: parent.kind, relation: "slice", parent, windowStart: first, size: pages, streamSize };
}
function referenceOf(parent, type, offset, size) {
    const resizable = type === (VmoChildOption.REFERENCE | VmoChildOption.RESIZABLE);
    if (type !== VmoChildOption.REFERENCE && !resizable)
        return Status.INVALID_ARGS;
    if (offset !== 0 || size !== 0)
        return Status.INVALID_ARGS;
    if (parent.relation === "slice" || parent.kind !== "anonymous")
        return Status.NOT_SUPPORTED;
    if (resizable && !parent.resizable)
        return Status.NOT_SUPPORTED;
    if (parent.cachePolicy !== CachePolicy.CACHED)
        return Status.BAD_STATE;
    return { kind: parent.kind, relation: "reference", parent, size: 0, streamSize: 0, resizable };
}
function snapshotOf(world, parent, type, offset, size) {
    const resizable = (type & VmoChildOption.RESIZABLE) !== 0;
    if (!SNAPSHOT_KINDS.has(type & ~VmoChildOption.RESIZABLE))
        return Status.INVALID_ARGS;
    if (parent.kind === "physical")
        return Status.NOT_SUPPORTED;
    if (parent.kind === "contiguous")
        return Status.INVALID_ARGS;
    if (!world.geometry.aligned(offset))
        return Status.INVALID_ARGS;
    const pages = world.geometry.up(size);
    const status = snapshotStatus(world, parent, pages, offset);
    if (status !== Status.OK)
        return status;
    return { kind: "anonymous", relation: "snapshot", parent, size: pages, streamSize: size, resizable };
}
/** VMO-06: what a snapshot of `pages` pages of an anonymous VMO answers once its options and offset are in order. */
export function snapshotStatus(world, parent, pages, offset) {
    if (isTooLarge(world, pages, offset))
        return Status.OUT_OF_RANGE;
    if (parent.cachePolicy !== CachePolicy.CACHED)
        return Status.BAD_STATE;
    return parent.relation === "slice" ? Status.NOT_SUPPORTED : Status.OK;
}
/** Larger than VMO_MAX, or reaching 2^64 (D-2) with its size rounded up to pages. */
function isTooLarge(world, pages, offset) {
    const { geometry } = world;
    return pages > vmoMaxPages(geometry.shift) || addOverflows(offset, geometry.bytes(pages));
}
/** Makes a child; a snapshot starts out with the parent's present pages from `firstPage` on (D-12). */
export function makeChild(world, parts, firstPage) {
    const child = new Vmo(world, parts);
    const { parent } = parts;
    adopt(child, parent);
    if (parts.relation === "snapshot") {
        world.rule("VMO-22");
        const end = Math.min(firstPage + parts.size, parent.size);
        parent.store.shareInto(child.store, parent.windowStart + firstPage, parent.windowStart + end);
    }
    return child;
}
/** VMO-07. */
function childRights(world, parentRights, { relation }, noWrite, resizable) {
    world.rule("VMO-07");
    let rights = parentRights & ~Rights.RESIZE;
    if (resizable)
        rights |= Rights.RESIZE;
    rights |= Rights.GET_PROPERTY | Rights.SET_PROPERTY;
    if (noWrite)
        return rights & ~Rights.WRITE;
    return relation === "snapshot" ? (rights & ~Rights.EXECUTE) | Rights.WRITE : rights;
}
//# sourceMappingURL=vmo-child.js.map