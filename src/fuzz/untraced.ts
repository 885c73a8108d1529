import type { U64 } from "../zircon/index.ts";
import { discard, discardedVmos, touchDiscarded } from "./discarded.ts";
import type { Draw } from "./draw.ts";
import type { Live } from "./live.ts";
import { addrOf, badHandle, lenOf, pickHandle, pickRange, pickVmar, regionOf } from "./operands.ts";
import { type Addr, type Op, PROCESS, type Slot, type UntracedOp } from "./program.ts";

/** A call that traces cannot write down: memory of other kinds, odd buffers, the process; or one on what only such calls make. */
export function drawUntraced(draw: Draw, live: Live): Op {
  const out = live.nextSlot;
  const discarded = discardedVmos(live);
  return draw.among<() => Op>([
    [20, () => ({ call: "vmo_create_physical", size: fixedSize(draw, live), out })],
    [14, () => ({ call: "vmo_create_contiguous", size: fixedSize(draw, live), out })],
    [14, () => discard(draw, live)],
    [discarded.length === 0 ? 0 : 60, () => touchDiscarded(draw, live, draw.pick(discarded))],
    [
      8,
      () => ({
        call: "info_sized",
        vmar: pickVmar(draw, live).slot,
        room: draw.pick([0, 8, 15, 16, 32]),
      }),
    ],
    [
      4,
      () => ({
        call: "basic_sized",
        handle: draw.chance(80) ? pickHandle(draw, live).slot : processHandle(draw, live),
        room: draw.pick([0, 8, 31, 32, 40]),
      }),
    ],
    [
      8,
      () => ({
        call: "process_maps",
        handle: processHandle(draw, live),
        capacity: draw.chance(50) ? undefined : draw.int(0, 3),
      }),
    ],
    [
      10,
      () => ({
        call: "process_read",
        handle: processHandle(draw, live),
        addr: someAddr(draw, live),
        len: draw.pick([0, 1, 64]),
      }),
    ],
    [
      10,
      () => ({
        call: "process_write",
        handle: processHandle(draw, live),
        addr: someAddr(draw, live),
        bytes: new Uint8Array(draw.int(0, 2)).fill(3),
      }),
    ],
    [12, () => unmapExit(draw, live)],
    // Rarely: little is left to do after it.
    [4, () => ({ call: "task_kill", handle: processHandle(draw, live) })],
  ])();
}

function fixedSize(draw: Draw, live: Live): U64 {
  return draw.chance(90) ? live.pages.bytes(draw.int(1, 6)) : lenOf(draw, live, draw.int(0, 3));
}

/** The process, now and then by a handle that was made of its own, or one of another kind. */
function processHandle(draw: Draw, live: Live): Slot {
  if (draw.chance(80)) return PROCESS;
  return draw.chance(50) ? pickHandle(draw, live).slot : badHandle(draw, live, "vmar");
}

function someAddr(draw: Draw, live: Live): Addr {
  const mapped = live.mappings;
  return mapped.length === 0 ? live.absolute(1) : live.absolute(draw.pick(mapped).page);
}

function unmapExit(draw: Draw, live: Live): UntracedOp {
  const vmar = pickVmar(draw, live);
  const range = pickRange(draw, live, regionOf(vmar));
  return {
    call: "unmap_exit",
    vmar: vmar.slot,
    addr: addrOf(draw, live, range.page, vmar),
    len: lenOf(draw, live, range.end - range.page),
    handle: draw.chance(70) ? pickHandle(draw, live).slot : badHandle(draw, live, "vmo"),
  };
}
