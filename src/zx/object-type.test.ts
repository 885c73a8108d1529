import { describe, expect, it } from "vitest";
import { ObjectType } from "./object-type.ts";

describe("ObjectType (zx-api.md §3.7)", () => {
  it("leaves 7, 8, 10 and 13 unused", () => {
    const { format: _, ...numbers } = ObjectType;
    expect(Object.values(numbers)).toStrictEqual(
      Array.from({ length: 35 }, (_unused, n) => n).filter((n) => ![7, 8, 10, 13].includes(n)),
    );
    expect(ObjectType.VMAR).toBe(18);
  });

  it("prints", () => {
    expect(ObjectType.format(ObjectType.VMO)).toBe("ObjectType(VMO)");
    expect(ObjectType.format(7)).toBe("ObjectType(7)");
  });
});
