import { RIGHTS_PROCESS_DEFAULT, Rights, type U64, vmoMaxPages, VmoOption } from "../zircon/index.ts";
import type { Draw } from "./draw.ts";
import type { Live } from "./live.ts";
import {
  addrOf,
  badHandle,
  isDiscardable,
  lenOf,
  pickHandle,
  pickName,
  pickRange,
  pickSignalChange,
  pickSignals,
  pickVmar,
  pickVmo,
  pickVmoLike,
  regionOf,
} from "./operands.ts";
import { type Addr, INVALID, type Op, PROCESS, type Slot, type UntracedOp } from "./program.ts";

/** A call that traces cannot write down: memory of other kinds, odd buffers, the process; or what such a call needs. */
export function drawUntraced(draw: Draw, live: Live): Op {
  const out = live.nextSlot;
  return draw.among<() => Op>([
    [20, () => ({ call: "vmo_create_physical", size: fixedSize(draw, live), out })],
    [14, () => ({ call: "vmo_create_contiguous", size: fixedSize(draw, live), out })],
    [14, () => discard(draw, live)],
    [4, () => withoutName(draw, live)],
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
    [12, () => onProcess(draw, live)],
    // Rarely: little is left to do after it.
    [4, () => ({ call: "task_kill", handle: processHandle(draw, live) })],
  ])();
}

function fixedSize(draw: Draw, live: Live): U64 {
  const max = vmoMaxPages(live.pages.shift);
  return draw.among<() => U64>([
    [88, () => live.pages.bytes(draw.int(1, 6))],
    [8, () => lenOf(draw, live, draw.int(0, 3))],
    // Physical memory may be as large as a VMO can be; a contiguous run of pages may not (D-30).
    [4, () => live.pages.bytes(draw.pick([max, max + 1, 2 ** 20 + 1]))],
  ])();
}

/** A cache policy that is none: one has a name in traces. */
function withoutName(draw: Draw, live: Live): Op {
  const vmo = pickVmo(draw, live)?.slot ?? INVALID;
  return { call: "vmo_set_cache_policy", vmo, policy: draw.pick([4, 0xffff_ffff]) };
}

/** Memory pressure on a VMO: mostly on one that may be emptied, or such a one is made. */
function discard(draw: Draw, live: Live): Op {
  const vmo = pickVmoLike(draw, live, isDiscardable);
  if (vmo === undefined || (!live.openVmos.some(isDiscardable) && draw.chance(80))) {
    const size = live.pages.bytes(draw.int(1, 6));
    return { call: "vmo_create", size, options: VmoOption.DISCARDABLE, out: live.nextSlot };
  }
  return { call: "vmo_discard", vmo: vmo.slot };
}

/** A call on an object of any kind, on the process. */
function onProcess(draw: Draw, live: Live): Op {
  const handle = processHandle(draw, live);
  const gate = draw.pick([
    Rights.READ,
    Rights.WRITE,
    Rights.DESTROY,
    Rights.INSPECT,
    Rights.DUPLICATE,
    Rights.SIGNAL,
    Rights.WAIT,
    Rights.GET_PROPERTY,
    Rights.SET_PROPERTY,
  ]);
  return draw.among<() => Op>([
    [
      10,
      () => ({
        call: "handle_duplicate",
        handle,
        rights: (draw.chance(80) ? RIGHTS_PROCESS_DEFAULT & ~gate : Rights.SAME_RIGHTS) >>> 0,
        out: live.nextSlot,
      }),
    ],
    [2, () => ({ call: "get_name", handle })],
    [3, () => ({ call: "set_name", handle, name: pickName(draw) })],
    [3, () => ({ call: "signal", handle, ...pickSignalChange(draw) })],
    [2, () => ({ call: "wait", handle, signals: pickSignals(draw) })],
    [2, () => ({ call: "handle_count", handle })],
  ])();
}

/** The process, now and then by a handle that was made of its own, or one of another kind. */
function processHandle(draw: Draw, live: Live): Slot {
  const { processes } = live;
  if (processes.length > 0 && draw.chance(50)) return draw.pick(processes);
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
