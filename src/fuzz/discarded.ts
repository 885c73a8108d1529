import { VmOption, VmoOption } from "../zircon/index.ts";
import { GENERATORS } from "./calls.ts";
import type { Draw } from "./draw.ts";
import type { Live, LiveHandle } from "./live.ts";
import { addrOf, pickAround, pickVmoLike } from "./operands.ts";
import type { Op, TracedCall } from "./program.ts";

/** Memory pressure on a VMO: mostly on one that may be emptied, or such a one is made. */
export function discard(draw: Draw, live: Live): Op {
  const vmo = pickVmoLike(draw, live, isDiscardable);
  if (vmo === undefined || (!live.openVmos.some(isDiscardable) && draw.chance(80))) {
    const size = live.pages.bytes(draw.int(1, 6));
    return { call: "vmo_create", size, options: VmoOption.DISCARDABLE, out: live.nextSlot };
  }
  return { call: "vmo_discard", vmo: vmo.slot };
}

function isDiscardable({ object }: LiveHandle): boolean {
  return (
    object.kind === "vmo" && object.parent === undefined && (object.options & VmoOption.DISCARDABLE) !== 0
  );
}

/** Open handles to VMOs that memory pressure has emptied: what was written is gone, and so is the memory (D-13). */
export function discardedVmos(live: Live): readonly LiveHandle[] {
  return live.openVmos.filter(({ object }) => object.kind === "vmo" && object.discarded);
}

/** Calls that touch the memory of a VMO, and their odds. */
const TOUCHES: readonly (readonly [weight: number, call: TracedCall])[] = [
  [30, "map"],
  [20, "op_range"],
  [12, "vmo_op_range"],
  [10, "access"],
  [6, "vmo_read"],
  [6, "vmo_write"],
  [6, "read_memory"],
  [6, "write_memory"],
  [4, "vmo_create_child"],
];

/** A call that touches an emptied VMO, by a handle or where it is mapped. */
export function touchDiscarded(draw: Draw, live: Live, vmo: LiveHandle): Op {
  const op = GENERATORS[draw.among(TOUCHES)](draw, live);
  if (op.call === "map") {
    const options = op.options | VmOption.ALLOW_FAULTS | (draw.chance(50) ? VmOption.MAP_RANGE : 0);
    return { ...op, vmo: vmo.slot, options, vmoOffset: live.pages.bytes(draw.low(0, 3)) };
  }
  if ("vmo" in op) return { ...op, vmo: vmo.slot };
  const mappings = live.mappings.filter((entry) => live.shownBy(entry) === vmo.object);
  if (!("addr" in op) || mappings.length === 0) return op;
  const entry = draw.pick(mappings);
  const vmar = pickAround(draw, live, entry) ?? live.root;
  const addr = addrOf(draw, live, entry.page, vmar);
  return "vmar" in op ? { ...op, addr, vmar: vmar.slot } : { ...op, addr };
}
