/**
 * The explain phase: which arguments of a failing program matter. Each is varied by itself; where the failure stays whatever
 * takes its place, the argument is *free*.
 */
import { addU64, subU64 } from "../zircon/index.js";
import { INVALID, ROOT, UNKNOWN, outOf } from "./program.js";
/** The most values that are tried in place of one argument. */
const MOST_VARIATIONS = 30;
/**
 * The free arguments of a program that ends with the failing operation, in order. What is tried in an argument's place are
 * usual values of its kind: whole pages for sizes and offsets, each bit the other way for options and rights, every other
 * handle, other addresses.
 *
 * @param differenceIn what a program shows; the answer is a function of it and the program alone
 */
export function freeArguments(program, difference, differenceIn) {
    const { ops } = program;
    const last = ops.length - 1;
    const failsAlike = (op, step) => {
        const found = differenceIn({ ...program, ops: ops.with(step, op) });
        return found?.step === last && found.op.call === difference.op.call && found.field === difference.field;
    };
    return ops.flatMap((op, step) => [...variations(op, program, step)]
        .map(({ argument, ops: others }) => ({ argument, others: others.slice(0, MOST_VARIATIONS) }))
        .filter(({ others }) => others.length > 0 && others.every((other) => failsAlike(other, step)))
        .map(({ argument }) => ({ step, argument })));
}
/** For each argument of an operation the operations that differ in it alone. */
function* variations(op, program, step) {
    const { pageSize } = program.world.aspace;
    const slots = [INVALID, UNKNOWN, ROOT, ...program.ops.slice(0, step).map(outOf)];
    const pages = (value) => otherPages(value, pageSize);
    if ("vmar" in op)
        yield vary("vmar", otherThan(op.vmar, slots), (vmar) => ({ ...op, vmar }));
    if ("options" in op)
        yield vary("options", otherWords(op.options), (options) => ({ ...op, options }));
    if (op.call === "allocate" || op.call === "map") {
        const offsets = pages(typeof op.offset === "object" ? op.offset.delta : op.offset);
        yield vary("offset", offsets, (offset) => ({ ...op, offset }));
    }
    else if ("offset" in op)
        yield vary("offset", pages(op.offset), (offset) => ({ ...op, offset }));
    if ("vmo" in op)
        yield vary("vmo", otherThan(op.vmo, slots), (vmo) => ({ ...op, vmo }));
    if ("handle" in op)
        yield vary("handle", otherThan(op.handle, slots), (handle) => ({ ...op, handle }));
    if ("lease" in op)
        yield vary("lease", otherThan(op.lease, slots), (lease) => ({ ...op, lease }));
    if ("rangeOp" in op)
        yield vary("rangeOp", otherThan(op.rangeOp, COUNT), (rangeOp) => ({ ...op, rangeOp }));
    if ("addr" in op)
        yield vary("addr", otherAddrs(op.addr, slots, pageSize), (addr) => ({ ...op, addr }));
    if ("vmoOffset" in op)
        yield vary("vmoOffset", pages(op.vmoOffset), (vmoOffset) => ({ ...op, vmoOffset }));
    if ("len" in op)
        yield vary("len", pages(op.len), (len) => ({ ...op, len }));
    if ("size" in op)
        yield vary("size", pages(op.size), (size) => ({ ...op, size }));
    if ("bufferSize" in op)
        yield vary("bufferSize", otherThan(op.bufferSize, [0, 1, pageSize]), (bufferSize) => ({
            ...op,
            bufferSize,
        }));
    if ("bytes" in op)
        yield vary("bytes", otherBytes(op.bytes), (bytes) => ({ ...op, bytes }));
    if ("rights" in op)
        yield vary("rights", otherWords(op.rights), (rights) => ({ ...op, rights }));
    switch (op.call) {
        case "info_maps":
            yield vary("capacity", otherThan(op.capacity, [undefined, 0, 1, 2]), (capacity) => ({
                ...op,
                capacity,
            }));
            return;
        case "vmo_set_cache_policy":
            yield vary("policy", otherThan(op.policy, COUNT.slice(0, 4)), (policy) => ({ ...op, policy }));
            return;
        case "set_name":
            yield vary("name", otherThan(op.name, ["", "a", "b", "c".repeat(40)]), (name) => ({ ...op, name }));
            return;
        case "signal":
            yield vary("clear", otherWords(op.clear), (clear) => ({ ...op, clear }));
            yield vary("set", otherWords(op.set), (set) => ({ ...op, set }));
            return;
        case "wait":
            yield vary("signals", otherWords(op.signals), (signals) => ({ ...op, signals }));
            return;
        case "access":
            // A value is only ever stored.
            if (op.value === undefined)
                yield vary("kind", otherThan(op.kind, ACCESSES), (kind) => ({ ...op, kind }));
            else
                yield vary("value", otherThan(op.value, [0, 1, 2, 2 ** 32]), (value) => ({ ...op, value }));
            return;
        case "borrow":
            yield vary("kind", otherThan(op.kind, LEASES), (kind) => ({ ...op, kind }));
            return;
        default:
    }
}
function vary(argument, values, by) {
    return { argument, ops: values.map(by) };
}
const ACCESSES = ["read", "write", "execute"];
const LEASES = ["shared", "mut", "execute"];
/** 0 … 15, which holds every range operation and cache policy and some numbers that are none. */
const COUNT = Array.from({ length: 16 }, (_, i) => i);
function otherThan(value, values) {
    return [...new Set(values)].filter((other) => other !== value);
}
/** Whole pages around 0 and around the value. */
function otherPages(value, pageSize) {
    const near = [0, 1, 2, 3, 8].map((pages) => pages * pageSize);
    const beside = [1, 2].flatMap((pages) => [
        addU64(value, pages * pageSize),
        ...(value >= pages * pageSize ? [subU64(value, pages * pageSize)] : []),
    ]);
    return otherThan(value, [...near, ...beside]);
}
/** No bits, and each bit that words of options, rights or signals use the other way. */
function otherWords(word) {
    const bits = Array.from({ length: 25 }, (_, bit) => (word ^ (1 << bit)) >>> 0);
    return otherThan(word, [0, ...bits, (word ^ (1 << 31)) >>> 0]);
}
/** A page or two away from the same slot, and the address of every other slot. */
function otherAddrs({ slot, delta }, slots, pageSize) {
    const moved = [0, 1, 2, 8].flatMap((pages) => [
        addU64(delta, pages * pageSize),
        subU64(delta, pages * pageSize),
    ]);
    return [
        ...otherThan(delta, [0, ...moved]).map((other) => ({ slot, delta: other })),
        ...otherThan(slot, slots).map((other) => ({ slot: other, delta: 0 })),
    ];
}
/** The same bytes inverted, as zeros, and one more and one fewer of them. */
function otherBytes(bytes) {
    const others = [bytes.map((byte) => ~byte), bytes.map(() => 0), new Uint8Array([...bytes, 1])];
    if (bytes.length > 1)
        others.push(bytes.slice(1));
    return others.filter((other) => Buffer.compare(other, bytes) !== 0);
}
//# sourceMappingURL=explain.js.map