/**
 * Calls that break rules on purpose.
 *
 * For each call a table of ways to break it, in the order in which the contract checks for them. One alone shows that the check is
 * there; two neighbours of the table at once show which comes first: the order of checks is semantics.
 */
import { Rights, VmOption, VmoOption, addU64, toU64 } from "../zircon/index.js";
import { hasRights } from "./live.js";
import { badHandle, hostile } from "./operands.js";
const PLACEMENT = VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE | VmOption.OFFSET_IS_UPPER_LIMIT;
/** Sets option bits. */
function withBits(bits) {
    return (op, draw) => ({ ...op, options: (op.options | bits(draw)) >>> 0 });
}
function badVmar(op, draw, live) {
    return { ...op, vmar: badHandle(draw, live, "vmar") };
}
/** Another handle of the kind, for which `wanted` holds. */
function otherHandle(draw, live, kind, wanted) {
    const handles = live.open(kind).filter(wanted);
    return handles.length === 0 ? undefined : draw.pick(handles).slot;
}
function deadVmar(op, draw, live) {
    const vmar = otherHandle(draw, live, "vmar", ({ object }) => object.kind === "vmar" && !object.alive);
    return vmar === undefined ? undefined : { ...op, vmar };
}
function weakVmar(right) {
    return (op, draw, live) => {
        const vmar = otherHandle(draw, live, "vmar", (handle) => !hasRights(handle, right));
        return vmar === undefined ? undefined : { ...op, vmar };
    };
}
function badAlign(draw) {
    return (draw.pick([1, 9, 33, 63, 255]) << 24) >>> 0;
}
function unassigned(draw) {
    return 1 << draw.int(16, 23);
}
function shifted(offset, by) {
    return typeof offset === "object" ? { ...offset, delta: addU64(offset.delta, by) } : addU64(offset, by);
}
/** An offset at which nothing fits: the region's end, just before it, or out of all bounds. */
function outOfBounds(draw, live, vmar) {
    const region = live.handles.find(({ slot }) => slot === vmar)?.object;
    const pages = region?.kind === "vmar" ? region.pages : 1;
    return draw.among([
        [4, () => live.pages.bytes(pages)],
        [3, () => live.pages.bytes(pages + 1)],
        [1, () => toU64(BigInt.asUintN(64, -BigInt(live.pages.size)))],
    ])();
}
function withoutSpecific(op, draw, live) {
    const vmar = otherHandle(draw, live, "vmar", ({ object }) => object.kind === "vmar" && (object.options & VmOption.CAN_MAP_SPECIFIC) === 0);
    return vmar === undefined
        ? undefined
        : { ...op, vmar, options: (op.options & ~PLACEMENT) | VmOption.SPECIFIC, offset: 0 };
}
const upperAndSpecific = () => VmOption.SPECIFIC | VmOption.OFFSET_IS_UPPER_LIMIT;
function strayOffset(op, _draw, live) {
    return { ...op, options: (op.options & ~PLACEMENT) >>> 0, offset: live.pages.size };
}
function misalignedOffset(op, draw) {
    const options = (op.options & PLACEMENT) === 0 ? op.options | VmOption.SPECIFIC : op.options;
    return { ...op, options, offset: shifted(op.offset, draw.pick([1, 512])) };
}
function beyond(upper) {
    const placement = upper ? VmOption.OFFSET_IS_UPPER_LIMIT : VmOption.SPECIFIC;
    return (op, draw, live) => ({
        ...op,
        options: ((op.options & ~PLACEMENT) | placement) >>> 0,
        offset: upper && draw.chance(40) ? 0 : outOfBounds(draw, live, op.vmar),
    });
}
/** SPECIFIC with an alignment that its address does not have. */
function misalignedSpecific(op, draw, live) {
    const align = ((live.pages.shift + draw.int(1, 4)) << 24) >>> 0;
    const placement = op.options & PLACEMENT & ~VmOption.OFFSET_IS_UPPER_LIMIT || VmOption.SPECIFIC;
    const options = ((op.options & 0xff_ffff & ~PLACEMENT) | placement | align) >>> 0;
    return { ...op, options, offset: shifted(op.offset, live.pages.size) };
}
/** SPECIFIC on top of something. */
function overlapping(overwrite) {
    return (op, draw, live) => {
        const region = live.handles.find(({ slot }) => slot === op.vmar)?.object;
        if (region?.kind !== "vmar" || !region.alive)
            return undefined;
        const targets = live.inside(region).filter((entry) => !overwrite || entry.region);
        if (targets.length === 0)
            return undefined;
        const target = draw.pick(targets);
        const page = draw.pick([target.page, target.end - 1, Math.max(region.page, target.page - 1)]);
        const placement = overwrite ? VmOption.SPECIFIC_OVERWRITE : VmOption.SPECIFIC;
        const offset = live.pages.bytes(page - region.page);
        return { ...op, options: ((op.options & ~PLACEMENT) | placement) >>> 0, offset };
    };
}
const ALLOCATE = [
    badVmar,
    (op, draw, live) => {
        const vmar = otherHandle(draw, live, "vmar", (handle) => !hasRights(handle, Rights.READ | Rights.WRITE | Rights.EXECUTE));
        return vmar === undefined ? undefined : { ...op, vmar, options: (op.options | 0x380) >>> 0 };
    },
    withBits((draw) => draw.pick([VmOption.MAP_RANGE, unassigned(draw)])),
    withBits(badAlign),
    withBits((draw) => 1 << draw.int(0, 2)),
    (op, draw) => ({ ...op, size: addU64(op.size, draw.pick([1, 512])) }),
    withBits((draw) => draw.pick([
        VmOption.SPECIFIC_OVERWRITE,
        VmOption.REQUIRE_NON_RESIZABLE,
        VmOption.ALLOW_FAULTS,
        VmOption.FAULT_BEYOND_STREAM_SIZE,
    ])),
    deadVmar,
    (op) => ({ ...op, size: 0 }),
    withBits(upperAndSpecific),
    strayOffset,
    misalignedOffset,
    withoutSpecific,
    (op, draw, live) => draw.chance(50) ? beyond(false)(op, draw, live) : { ...op, size: live.pages.bytes(2 ** 40) },
    beyond(true),
    misalignedSpecific,
    overlapping(false),
];
const MAP = [
    badVmar,
    (op, draw, live) => ({ ...op, vmo: badHandle(draw, live, "vmo") }),
    (op, draw, live) => {
        const vmo = otherHandle(draw, live, "vmo", (handle) => !hasRights(handle, Rights.MAP));
        return vmo === undefined ? undefined : { ...op, vmo };
    },
    (op, draw) => ({ ...op, options: ((op.options & ~7) | draw.pick([2, 4, 6])) >>> 0 }),
    withBits(() => VmOption.MAP_RANGE | VmOption.SPECIFIC_OVERWRITE),
    withBits((draw) => 0x80 << draw.int(0, 2)),
    (op, draw, live) => {
        const weak = otherHandle(draw, live, "vmo", (handle) => hasRights(handle, Rights.MAP) && !hasRights(handle, 0x1c));
        return weak === undefined ? undefined : { ...op, vmo: weak, options: (op.options | 7) >>> 0 };
    },
    (op, draw, live) => {
        const weak = otherHandle(draw, live, "vmar", (handle) => !hasRights(handle, 0x1c));
        return weak === undefined ? undefined : { ...op, vmar: weak, options: (op.options | 7) >>> 0 };
    },
    (op) => ({
        ...op,
        options: ((op.options & ~VmOption.ALLOW_FAULTS) | VmOption.FAULT_BEYOND_STREAM_SIZE) >>> 0,
    }),
    withBits(unassigned),
    withBits(badAlign),
    (op, draw, live) => {
        const vmo = otherHandle(draw, live, "vmo", ({ object }) => (object.kind === "vmo" ? object.options & VmoOption.RESIZABLE : 0) !== 0);
        return vmo === undefined
            ? undefined
            : { ...op, vmo, options: (op.options | VmOption.REQUIRE_NON_RESIZABLE) >>> 0 };
    },
    (op, draw, live) => {
        const vmo = otherHandle(draw, live, "vmo", ({ object }) => (object.kind === "vmo" ? object.options & VmoOption.DISCARDABLE : 0) !== 0);
        const faults = VmOption.ALLOW_FAULTS | VmOption.FAULT_BEYOND_STREAM_SIZE;
        return vmo === undefined ? undefined : { ...op, vmo, options: (op.options & ~faults) >>> 0 };
    },
    withBits((draw) => draw.pick([VmOption.COMPACT, VmOption.CAN_MAP_SPECIFIC])),
    (op, draw) => ({ ...op, vmoOffset: addU64(op.vmoOffset, draw.pick([1, 512])) }),
    (op, draw) => ({ ...op, len: toU64(2n ** 64n - BigInt(draw.pick([1, 2, 4094]))) }),
    (op, draw, live) => ({ ...op, vmoOffset: toU64(2n ** 64n - BigInt(live.pages.size * draw.int(1, 2))) }),
    deadVmar,
    (op) => ({ ...op, len: 0 }),
    withBits((draw) => upperAndSpecific(draw) ^ (draw.chance(40) ? VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE : 0)),
    strayOffset,
    misalignedOffset,
    withoutSpecific,
    (op, draw, live) => draw.chance(50) ? beyond(false)(op, draw, live) : { ...op, len: live.pages.bytes(2 ** 40) },
    beyond(true),
    misalignedSpecific,
    overlapping(false),
    overlapping(true),
];
function misalignedAddr(op, draw) {
    return { ...op, addr: { ...op.addr, delta: addU64(op.addr.delta, draw.pick([1, 512])) } };
}
function emptyLen(op, draw) {
    return { ...op, len: draw.pick([0, 0, toU64(2n ** 64n - 1n), toU64(2n ** 64n - 4094n)]) };
}
function outOfRange(op, draw, live) {
    const region = live.handles.find(({ slot }) => slot === op.vmar)?.object;
    if (region?.kind !== "vmar")
        return { ...op, len: hostile(draw, live.pages.size) };
    return draw.among([
        [3, () => ({ ...op, len: live.pages.bytes(region.pages + 1) })],
        [2, () => ({ ...op, addr: live.absolute(region.page + region.pages) })],
        [2, () => ({ ...op, addr: live.absolute(Math.max(0, region.page - 1)) })],
        [2, () => ({ ...op, len: toU64(2n ** 64n - BigInt(live.pages.size)) })],
    ])();
}
const UNMAP = [
    badVmar,
    misalignedAddr,
    emptyLen,
    deadVmar,
    outOfRange,
    weakVmar(Rights.OP_CHILDREN),
];
const PROTECT = [
    badVmar,
    (op, draw, live) => {
        const vmar = otherHandle(draw, live, "vmar", (handle) => !hasRights(handle, 0x1c));
        return vmar === undefined ? undefined : { ...op, vmar, options: op.options | 7 };
    },
    (op, draw) => ({ ...op, options: ((op.options & ~7) | draw.pick([2, 4, 6])) >>> 0 }),
    misalignedAddr,
    withBits((draw) => draw.chance(50)
        ? 1 << draw.pick([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 23])
        : (draw.pick([1, 12, 33]) << 24) >>> 0),
    emptyLen,
    deadVmar,
    outOfRange,
    weakVmar(Rights.OP_CHILDREN),
];
const OP_RANGE = [
    badVmar,
    (op, draw) => ({ ...op, rangeOp: draw.pick([0, 4, 5, 6, 11, 15, 0xffff_ffff]) }),
    weakVmar(Rights.WRITE),
    weakVmar(Rights.READ),
    (op, draw) => ({ ...op, bufferSize: draw.pick([1, 4096]) }),
    misalignedAddr,
    emptyLen,
    outOfRange,
    deadVmar,
    weakVmar(Rights.OP_CHILDREN),
];
function forCall(call, table) {
    const isCall = (op) => op.call === call;
    return table.map((violation) => (op, draw, live) => (isCall(op) ? violation(op, draw, live) : undefined));
}
const TABLES = {
    allocate: forCall("allocate", ALLOCATE),
    map: forCall("map", MAP),
    unmap: forCall("unmap", UNMAP),
    protect: forCall("protect", PROTECT),
    op_range: forCall("op_range", OP_RANGE),
};
/** `op` with `count` neighbouring rules broken, as far as the state allows; any handle of other calls may be a bad one. */
export function violate(op, count, draw, live) {
    const table = TABLES[op.call];
    if (table === undefined)
        return violateHandle(op, draw, live);
    // Neighbours mostly; any two now and then, since a rule may be out of reach in this state.
    const first = draw.int(0, table.length - 1);
    const second = draw.chance(70) ? first + 1 : draw.int(0, table.length - 1);
    // The later rule first: what it picks (a handle, say) may be what the earlier one then replaces.
    let broken = op;
    if (count === 2)
        broken = table[second]?.(broken, draw, live) ?? broken;
    return table[first]?.(broken, draw, live) ?? broken;
}
function violateHandle(op, draw, live) {
    if ("vmar" in op)
        return { ...op, vmar: badHandle(draw, live, "vmar") };
    if ("vmo" in op)
        return { ...op, vmo: badHandle(draw, live, "vmo") };
    if ("handle" in op)
        return { ...op, handle: badHandle(draw, live, draw.pick(["vmar", "vmo"])) };
    return op;
}
//# sourceMappingURL=violations.js.map