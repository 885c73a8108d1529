import { describe, expect, it } from "vitest";
import { VmoOptions } from "./vmo-options.ts";

describe("VmoOptions (zx-api.md §5.2)", () => {
  it("has the numbers", () => {
    expect(VmoOptions.TABLE).toStrictEqual({
      RESIZABLE: 0x2,
      DISCARDABLE: 0x4,
      TRAP_DIRTY: 0x8,
      UNBOUNDED: 0x10,
    });
  });

  it("has a constant for each name", () => {
    for (const [name, bit] of Object.entries(VmoOptions.TABLE)) {
      expect(VmoOptions).toHaveProperty([name, "bits"], bit);
    }
  });

  it("is a type of its own", () => {
    const all = VmoOptions.truncate(0xffff_ffff);
    expect(all.bits).toBe(0x1e);
    expect(all.complement().isEmpty).toBe(true);
    expect(Object.prototype.toString.call(all)).toBe("[object VmoOptions]");
  });
});
