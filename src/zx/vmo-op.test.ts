import { describe, expect, expectTypeOf, it } from "vitest";
import type { VmarOp } from "./vmar-op.ts";
import { VmoOp } from "./vmo-op.ts";

describe("VmoOp", () => {
  it("has the numbers of zx-api.md §5.3: all to 14 but 5", () => {
    const { fromRaw: _, format: _f, ...numbers } = VmoOp;
    expect(Object.values(numbers)).toStrictEqual([1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  it("is another type than VmarOp", () => {
    expectTypeOf<VmarOp>().not.toExtend<VmoOp>();
    expectTypeOf<number>().not.toExtend<VmoOp>();
  });

  it("can be any u32", () => {
    expect(VmoOp.fromRaw(5)).toBe(5);
    expect(() => VmoOp.fromRaw(-1)).toThrow(RangeError);
  });

  it("prints as Rust prints it", () => {
    expect(VmoOp.format(VmoOp.LOCK)).toBe("VmoOp(LOCK)");
    expect(VmoOp.format(VmoOp.fromRaw(5))).toBe("VmoOp(5)");
  });
});
