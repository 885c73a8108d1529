/** Ways to break the rules of calls on VMOs, each table in the order in which the contract checks for them. */
import { Rights, toU64, type U64, VmoChildOption, VmoOp, VmoOption, vmoMaxPages } from "../zircon/index.ts";
import type { Draw } from "./draw.ts";
import { hasRights, type Live, type LiveHandle } from "./live.ts";
import { badHandle } from "./operands.ts";
import type { Op, Slot } from "./program.ts";
import { otherHandle, type Violation, withBits } from "./violation.ts";

type Create = Extract<Op, { call: "vmo_create" }>;
type CreateChild = Extract<Op, { call: "vmo_create_child" }>;
type OpRange = Extract<Op, { call: "vmo_op_range" }>;
type Transfer = Extract<Op, { call: "vmo_read" | "vmo_write" }>;
type SetSize = Extract<Op, { call: "vmo_set_size" | "vmo_set_stream_size" }>;
type OnVmo = Op & { readonly vmo: Slot };

const { SLICE, REFERENCE, NO_WRITE, SNAPSHOT, SNAPSHOT_AT_LEAST_ON_WRITE, SNAPSHOT_MODIFIED } =
  VmoChildOption;
const CHILD_KINDS = SLICE | REFERENCE | SNAPSHOT | SNAPSHOT_AT_LEAST_ON_WRITE | SNAPSHOT_MODIFIED;

function badVmo<O extends OnVmo>(op: O, draw: Draw, live: Live): O {
  return { ...op, vmo: badHandle(draw, live, "vmo") };
}

/** Another VMO of a kind, or a handle to one that lacks something. */
function anotherVmo<O extends OnVmo>(wanted: (handle: LiveHandle) => boolean): Violation<O> {
  return (op, draw, live) => {
    const vmo = otherHandle(draw, live, "vmo", wanted);
    return vmo === undefined ? undefined : { ...op, vmo };
  };
}

function lacks(rights: number): (handle: LiveHandle) => boolean {
  return (handle) => !hasRights(handle, rights);
}

function wasMadeWith(option: number): (handle: LiveHandle) => boolean {
  return ({ object }) =>
    object.kind === "vmo" && object.parent === undefined && (object.options & option) !== 0;
}

const isResizable = wasMadeWith(VmoOption.RESIZABLE);

/** A size that is 0 once rounded up to pages. */
function overflowing(draw: Draw): U64 {
  return toU64(2n ** 64n - BigInt(draw.pick([1, 2, 4094])));
}

/** The largest size there is, and what is next to it. */
function nearMax(draw: Draw, live: Live): U64 {
  const max = vmoMaxPages(live.pages.shift);
  return live.pages.bytes(max + draw.int(-1, 1));
}

export const CREATE: readonly Violation<Create>[] = [
  withBits(() => VmoOption.RESIZABLE | VmoOption.UNBOUNDED),
  (op, draw) => ({ ...op, size: overflowing(draw) }),
  withBits((draw) => draw.pick([VmoOption.TRAP_DIRTY, 0x20, 0x8000_0000])),
  (op, draw, live) => ({ ...op, size: nearMax(draw, live) }),
];

