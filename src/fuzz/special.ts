/** VMOs that hardly any program has, and for which many calls have a rule of their own. */
import { VmOption } from "../zircon/index.ts";
import { GENERATORS } from "./calls.ts";
import type { Draw } from "./draw.ts";
import type { Live, LiveHandle } from "./live.ts";
import { addrOf, pickAround, pickMapped, regionOf } from "./operands.ts";
import type { Op, TracedCall } from "./program.ts";

/** Calls on a VMO or its memory, those of {@link touchSpecial}, with their odds. */
export const TOUCHES: readonly (readonly [weight: number, call: TracedCall])[] = [
  [26, "map"],
  [24, "op_range"],
  [20, "vmo_op_range"],
  [14, "vmo_create_child"],
  [8, "access"],
  [6, "protect"],
  [5, "vmo_read"],
  [5, "vmo_write"],
  [5, "read_memory"],
  [5, "write_memory"],
  [4, "vmo_set_stream_size"],
  [3, "vmo_set_size"],
  [2, "vmo_get_stream_size"],
  [2, "vmo_set_cache_policy"],
];

/** A call on one of the open special VMOs: by a handle, or where it is mapped. */
export function touchSpecial(draw: Draw, live: Live, call: TracedCall): Op {
  const vmo = draw.pick(live.specialVmos);
  const op = GENERATORS[call](draw, live);
  if (op.call === "map") {
    const options = op.options | VmOption.ALLOW_FAULTS | (draw.chance(50) ? VmOption.MAP_RANGE : 0);
    return { ...op, vmo: vmo.slot, options, vmoOffset: live.pages.bytes(draw.low(0, 3)) };
  }
  return "vmo" in op ? { ...op, vmo: vmo.slot } : whereMapped(draw, live, op, vmo);
}

function whereMapped(draw: Draw, live: Live, op: Op, vmo: LiveHandle): Op {
  const mappings = live.mappings.filter((entry) => live.shownBy(entry) === vmo.object);
  if (!("addr" in op) || mappings.length === 0) return op;
  const entry = draw.pick(mappings);
  const vmar = pickAround(draw, live, entry) ?? live.root;
  const { page, end } = pickMapped(draw, live, regionOf(vmar), entry) ?? entry;
  const addr = addrOf(draw, live, page, vmar);
  if (!("vmar" in op)) return { ...op, addr };
  return { ...op, addr, vmar: vmar.slot, len: live.pages.bytes(end - page) };
}
