import { describe, expect, it } from "vitest";
import { VmoChildOptions } from "./vmo-child-options.ts";

describe("VmoChildOptions (zx-api.md §5.4)", () => {
  it("has the numbers", () => {
    expect(VmoChildOptions.TABLE).toStrictEqual({
      SNAPSHOT: 0x1,
      RESIZABLE: 0x4,
      SLICE: 0x8,
      SNAPSHOT_AT_LEAST_ON_WRITE: 0x10,
      NO_WRITE: 0x20,
      REFERENCE: 0x40,
      SNAPSHOT_MODIFIED: 0x80,
    });
  });

  it("has a constant for each name", () => {
    for (const [name, bit] of Object.entries(VmoChildOptions.TABLE)) {
      expect(VmoChildOptions).toHaveProperty([name, "bits"], bit);
    }
  });

  it("is a type of its own", () => {
    const all = VmoChildOptions.truncate(0xffff_ffff);
    expect(all.bits).toBe(0xfd);
    expect(all.complement().isEmpty).toBe(true);
    expect(Object.prototype.toString.call(all)).toBe("[object VmoChildOptions]");
  });
});
