import { describe, expect, it } from "vitest";
import { Rights } from "./rights.ts";

describe("Rights (zx-api.md §3.6)", () => {
  it("numbers its bits from DUPLICATE on, SAME_RIGHTS last", () => {
    expect(Object.entries(Rights.TABLE).map(([, bit]) => bit)).toStrictEqual([
      ...Array.from({ length: 25 }, (_, bit) => 2 ** bit),
      2 ** 31,
    ]);
  });

  it("has a constant for each name", () => {
    for (const [name, bit] of Object.entries(Rights.TABLE))
      expect(Rights).toHaveProperty([name, "bits"], bit);
  });

  it("has the groups", () => {
    expect(Rights.BASIC).toStrictEqual(Rights.of("TRANSFER", "DUPLICATE", "WAIT", "INSPECT"));
    expect(Rights.BASIC.bits).toBe(0xc003);
    expect(Rights.IO.bits).toBe(0xc);
    expect(Rights.PROPERTY.bits).toBe(0xc0);
    expect(Rights.POLICY.bits).toBe(0xc00);
  });

  it("has the defaults", () => {
    expect(Rights.VMAR_DEFAULT).toStrictEqual(Rights.of("TRANSFER", "DUPLICATE", "INSPECT", "OP_CHILDREN"));
    expect(Rights.VMO_DEFAULT).toStrictEqual(
      Rights.BASIC.union(Rights.IO, Rights.PROPERTY, Rights.MAP, Rights.SIGNAL),
    );
    expect(Rights.PROCESS_DEFAULT).toStrictEqual(
      Rights.BASIC.union(
        Rights.IO,
        Rights.PROPERTY,
        Rights.of("ENUMERATE", "DESTROY", "SIGNAL", "MANAGE_PROCESS", "MANAGE_THREAD"),
      ),
    );
  });
});
