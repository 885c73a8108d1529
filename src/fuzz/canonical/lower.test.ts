import { describe, expect, it } from "vitest";
import { type Op, type Program, ROOT } from "../program.ts";
import { loweredTogether } from "./lower.ts";
import { PLAIN_WORLD, programKey } from "./simplicity.ts";

const P = 4096;

/** A mapping of `pages` of a VMO as long, one page behind it, and a range over the last page of one and the other. */
function adjacent(pages: number): Program {
  const map = { call: "map", vmar: ROOT, options: 0, offset: 0, vmo: 1 } as const;
  const addr = { slot: ROOT, delta: (pages - 1) * P };
  const ops: Op[] = [
    { call: "vmo_create", size: pages * P, options: 0, out: 1 },
    { ...map, vmoOffset: 0, len: pages * P, out: 2 },
    { ...map, vmoOffset: pages * P, len: P, out: 3 },
    { call: "unmap", vmar: ROOT, addr, len: 2 * P },
  ];
  return { world: PLAIN_WORLD, ops };
}

/** A region of `pages`, and one in it that ends a page before it does. */
function nested(pages: number): Program {
  const region = { call: "allocate", vmar: ROOT, options: 0, offset: 0 } as const;
  const ops: Op[] = [
    { ...region, size: pages * P, out: 1 },
    { ...region, vmar: 1, offset: (pages - 1) * P, size: (pages - 1) * P, out: 2 },
  ];
  return { world: PLAIN_WORLD, ops };
}

describe("numbers lowered together", () => {
  it("keep their order and distances, at once and step by step", () => {
    const keys = [...loweredTogether(nested(15))].map(programKey);
    expect(keys).toContain(programKey(nested(2)));
    expect(keys).toContain(programKey(nested(14)));
    expect(keys).toContain(programKey(nested(8)));
  });

  it("move a range down and leave its length", () => {
    expect([...loweredTogether(adjacent(4))].map(programKey)).toContain(programKey(adjacent(3)));
    expect([...loweredTogether(adjacent(2))].map(programKey)).toContain(programKey(adjacent(1)));
  });

  it("are never below nothing, and what is too far away for a number stays", () => {
    const far: Op = { call: "unmap", vmar: ROOT, addr: { slot: ROOT, delta: 2n ** 64n - 1n }, len: 3 * P };
    for (const { ops } of loweredTogether({ world: PLAIN_WORLD, ops: [far] })) {
      expect(ops).toEqual([{ ...far, len: expect.any(Number) }]);
      expect(ops.every((op) => "len" in op && op.len >= 0 && op.len < 3 * P)).toBe(true);
    }
  });
});
