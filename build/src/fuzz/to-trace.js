import { wordFlags } from "../trace/flags.js";
import { ALIGN_BASE, ALIGN_NAMES, CachePolicy, DEFAULT_ASPACE, DEFAULT_SEMANTICS, Rights, SWITCH_IDS, VmOption, VmarOp, VmoChildOption, VmoOp, VmoOption, formatU64, keysOf, } from "../zircon/index.js";
import { INVALID, ROOT, UNKNOWN, outOf, } from "./program.js";
/** A program as a trace without expectations: the same calls, with a readable name for each slot. */
export function toTrace(program, name, about) {
    const names = slotNames(program.ops);
    const { aspace, semantics } = traceWorld(program.world);
    return {
        vmarTrace: 1,
        name,
        about,
        ...(aspace === undefined ? {} : { aspace }),
        ...(semantics === undefined ? {} : { semantics }),
        steps: program.ops.map((op) => toStep(op, names)),
    };
}
function traceWorld(world) {
    const { base, size, pageSize } = world.aspace;
    const aslr = world.aslrSeed === undefined ? false : { seed: world.aslrSeed };
    const isDefault = base === DEFAULT_ASPACE.base &&
        size === DEFAULT_ASPACE.size &&
        pageSize === DEFAULT_ASPACE.pageSize &&
        !aslr;
    const semantics = {};
    for (const id of SWITCH_IDS) {
        if (world.semantics[id] !== DEFAULT_SEMANTICS[id])
            semantics[id] = world.semantics[id];
    }
    return {
        ...(isDefault ? {} : { aspace: { base, size, pageSize, aslr } }),
        ...(Object.keys(semantics).length === 0 ? {} : { semantics }),
    };
}
/** The letter that a slot's name begins with: what made it says what it is. */
const LETTER = {
    allocate: "r",
    map: "m",
    vmo_create: "v",
    vmo_create_child: "c",
    vmo_replace_as_executable: "x",
    handle_duplicate: "d",
    handle_replace: "d",
    borrow: "l",
};
/** A name for each slot: `r1` the first region, `m2` the second mapping, `v1` a VMO, `c1` its child, `d1` a duplicate, `l1` a lease. */
export function slotNames(ops) {
    const names = new Map([
        [ROOT, "root"],
        [INVALID, "invalid"],
        [UNKNOWN, "unknown"],
    ]);
    const counts = new Map();
    for (const op of ops) {
        if (outOf(op) === 0)
            continue;
        const letter = LETTER[op.call] ?? "h";
        const count = (counts.get(letter) ?? 0) + 1;
        counts.set(letter, count);
        names.set(outOf(op), `${letter}${count}`);
    }
    return names;
}
/** One operation as a step of a trace. */
export function toStep(op, names) {
    const name = (slot) => names.get(slot) ?? "invalid";
    const out = outOf(op) > 0 ? { as: name(outOf(op)) } : {};
    const addr = (value) => addrText(value, name);
    const offset = (value) => typeof value === "object" ? `${name(value.of)}-${name(value.from)}${deltaText(value.delta)}` : value;
    switch (op.call) {
        case "allocate": {
            const { call, vmar, options, size } = op;
            return {
                op: call,
                vmar: name(vmar),
                options: optionFlags(options),
                offset: offset(op.offset),
                size,
                ...out,
            };
        }
        case "map": {
            const { call, vmoOffset, len } = op;
            return {
                op: call,
                vmar: name(op.vmar),
                options: optionFlags(op.options),
                offset: offset(op.offset),
                vmo: name(op.vmo),
                vmoOffset,
                len,
                ...out,
            };
        }
        case "unmap":
            return { op: op.call, vmar: name(op.vmar), addr: addr(op.addr), len: op.len };
        case "protect":
            return {
                op: op.call,
                vmar: name(op.vmar),
                options: optionFlags(op.options),
                addr: addr(op.addr),
                len: op.len,
            };
        case "op_range": {
            const buffer = op.bufferSize === 0 ? {} : { bufferSize: op.bufferSize };
            const rangeOp = opName(VmarOp, op.rangeOp);
            return { op: op.call, vmar: name(op.vmar), rangeOp, addr: addr(op.addr), len: op.len, ...buffer };
        }
        case "destroy":
        case "info":
            return { op: op.call, vmar: name(op.vmar) };
        case "info_maps":
            return {
                op: op.call,
                vmar: name(op.vmar),
                ...(op.capacity === undefined ? {} : { capacity: op.capacity }),
            };
        case "vmo_create":
            return { op: op.call, size: op.size, options: wordFlags(VmoOption, op.options), ...out };
        case "vmo_create_child": {
            const options = wordFlags(CHILD_OPTIONS, op.options);
            return { op: op.call, vmo: name(op.vmo), options, offset: op.offset, size: op.size, ...out };
        }
        case "vmo_get_size":
        case "vmo_get_stream_size":
        case "vmo_info":
            return { op: op.call, vmo: name(op.vmo) };
        case "vmo_set_size":
        case "vmo_set_stream_size":
            return { op: op.call, vmo: name(op.vmo), size: op.size };
        case "vmo_read":
            return { op: op.call, vmo: name(op.vmo), offset: op.offset, len: op.len };
        case "vmo_write":
            return { op: op.call, vmo: name(op.vmo), offset: op.offset, bytes: hex(op.bytes) };
        case "vmo_op_range": {
            const rangeOp = opName(VmoOp, op.rangeOp);
            return { op: op.call, vmo: name(op.vmo), rangeOp, offset: op.offset, len: op.len };
        }
        case "vmo_set_cache_policy": {
            const policy = keysOf(CachePolicy).find((key) => CachePolicy[key] === op.policy);
            if (policy === undefined)
                throw new Error(`the trace format has no name for cache policy ${op.policy}`);
            return { op: op.call, vmo: name(op.vmo), policy };
        }
        case "vmo_replace_as_executable":
            return { op: op.call, vmo: name(op.vmo), ...out };
        case "handle_duplicate":
        case "handle_replace":
            return { op: op.call, handle: name(op.handle), rights: rightFlags(op.rights), ...out };
        case "handle_close":
        case "basic_info":
        case "get_name":
            return { op: op.call, handle: name(op.handle) };
        case "set_name":
            return { op: op.call, handle: name(op.handle), name: op.name };
        case "signal":
            return { op: op.call, handle: name(op.handle), clear: op.clear, set: op.set };
        case "wait":
            return { op: op.call, handle: name(op.handle), signals: op.signals };
        case "read_memory":
            return { op: op.call, addr: addr(op.addr), len: op.len };
        case "write_memory":
            return { op: op.call, addr: addr(op.addr), bytes: hex(op.bytes) };
        case "access": {
            const value = op.value === undefined ? {} : { value: op.value };
            return { op: op.call, addr: addr(op.addr), kind: op.kind, ...value };
        }
        case "borrow":
            return { op: op.call, addr: addr(op.addr), len: op.len, kind: op.kind, ...out };
        case "release":
            return { op: op.call, lease: name(op.lease) };
    }
}
function addrText(addr, name) {
    return addr.slot === INVALID ? addr.delta : `${name(addr.slot)}${deltaText(addr.delta)}`;
}
/** A distance as it is written after a name: distances above 2^63 count backwards. */
export function deltaText(delta) {
    if (delta === 0)
        return "";
    const backwards = BigInt.asUintN(64, -BigInt(delta));
    return delta >= 2n ** 63n ? `-${formatU64(backwards)}` : `+${formatU64(delta)}`;
}
const CHILD_OPTIONS = Object.fromEntries(keysOf(VmoChildOption).map((option) => [`CHILD_${option}`, VmoChildOption[option]]));
function optionFlags(options) {
    const align = options >>> ALIGN_BASE;
    const alignName = [...ALIGN_NAMES].find(([, exponent]) => exponent === align)?.[0];
    if (alignName === undefined)
        return wordFlags(VmOption, options);
    return [...wordFlags(VmOption, options & 0xff_ffff), alignName];
}
function rightFlags(rights) {
    // SAME_RIGHTS together with other bits must be written raw: the name stands alone.
    return rights > Rights.SAME_RIGHTS ? [rights] : wordFlags(Rights, rights);
}
function opName(table, op) {
    return Object.keys(table).find((name) => table[name] === op) ?? op;
}
function hex(bytes) {
    return Buffer.from(bytes).toString("hex");
}
//# sourceMappingURL=to-trace.js.map