import { PageGeometry, Status, type U64, addU64, subU64 } from "../../../zircon/index.ts";
import type { Op } from "../../program.ts";
import type { SpaceLog } from "../../space.ts";
import type { Relation } from "./relation.ts";
import { compareRewritten } from "./rewritten.ts";

type Unmap = Extract<Op, { call: "unmap" }>;

/** A range unmapped in two halves is unmapped whole, wherever the cut is, as long as it goes through no child region. */
export const unmapHalves: Relation = {
  name: "unmap-halves",
  rules: ["UNMAP-08", "UNMAP-09"],
  relate(program, kernel) {
    const geometry = new PageGeometry(program.world.aspace.pageSize);
    return compareRewritten(program, kernel, (op, outcome, before, session) => {
      if (op.call !== "unmap" || outcome.status !== Status.OK) return [op];
      const first = cut(session.addr(op.addr), op.len, geometry, before);
      return first === undefined ? [op] : halves(op, first);
    });
  },
};

/** How many bytes the first half has: in the middle, after the first page, or before the last. */
function cut(addr: U64, len: U64, geometry: PageGeometry, space: SpaceLog): U64 | undefined {
  const start = geometry.of(addr);
  const pages = geometry.up(len);
  const cuts = [Math.floor(pages / 2), 1, pages - 1].filter((at) => at > 0 && at < pages);
  space.forEach((entry) => {
    const page = geometry.of(entry.base);
    const end = page + geometry.of(entry.size);
    if (!entry.isRegion || page < start || end > start + pages) return;
    for (const [index, at] of cuts.entries()) if (start + at > page && start + at < end) cuts[index] = 0;
  });
  const pagesBefore = cuts.find((at) => at > 0);
  return pagesBefore === undefined ? undefined : geometry.bytes(pagesBefore);
}

function halves(op: Unmap, first: U64): Op[] {
  const addr = { ...op.addr, delta: addU64(op.addr.delta, first) };
  return [
    { ...op, len: first },
    { ...op, addr, len: subU64(op.len, first) },
  ];
}
