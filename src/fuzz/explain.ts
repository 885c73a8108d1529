/**
 * The explain phase: which arguments of a failing program matter. Each is varied by itself; where the failure stays whatever
 * takes its place, the argument is *free*.
 */
import {
  CAN_MAP_MASK,
  Rights,
  Signals,
  type U64,
  VmOption,
  VmoChildOption,
  VmoOption,
  addU64,
  keysOf,
  subU64,
} from "../zircon/index.ts";
import type { Shrunk } from "./fuzz.ts";
import type { Difference } from "./lockstep.ts";
import { type Addr, INVALID, type Op, type Program, ROOT, type Slot, UNKNOWN, outOf } from "./program.ts";

/** An argument on which the failure does not depend. */
export interface FreeArgument {
  /** The index of the operation. */
  readonly step: number;
  /** The argument's name, as operations and traces spell it. */
  readonly argument: string;
}

/** A failure with the arguments that do not matter. */
export interface Explained extends Shrunk {
  readonly free: readonly FreeArgument[];
}

/** The most values that are tried in place of one argument. */
const MOST_VARIATIONS = 30;

/**
 * The free arguments of a program that ends with the failing operation, in order. What is tried in an argument's place are
 * usual values of its kind: whole pages for sizes and offsets, legal options, fewer rights, every other handle, other addresses.
 *
 * @param differenceIn what a program shows; the answer is a function of it and the program alone
 */
export function freeArguments(
  program: Program,
  difference: Difference,
  differenceIn: (program: Program) => Difference | undefined,
): FreeArgument[] {
  const { ops } = program;
  const last = ops.length - 1;
  const failsAlike = (op: Op, step: number): boolean => {
    const found = differenceIn({ ...program, ops: ops.with(step, op) });
    return found?.step === last && isAlike(found, difference);
  };
  return ops.flatMap((op, step) =>
    inOrder(op, variations(op, program, step))
      .map(({ argument, ops: others }) => ({ argument, others: others.slice(0, MOST_VARIATIONS) }))
      .filter(({ others }) => others.length > 0 && others.every((other) => failsAlike(other, step)))
      .map(({ argument }) => ({ step, argument })),
  );
}

/** The same field of the same call; a status must be the same on both sides too, or the call failed for another reason. */
function isAlike(a: Difference, b: Difference): boolean {
  const sameAnswers = a.field !== "status" || (a.left === b.left && a.right === b.right);
  return a.op.call === b.op.call && a.field === b.field && sameAnswers;
}

interface Variation {
  readonly argument: string;
  readonly ops: readonly Op[];
}

/** As the call has its arguments. */
function inOrder(op: Op, varied: Iterable<Variation>): Variation[] {
  const place = ({ argument }: Variation): number => Object.keys(op).indexOf(argument);
  return [...varied].toSorted((a, b) => place(a) - place(b));
}

/** For each argument of an operation the operations that differ in it alone. */
function* variations(op: Op, program: Program, step: number): Generator<Variation> {
  const { pageSize } = program.world.aspace;
  const slots = [INVALID, UNKNOWN, ROOT, ...program.ops.slice(0, step).map(outOf)];
  const pages = (value: U64): U64[] => otherPages(value, pageSize);
  if ("vmar" in op) yield vary("vmar", otherThan(op.vmar, slots), (vmar) => ({ ...op, vmar }));
  if ("options" in op)
    yield vary("options", otherThan(op.options, OPTIONS[op.call]), (options) => ({ ...op, options }));
  if (op.call === "allocate" || op.call === "map") {
    const offsets = pages(typeof op.offset === "object" ? op.offset.delta : op.offset);
    yield vary("offset", offsets, (offset) => ({ ...op, offset }));
  } else if ("offset" in op) yield vary("offset", pages(op.offset), (offset) => ({ ...op, offset }));
  if ("vmo" in op) yield vary("vmo", otherThan(op.vmo, slots), (vmo) => ({ ...op, vmo }));
  if ("handle" in op) yield vary("handle", otherThan(op.handle, slots), (handle) => ({ ...op, handle }));
  if ("lease" in op) yield vary("lease", otherThan(op.lease, slots), (lease) => ({ ...op, lease }));
  if ("rangeOp" in op) yield vary("rangeOp", otherThan(op.rangeOp, COUNT), (rangeOp) => ({ ...op, rangeOp }));
  if ("addr" in op) yield vary("addr", otherAddrs(op.addr, slots, pageSize), (addr) => ({ ...op, addr }));
  if ("vmoOffset" in op) yield vary("vmoOffset", pages(op.vmoOffset), (vmoOffset) => ({ ...op, vmoOffset }));
  if ("len" in op) yield vary("len", someOf(pages(op.len)), (len) => ({ ...op, len }));
  if ("size" in op) yield vary("size", someOf(pages(op.size)), (size) => ({ ...op, size }));
  if ("bufferSize" in op)
    yield vary("bufferSize", otherThan<U64>(op.bufferSize, [0, 1, pageSize]), (bufferSize) => ({
      ...op,
      bufferSize,
    }));
  if ("bytes" in op) yield vary("bytes", otherBytes(op.bytes), (bytes) => ({ ...op, bytes }));
  if ("rights" in op) yield vary("rights", otherRights(op.rights), (rights) => ({ ...op, rights }));
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
      yield vary("clear", otherThan<number>(op.clear, SIGNALS), (clear) => ({ ...op, clear }));
      yield vary("set", otherThan<number>(op.set, SIGNALS), (set) => ({ ...op, set }));
      return;
    case "wait":
      yield vary("signals", otherThan<number>(op.signals, SIGNALS), (signals) => ({ ...op, signals }));
      return;
    case "access":
      // A value is only ever stored.
      if (op.value === undefined)
        yield vary("kind", otherThan(op.kind, ACCESSES), (kind) => ({ ...op, kind }));
      else yield vary("value", otherThan<U64>(op.value, [0, 1, 2, 2 ** 32]), (value) => ({ ...op, value }));
      return;
    case "borrow":
      yield vary("kind", otherThan(op.kind, LEASES), (kind) => ({ ...op, kind }));
      return;
    default:
  }
}

