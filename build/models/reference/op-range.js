import { Perm, VmarOp } from "../../src/zircon/options.js";
import { Rights } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { ByteRange } from "./byte-range.js";
import { allows, resolveVmar } from "./handle-table.js";
import { mapRange } from "./map-range.js";
import { commit, decommit, prefetch, zero } from "./vmo-steps.js";
import { mappingsIn } from "./walk.js";
/** zx_vmar_op_range (§3.8). */
export function vmarOpRange(world, vmarHandle, op, addr, len, bufferSize) {
    const { geometry, semantics } = world;
    const handle = resolveVmar(world, "OPR-01", vmarHandle, 0);
    if (typeof handle === "number")
        return handle;
    const vmar = handle.object;
    const needed = neededRights(op, semantics["V-8"]);
    if (needed === undefined)
        return world.decide("OPR-02", Status.INVALID_ARGS);
    if (semantics["V-1"] && !allows(handle, needed)) {
        world.rule("HND-08");
        return world.decide("OPR-03", Status.ACCESS_DENIED);
    }
    if (bufferSize !== 0)
        return world.decide("OPR-04", Status.INVALID_ARGS);
    const pages = geometry.up(len);
    if (pages === 0 || !geometry.aligned(addr))
        return world.decide("OPR-05", Status.INVALID_ARGS);
    const first = geometry.of(addr);
    if (!vmar.inRange(first, pages))
        return world.decide("OPR-06", Status.OUT_OF_RANGE);
    if (!vmar.alive)
        return world.decide("OPR-07", Status.BAD_STATE);
    world.rule("OPR-09");
    const end = first + pages;
    let cursor = first;
    let status = Status.OK;
    for (const mapping of mappingsIn(world, vmar, first, end)) {
        status = opOnMapping(world, handle, op, mapping, cursor, end);
        if (status !== Status.OK)
            break;
        cursor = Math.min(end, mapping.end);
    }
    if (status === Status.OK && cursor < end)
        status = world.decide("OPR-09a", Status.BAD_STATE);
    // What was done to the mappings below stays done.
    if (status !== Status.OK && cursor > first)
        world.rule("OPR-10");
    return status;
}
/** OPR-03: the rights of the VMAR handle that an op needs in the newest kernel, or undefined if there is no such op. */
function neededRights(op, newest) {
    switch (op) {
        case VmarOp.COMMIT:
        case VmarOp.DECOMMIT:
            return Rights.WRITE;
        case VmarOp.ZERO:
            return newest ? Rights.WRITE : undefined; // V-8
        case VmarOp.MAP_RANGE:
            return Rights.READ;
        case VmarOp.PREFETCH:
            return newest ? Rights.READ : undefined; // V-8
        case VmarOp.DONT_NEED:
        case VmarOp.ALWAYS_NEED:
            return 0;
        default:
            return undefined;
    }
}
/** OPR-09a…d for the next mapping of the walk, of which the pages from `cursor` to `end` are asked for. */
function opOnMapping(world, { object: vmar, rights }, op, mapping, cursor, end) {
    if (mapping.base > cursor)
        return world.decide("OPR-09a", Status.BAD_STATE);
    if (mapping.parent !== vmar) {
        const directOnly = op === VmarOp.COMMIT || op === VmarOp.DECOMMIT || op === VmarOp.PREFETCH;
        if (directOnly || !(rights & Rights.OP_CHILDREN)) {
            if (!directOnly)
                world.rule("HND-08");
            return world.decide("OPR-09b", Status.INVALID_ARGS);
        }
    }
    const count = Math.min(end, mapping.end) - cursor;
    if (mapping.fbs && passesStream(world, mapping, cursor, count)) {
        return world.decide("OPR-09c", Status.OUT_OF_RANGE);
    }
    const status = perform(world, op, mapping, cursor, count);
    return status === Status.OK ? status : world.decide("OPR-09d", status);
}
/** OPR-09c. With Q-2 a range that starts strictly beyond the stream's end counts as inside: the subtraction wraps. */
function passesStream(world, mapping, first, count) {
    const left = mapping.reachable - mapping.vmoPage(first);
    return left < 0 ? !world.semantics["Q-2"] : count > left;
}
/** The table of OPR-20…26: what `op` does to `count` pages of `mapping` from page `first` on. */
function perform(world, op, mapping, first, count) {
    const { vmo } = mapping;
    const range = ByteRange.ofPages(mapping.vmoPage(first), count);
    switch (op) {
        case VmarOp.COMMIT: {
            world.rule("OPR-20");
            if (!couldPermit(world, mapping, first, Perm.WRITE))
                return Status.ACCESS_DENIED;
            const status = commit(vmo, range);
            return status === Status.OK ? mapRange(world, mapping, first, count) : status;
        }
        case VmarOp.DECOMMIT:
            world.rule("OPR-21");
            if (!couldPermit(world, mapping, first, Perm.WRITE))
                return Status.ACCESS_DENIED;
            return decommit(world, vmo, range);
        case VmarOp.MAP_RANGE:
            world.rule("OPR-22");
            return mapRange(world, mapping, first, count);
        case VmarOp.ZERO:
            world.rule("OPR-23");
            if (!couldPermit(world, mapping, first, Perm.WRITE))
                return Status.ACCESS_DENIED;
            return zero(world, vmo, range);
        case VmarOp.DONT_NEED:
            world.rule("OPR-24");
            return Status.OK;
        case VmarOp.ALWAYS_NEED:
            world.rule("OPR-25");
            return mapRange(world, mapping, first, count);
        case VmarOp.PREFETCH: {
            world.rule("OPR-26");
            if (!couldPermit(world, mapping, first, Perm.READ))
                return Status.ACCESS_DENIED;
            const status = prefetch(vmo, range);
            return status === Status.OK ? mapRange(world, mapping, first, count) : status;
        }
        default:
            throw new Error(`unreachable: OPR-02 refused op ${op}`);
    }
}
/** Whether protect could ever give `perm`. OPR-11: whether it is there now does not matter. */
function couldPermit(world, mapping, page, perm) {
    if ((mapping.maxPerm & perm) === 0)
        return false;
    if ((mapping.permsAt(page) & perm) === 0)
        world.rule("OPR-11");
    return true;
}
//# sourceMappingURL=op-range.js.map