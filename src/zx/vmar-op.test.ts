import { describe, expect, expectTypeOf, it } from "vitest";
import { VmarOp } from "./vmar-op.ts";
import type { VmoOp } from "./vmo-op.ts";

describe("VmarOp", () => {
  it("has the numbers of zx-api.md §3.1", () => {
    const { fromRaw: _, format: _f, ...numbers } = VmarOp;
    expect(numbers).toStrictEqual({
      COMMIT: 1,
      DECOMMIT: 2,
      MAP_RANGE: 3,
      ZERO: 10,
      DONT_NEED: 12,
      ALWAYS_NEED: 13,
      PREFETCH: 14,
    });
  });

  it("is another type than VmoOp: LOCK is no MAP_RANGE although both are 3", () => {
    expectTypeOf<VmoOp>().not.toExtend<VmarOp>();
    expectTypeOf<number>().not.toExtend<VmarOp>();
    expectTypeOf<VmarOp>().toExtend<number>();
  });

  it("can be any u32", () => {
    expect(VmarOp.fromRaw(0xffff_ffff)).toBe(0xffff_ffff);
    for (const raw of [-1, 0.5, 2 ** 32, NaN]) {
      expect(() => VmarOp.fromRaw(raw)).toThrow(RangeError);
    }
  });

  it("prints as Rust prints them", () => {
    expect(VmarOp.format(VmarOp.MAP_RANGE)).toBe("VmarOp(MAP_RANGE)");
    expect(VmarOp.format(VmarOp.fromRaw(4))).toBe("VmarOp(4)");
  });
});
