import { describe, expect, it } from "vitest";
import { isPageSize, PageGeometry } from "./page.ts";
import { type U64, wrapU64 } from "./u64.ts";

const TWO_53 = 2n ** 53n;
const TWO_64 = 2n ** 64n;
const page = new PageGeometry(4096);
const sizes = [4096, 16384, 65536, 2 ** 31];

/** Values around everything that could go wrong: 0, a page, 2^53, 2^63, 2^64. */
const EDGES: readonly bigint[] = [0n, 4096n, 65536n, 2n ** 31n, TWO_53, 2n ** 63n, TWO_64]
  .flatMap((edge) =>
    [-65536n, -4097n, -4096n, -4095n, -1n, 0n, 1n, 4095n, 4096n, 65536n].map((d) => edge + d),
  )
  .filter((value) => value >= 0n && value < TWO_64);

describe("isPageSize", () => {
  it.each([4096, 8192, 16384, 65536, 2 ** 21, 2 ** 31])("accepts %i", (size) => {
    expect(isPageSize(size)).toBe(true);
    expect(new PageGeometry(size)).toMatchObject({ size, shift: Math.log2(size) });
  });

  it.each([0, 1, 2048, 4095, 4097, 12288, 2 ** 32, -4096, 4096.5, NaN, Infinity])("refuses %d", (size) => {
    expect(isPageSize(size)).toBe(false);
    expect(() => new PageGeometry(size)).toThrow(RangeError);
  });
});

describe("a geometry", () => {
  it("ends at 2^64", () => {
    expect(page.limit).toBe(2 ** 52);
    expect(page.shift).toBe(12);
    expect(new PageGeometry(65536).limit).toBe(2 ** 48);
  });

  // The definitions of §1.1 in bigints, against the arithmetic that avoids them.
  it.each(sizes)("computes as the definitions say, with pages of %i bytes", (size) => {
    const geometry = new PageGeometry(size);
    const big = BigInt(size);
    for (const value of EDGES) {
      const x: U64 = wrapU64(value);
      expect(geometry.aligned(x)).toBe(value % big === 0n);
      expect(geometry.of(x)).toBe(Number(value / big));
      expect(geometry.offsetIn(x)).toBe(Number(value % big));
      const up = BigInt.asUintN(64, (value + big - 1n) & ~(big - 1n));
      expect(geometry.up(x)).toBe(Number(up / big));
      expect(geometry.bytes(geometry.of(x))).toBe(wrapU64(value - (value % big)));
    }
  });
});

describe("up", () => {
  it("rounds up to pages", () => {
    expect(page.up(0)).toBe(0);
    expect(page.up(1)).toBe(1);
    expect(page.up(4096)).toBe(1);
    expect(page.up(4097)).toBe(2);
  });

  it("wraps to 0 above 2^64 - PAGE, which itself is all pages but one", () => {
    expect(page.up(TWO_64 - 4096n)).toBe(page.limit - 1);
    expect(page.up(TWO_64 - 4095n)).toBe(0);
    expect(page.up(TWO_64 - 1n)).toBe(0);
  });

  it("is exact around 2^53", () => {
    expect(page.up(Number.MAX_SAFE_INTEGER)).toBe(2 ** 41);
    expect(page.up(TWO_53)).toBe(2 ** 41);
    expect(page.up(TWO_53 + 1n)).toBe(2 ** 41 + 1);
  });
});

describe("bytes", () => {
  it("is a bigint from 2^53 on and 0 at 2^64", () => {
    expect(page.bytes(1)).toBe(4096);
    expect(page.bytes(2 ** 41 - 1)).toBe(2 ** 53 - 4096);
    expect(page.bytes(2 ** 41)).toBe(TWO_53);
    expect(page.bytes(page.limit - 1)).toBe(TWO_64 - 4096n);
    expect(page.bytes(page.limit)).toBe(0);
  });
});