export const CREATE_CHILD: readonly Violation<CreateChild>[] = [
  (op, draw) => ({ ...op, size: overflowing(draw) }),
  withBits(() => NO_WRITE | VmoChildOption.RESIZABLE),
  badVmo,
  anotherVmo(lacks(Rights.DUPLICATE | Rights.READ)),
  (op, draw, live) => {
    const vmo = otherHandle(draw, live, "vmo", lacks(Rights.RESIZE));
    return vmo === undefined ? undefined : { ...op, vmo, options: REFERENCE | VmoChildOption.RESIZABLE };
  },
  anotherVmo(wasMadeWith(VmoOption.DISCARDABLE)),
  (op, draw) => ({ ...op, options: op.options ^ draw.pick([SNAPSHOT, SLICE, REFERENCE, 0x40, 0x100]) }),
  (op) => ({ ...op, options: op.options & ~CHILD_KINDS }),
  (op, draw) => ({ ...op, offset: 512 + draw.int(0, 1) }),
  (op, draw, live) => ({ ...op, size: nearMax(draw, live) }),
  // An end at 2^64, or a page before or behind it.
  (op, draw, live) => {
    const pages = draw.int(1, 3);
    const offset = toU64(2n ** 64n - BigInt(live.pages.size * pages));
    return { ...op, offset, size: live.pages.bytes(pages + draw.int(-1, 1)) };
  },
  (op, _draw, live) => {
    const vmo = live.handleAt(op.vmo);
    return vmo === undefined || !vmo.open
      ? undefined
      : { ...op, size: live.pages.bytes(live.vmoPages(vmo) + 1) };
  },
  anotherVmo(isResizable),
  anotherVmo(({ object }) => object.kind === "vmo" && object.parent !== undefined),
];

const CACHE_OPS = [VmoOp.CACHE_SYNC, VmoOp.CACHE_INVALIDATE, VmoOp.CACHE_CLEAN, VmoOp.CACHE_CLEAN_INVALIDATE];

/** An op that needs one of some rights, by a handle that has none of them. */
function withoutRight(rights: number, ops: readonly number[]): Violation<OpRange> {
  return (op, draw, live) => {
    const vmo = otherHandle(draw, live, "vmo", (handle) => (handle.rights & rights) === 0);
    return vmo === undefined ? undefined : { ...op, vmo, rangeOp: draw.pick(ops) };
  };
}

export const OP_RANGE: readonly Violation<OpRange>[] = [
  badVmo,
  (op, draw) => ({ ...op, rangeOp: draw.pick([0, 5, 15, 0xffff_ffff]) }),
  withoutRight(Rights.WRITE, [VmoOp.COMMIT, VmoOp.DECOMMIT, VmoOp.ZERO]),
  withoutRight(Rights.READ, [VmoOp.PREFETCH, ...CACHE_OPS]),
  withoutRight(Rights.READ | Rights.WRITE, [VmoOp.LOCK, VmoOp.TRY_LOCK, VmoOp.UNLOCK]),
  (op, draw) => ({ ...op, rangeOp: draw.pick(CACHE_OPS), len: 0 }),
  (op, draw) => ({ ...op, len: draw.chance(50) ? 0 : overflowing(draw) }),
  (op, _draw, live) => {
    const vmo = live.handleAt(op.vmo);
    return vmo === undefined || !vmo.open
      ? undefined
      : { ...op, len: live.pages.bytes(live.vmoPages(vmo) + 1) };
  },
  anotherVmo(({ object }) => object.kind === "vmo" && (object.hasChildren || object.parent !== undefined)),
  (op, draw) => ({ ...op, offset: draw.pick([1, 512]), len: draw.pick([1, 512]) }),
];

export const SET_SIZE: readonly Violation<SetSize>[] = [
  badVmo,
  anotherVmo(lacks(Rights.WRITE)),
  anotherVmo((handle) => isResizable(handle) && lacks(Rights.RESIZE)(handle)),
  (op, draw) => ({ ...op, size: overflowing(draw) }),
  anotherVmo((handle) => !isResizable(handle)),
  (op, draw, live) => ({ ...op, size: nearMax(draw, live) }),
];

export const TRANSFER: readonly Violation<Transfer>[] = [
  badVmo,
  (op, draw, live) => {
    const right = op.call === "vmo_read" ? Rights.READ : Rights.WRITE;
    const vmo = otherHandle(draw, live, "vmo", lacks(right));
    return vmo === undefined ? undefined : { ...op, vmo };
  },
  (op, draw) => ({ ...op, offset: overflowing(draw) }),
  anotherVmo(({ object }) => object.kind === "vmo" && object.special),
  (op, _draw, live) => {
    const vmo = live.handleAt(op.vmo);
    return vmo === undefined || !vmo.open
      ? undefined
      : { ...op, offset: live.pages.bytes(live.vmoPages(vmo)) };
  },
];
