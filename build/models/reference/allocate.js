import { alignField, CAN_MAP_MASK, PERM_MASK, VmOption } from "../../src/zircon/options.js";
import { RIGHTS_VMAR_DEFAULT } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { resolveVmar } from "./handle-table.js";
import { canMapPerms, isAlignField, permRights, unassignedBits } from "./option-words.js";
import { alignmentPages, findSpot } from "./placement.js";
import { Vmar } from "./vmar.js";
/** zx_vmar_allocate (§3.1). */
export function vmarAllocate(world, parentHandle, options, offset, size) {
    const { geometry, semantics } = world;
    const no = (rule, status) => failed(world.decide(rule, status));
    const wanted = canMapPerms(options);
    const handle = resolveVmar(world, "ALLOC-01", parentHandle, permRights(wanted));
    if (typeof handle === "number")
        return failed(handle);
    const parent = handle.object;
    if (options & VmOption.PERM_READ_IF_XOM_UNSUPPORTED)
        world.rule("ALLOC-02");
    if (options & (VmOption.MAP_RANGE | unassignedBits(semantics)))
        return no("ALLOC-03", Status.INVALID_ARGS);
    const align = alignField(options);
    if (!isAlignField(align))
        return no("ALLOC-04", Status.INVALID_ARGS);
    if (options & PERM_MASK)
        return no("ALLOC-05", Status.INVALID_ARGS);
    if (!geometry.aligned(size))
        return no("ALLOC-06", Status.INVALID_ARGS);
    if (options & ONLY_FOR_MAPPINGS)
        return no("ALLOC-07", Status.INVALID_ARGS);
    if (!parent.alive)
        return no("ALLOC-08", Status.BAD_STATE);
    if (size === 0)
        return no("ALLOC-09", Status.INVALID_ARGS);
    if (wanted & ~canMapPerms(parent.flags)) {
        throw new Error("unreachable: ALLOC-10, a handle has no right that its region has no flag for");
    }
    const specific = (options & VmOption.SPECIFIC) !== 0;
    const upper = (options & VmOption.OFFSET_IS_UPPER_LIMIT) !== 0;
    if (specific && upper)
        return no("ALLOC-11", Status.INVALID_ARGS);
    if (!specific && !upper && offset !== 0)
        return no("ALLOC-12", Status.INVALID_ARGS);
    if (!geometry.aligned(offset))
        return no("ALLOC-13", Status.INVALID_ARGS);
    if ((specific || upper) && !(parent.flags & VmOption.CAN_MAP_SPECIFIC)) {
        return no("ALLOC-14", Status.ACCESS_DENIED);
    }
    const at = geometry.of(offset);
    const pages = geometry.of(size);
    if (!upper && (at >= parent.size || pages > parent.size - at))
        return no("ALLOC-15", Status.INVALID_ARGS);
    if (upper && (at > parent.size || pages > parent.size || pages > at)) {
        return no("ALLOC-16", Status.INVALID_ARGS);
    }
    const step = alignmentPages(world, align);
    let base;
    if (specific) {
        base = parent.base + at;
        if (base % step !== 0)
            return no("ALLOC-17", Status.INVALID_ARGS);
        if (parent.overlapsChild(base, base + pages))
            return no("ALLOC-18", Status.ALREADY_EXISTS);
    }
    else {
        base = findSpot(world, parent, pages, upper ? parent.base + at : parent.end, step);
        if (base === undefined) {
            return no("ALLOC-19", semantics["V-6"] ? Status.NO_RESOURCES : Status.NO_MEMORY);
        }
    }
    world.rule("ALLOC-21");
    const flags = options & (VmOption.COMPACT | VmOption.CAN_MAP_SPECIFIC | CAN_MAP_MASK);
    const child = new Vmar({ koid: world.newKoid(), base, size: pages, flags, parent });
    parent.insert(child);
    return {
        status: Status.OK,
        handle: world.handles.open(child, RIGHTS_VMAR_DEFAULT | permRights(wanted)),
        addr: geometry.bytes(base),
    };
}
const ONLY_FOR_MAPPINGS = VmOption.SPECIFIC_OVERWRITE |
    VmOption.REQUIRE_NON_RESIZABLE |
    VmOption.ALLOW_FAULTS |
    VmOption.FAULT_BEYOND_STREAM_SIZE;
function failed(status) {
    return { status, handle: 0, addr: 0 };
}
//# sourceMappingURL=allocate.js.map