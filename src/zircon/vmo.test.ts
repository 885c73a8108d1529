import { describe, expect, it } from "vitest";
import { CachePolicy, MAX_NAME_LEN, VmoChildOption, vmoMaxPages, VmoOp, VmoOption } from "./vmo.ts";
import { PageGeometry } from "./page.ts";

describe("VMO numbers (§1.4, §1.6)", () => {
  it("are those of the ABI", () => {
    expect(VmoOption).toStrictEqual({ RESIZABLE: 2, DISCARDABLE: 4, TRAP_DIRTY: 8, UNBOUNDED: 16 });
    expect(VmoChildOption).toStrictEqual({
      SNAPSHOT: 1,
      RESIZABLE: 4,
      SLICE: 8,
      SNAPSHOT_AT_LEAST_ON_WRITE: 16,
      NO_WRITE: 32,
      REFERENCE: 64,
      SNAPSHOT_MODIFIED: 128,
    });
    expect(VmoOp).toStrictEqual({
      COMMIT: 1,
      DECOMMIT: 2,
      LOCK: 3,
      UNLOCK: 4,
      CACHE_SYNC: 6,
      CACHE_INVALIDATE: 7,
      CACHE_CLEAN: 8,
      CACHE_CLEAN_INVALIDATE: 9,
      ZERO: 10,
      TRY_LOCK: 11,
      DONT_NEED: 12,
      ALWAYS_NEED: 13,
      PREFETCH: 14,
    });
    expect(CachePolicy).toStrictEqual({ CACHED: 0, UNCACHED: 1, UNCACHED_DEVICE: 2, WRITE_COMBINING: 3 });
    expect(MAX_NAME_LEN).toBe(32);
  });
});

describe("vmoMaxPages", () => {
  it("is VMO_MAX in pages", () => {
    expect(new PageGeometry(4096).bytes(vmoMaxPages(12))).toBe(0xffff_ffff_fffe_0000n);
  });

  it.each([12, 14, 16, 21])("is 2^64-1 rounded down to 32 pages, for 2^%i bytes in a page", (shift) => {
    const unit = 32n << BigInt(shift);
    const max = ((2n ** 64n - 1n) / unit) * unit;
    expect(vmoMaxPages(shift)).toBe(Number(max >> BigInt(shift)));
  });
});
