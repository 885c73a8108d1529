import { describe, expect, expectTypeOf, it } from "vitest";
import { Koid } from "./koid.ts";

describe("Koid", () => {
  it("is a u64 of a type of its own", () => {
    expect(Koid.fromRaw(1024)).toBe(1024n);
    expect(Koid.fromRaw(2n ** 64n - 1n)).toBe(2n ** 64n - 1n);
    expectTypeOf<bigint>().not.toExtend<Koid>();
  });

  it("has the ids that the system layer names", () => {
    expect([Koid.INVALID, Koid.KERNEL, Koid.FIRST]).toStrictEqual([0n, 1n, 1024n]);
  });

  it.each([-1, 1.5, 2n ** 64n, -1n])("throws for %s", (raw) => {
    expect(() => Koid.fromRaw(raw)).toThrow(RangeError);
  });
});
