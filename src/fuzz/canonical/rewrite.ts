/** Programs with something of them exchanged. */
import type { U64 } from "../../zircon/index.ts";
import { type Op, type Program, ROOT, type Slot, outOf } from "../program.ts";

/** A way from a program to others near it. */
export type Step = (program: Program) => Generator<Program>;

export function withOp({ world, ops }: Program, at: number, op: Op): Program {
  return { world, ops: [...ops.slice(0, at), op, ...ops.slice(at + 1)] };
}

/** All VMOs a page long, and what is done to the pages of VMOs done to the first. */
export function withPlainVmos({ world, ops }: Program): Program {
  const page = world.aspace.pageSize;
  return {
    world,
    ops: ops.map((op): Op => {
      if (op.call === "vmo_create") return { ...op, size: page };
      return op.call === "vmo_op_range" ? { ...op, offset: 0, len: page } : op;
    }),
  };
}

/** What is done to addresses done from the root's start on; a range is then `len` long. */
export function fromStart(op: Op, len: U64): Op {
  if (!("addr" in op)) return op;
  const addr = { slot: ROOT, delta: 0 };
  return "len" in op ? { ...op, addr, len } : { ...op, addr };
}

/** A slot that no operation makes yet. */
export function freshSlot(ops: readonly Op[]): Slot {
  return 1 + Math.max(0, ...ops.map(outOf));
}

/** `op` with a slot in place of another. */
export function withSlot(op: Op, from: Slot, to: Slot): Op {
  return withSlots(
    op,
    (slot) => (slot === from ? to : slot),
    (slot) => slot,
  );
}

/** `op` with other slots for those that it uses, and for what it makes. */
export function withSlots(op: Op, other: (slot: Slot) => Slot, made: (slot: Slot) => Slot = other): Op {
  const changed = { ...op };
  if ("vmar" in changed) changed.vmar = other(changed.vmar);
  if ("vmo" in changed) changed.vmo = other(changed.vmo);
  if ("handle" in changed) changed.handle = other(changed.handle);
  if ("lease" in changed) changed.lease = other(changed.lease);
  if ("addr" in changed) changed.addr = { ...changed.addr, slot: other(changed.addr.slot) };
  if ("offset" in changed && typeof changed.offset === "object") {
    changed.offset = { ...changed.offset, of: other(changed.offset.of), from: other(changed.offset.from) };
  }
  if ("out" in changed) changed.out = made(changed.out);
  return changed;
}
