/** Numbers brought together, whatever they count. */
import { type U64 } from "../../zircon/index.ts";
import type { Op, Program } from "../program.ts";

/**
 * All numbers of a program that are above one of them lowered by as much, so that their order and the distances between them stay: a size
 * and the limit in it, say, that only matter by how they lie to each other. So, too, with the lengths of ranges as they are: then a range
 * is moved down, and not cut.
 */
export function* loweredTogether({ world, ops }: Program): Generator<Program> {
  const page = world.aspace.pageSize;
  const numbers = [0, ...new Set(ops.flatMap(numbersOf))].toSorted((a, b) => a - b);
  for (const [i, below] of numbers.entries()) {
    const gap = (numbers[i + 1] ?? below) - below;
    const pages = Math.floor(gap / page);
    for (const by of new Set([pages - 1, pages, Math.floor(pages / 2), 1])) {
      if (by < 1 || by > pages) continue;
      for (const keepsRange of [false, true]) {
        const changed = ops.map((op) => lowered(op, below, by * page, keepsRange));
        if (changed.some((op, at) => op !== ops[at])) yield { world, ops: changed };
      }
    }
  }
}

function numbersOf(op: Op): number[] {
  const numbers: number[] = [];
  mapNumbers(op, (value) => {
    numbers.push(value);
    return value;
  });
  return numbers;
}

function lowered(op: Op, above: number, by: number, keepsRange: boolean): Op {
  if (!keepsRange || !("addr" in op && "len" in op)) {
    if (!numbersOf(op).some((value) => value > above)) return op;
    return mapNumbers(op, (value) => (value > above ? value - by : value));
  }
  // It may begin in the last page of what gets shorter.
  const { delta } = op.addr;
  if (typeof delta !== "number" || delta < Math.max(above, by)) return op;
  return { ...op, addr: { ...op.addr, delta: delta - by } };
}

function mapNumbers(op: Op, other: (value: number) => number): Op {
  const change = (value: U64): U64 => (typeof value === "number" ? other(value) : value);
  const changed = { ...op };
  if ("addr" in changed) changed.addr = { ...changed.addr, delta: change(changed.addr.delta) };
  if ("offset" in changed && typeof changed.offset !== "object") changed.offset = change(changed.offset);
  if ("vmoOffset" in changed) changed.vmoOffset = change(changed.vmoOffset);
  if ("len" in changed) changed.len = change(changed.len);
  if ("size" in changed) changed.size = change(changed.size);
  return changed;
}
