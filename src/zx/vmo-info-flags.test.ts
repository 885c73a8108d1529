import { describe, expect, it } from "vitest";
import { VmoInfoFlags } from "./vmo-info-flags.ts";

describe("VmoInfoFlags (zx-api.md §5.5)", () => {
  it("has the numbers", () => {
    expect(VmoInfoFlags.TABLE).toStrictEqual({
      PAGED: 0x1,
      RESIZABLE: 0x2,
      IS_COW_CLONE: 0x4,
      VIA_HANDLE: 0x8,
      VIA_MAPPING: 0x10,
      PAGER_BACKED: 0x20,
      CONTIGUOUS: 0x40,
      DISCARDABLE: 0x80,
      IMMUTABLE: 0x100,
      VIA_IOB_HANDLE: 0x200,
    });
  });

  it("has a constant for each name", () => {
    for (const [name, bit] of Object.entries(VmoInfoFlags.TABLE)) {
      expect(VmoInfoFlags).toHaveProperty([name, "bits"], bit);
    }
  });

  it("is a type of its own", () => {
    const all = VmoInfoFlags.truncate(0xffff_ffff);
    expect(all.bits).toBe(0x3ff);
    expect(all.complement().isEmpty).toBe(true);
    expect(Object.prototype.toString.call(all)).toBe("[object VmoInfoFlags]");
  });
});
