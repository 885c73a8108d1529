import { type U64, addU64 } from "../../zircon/index.ts";
import type { Op, Program } from "../program.ts";

/** A stretch of addresses gone, out of the ranges that cover it, and what lies beyond it moved down: a page, a byte, a wide gap. */
export function* withoutStretch(program: Program): Generator<Program> {
  const page = program.world.aspace.pageSize;
  const points = new Set([0, ...program.ops.flatMap(pointsOf).map((point) => point - (point % page))]);
  const gaps = [...points]
    .toSorted((a, b) => a - b)
    .flatMap((point, i, sorted): Stretch[] => {
      const wide = (sorted[i + 1] ?? point) - point - page;
      // All of it, or a sixteenth, or a sixteenth of that: where the distance matters, so that no gap is walked page by page.
      return steps(wide, page).map((by) => ({ from: point, by }));
    });
  const units = [0, 1, 2, 3].flatMap((at): Stretch[] => [
    { from: at * page, by: page },
    { from: at * page, by: 2 * page },
    { from: at, by: 1 },
  ]);
  // The widest steps first, or they would be taken a page at a time.
  const stretches = [...gaps.toSorted((a, b) => b.by - a.by), ...units];
  for (const stretch of stretches) {
    for (const keepsEnd of stretch.by >= page ? [false, true] : [false]) {
      yield { ...program, ops: program.ops.map((op) => without(op, stretch, keepsEnd, page)) };
    }
  }
}

/** More than a page each, in whole pages. */
function steps(wide: number, page: number): number[] {
  const all: number[] = [];
  for (let by = wide; by > page; by = Math.floor(by / 16 / page) * page) all.push(by);
  return all;
}

/** Where an operation's range begins and ends. */
function pointsOf(op: Op): number[] {
  const start = "addr" in op ? op.addr.delta : op.call === "allocate" || op.call === "map" ? op.offset : 0;
  const len = "len" in op ? op.len : op.call === "allocate" ? op.size : 0;
  if (typeof start !== "number" || typeof len !== "number") return [];
  return [start, start + len];
}

interface Stretch {
  readonly from: number;
  readonly by: number;
}

/** `op` without a stretch of addresses; with `keepsEnd`, a mapping goes on showing the end of its VMO. */
function without(op: Op, { from, by }: Stretch, keepsEnd: boolean, page: number): Op {
  // Single bytes are taken where few are left: a thousand of them would be a thousand steps.
  const counts = (value: U64): value is number => typeof value === "number" && (by >= page || value < 16);
  const down = (value: U64): U64 => (counts(value) && value >= from + by ? value - by : value);
  const shorter = (start: U64, len: U64): U64 =>
    counts(start) && counts(len) && len > by && start <= from && from + by <= start + len ? len - by : len;
  const changed = { ...op };
  if ("addr" in changed) {
    if ("len" in changed) changed.len = shorter(changed.addr.delta, changed.len);
    changed.addr = { ...changed.addr, delta: down(changed.addr.delta) };
  }
  if ("offset" in changed && typeof changed.offset !== "object") {
    const start = changed.offset;
    if (changed.call === "allocate") changed.size = shorter(start, changed.size);
    else if ("len" in changed) {
      const len = shorter(start, changed.len);
      if (changed.call === "map" && len !== changed.len && keepsEnd) {
        changed.vmoOffset = addU64(changed.vmoOffset, by);
      }
      changed.len = len;
    }
    changed.offset = down(start);
  }
  if ("size" in changed && changed.call !== "allocate") changed.size = shorter(0, changed.size);
  return changed;
}