function vary<T>(argument: string, values: readonly T[], by: (value: T) => Op): Variation {
  return { argument, ops: values.map(by) };
}

const ACCESSES = ["read", "write", "execute"] as const;
const LEASES = ["shared", "mut", "execute"] as const;

/** 0 … 15, which holds every range operation and cache policy and some numbers that are none. */
const COUNT = Array.from({ length: 16 }, (_, i) => i);

function otherThan<T>(value: T, values: readonly T[]): T[] {
  return [...new Set(values)].filter((other) => other !== value);
}

/** Whole pages around 0 and around the value. */
function otherPages(value: U64, pageSize: number): U64[] {
  const near = [0, 1, 2, 3, 8].map((pages): U64 => pages * pageSize);
  const beside = [1, 2].flatMap((pages) => [
    addU64(value, pages * pageSize),
    ...(value >= pages * pageSize ? [subU64(value, pages * pageSize)] : []),
  ]);
  return otherThan(value, [...near, ...beside]);
}

/** Sizes and lengths without none: that is another call. */
function someOf(sizes: readonly U64[]): U64[] {
  return sizes.filter((size) => size !== 0);
}

/** The same rights, none, and each right fewer. */
function otherRights(rights: number): number[] {
  const fewer = keysOf(Rights).map((name) => (rights & ~Rights[name]) >>> 0);
  return otherThan(rights, [Rights.SAME_RIGHTS, 0, ...fewer]);
}

const PERMS = [0, 1, 3, 5, 7];

/** Usual options of each call that takes some. */
const OPTIONS = {
  allocate: [
    0,
    VmOption.COMPACT,
    VmOption.CAN_MAP_SPECIFIC,
    VmOption.CAN_MAP_READ,
    VmOption.CAN_MAP_WRITE,
    VmOption.CAN_MAP_EXECUTE,
    VmOption.CAN_MAP_SPECIFIC | CAN_MAP_MASK,
  ],
  map: [...PERMS, VmOption.ALLOW_FAULTS | VmOption.PERM_READ, VmOption.MAP_RANGE | VmOption.PERM_READ],
  protect: PERMS,
  vmo_create: [0, VmoOption.RESIZABLE, VmoOption.DISCARDABLE, VmoOption.UNBOUNDED],
  vmo_create_child: keysOf(VmoChildOption).map((name) => VmoChildOption[name]),
} as const;

const SIGNALS = [Signals.NONE, Signals.VMO_ZERO_CHILDREN, 1 << 24, 1 << 30, Signals.USER_ALL];

/** A page or two away from the same slot, and the address of every other slot. */
function otherAddrs({ slot, delta }: Addr, slots: readonly Slot[], pageSize: number): Addr[] {
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
function otherBytes(bytes: Uint8Array): Uint8Array[] {
  const others = [bytes.map((byte) => ~byte), bytes.map(() => 0), new Uint8Array([...bytes, 1])];
  if (bytes.length > 1) others.push(bytes.slice(1));
  return others.filter((other) => Buffer.compare(other, bytes) !== 0);
}
