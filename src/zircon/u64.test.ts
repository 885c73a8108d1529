import { describe, expect, it } from "vitest";
import { addOverflows, addU64, formatU64, subU64, toU64, U64_MAX, wrapU64 } from "./u64.ts";

const SAFE_MAX = Number.MAX_SAFE_INTEGER; // 2^53 - 1
const TWO_53 = 2n ** 53n;
const TWO_64 = 2n ** 64n;

describe("wrapU64", () => {
  it("is a number up to 2^53-1 and a bigint above", () => {
    expect(wrapU64(0n)).toBe(0);
    expect(wrapU64(TWO_53 - 1n)).toBe(SAFE_MAX);
    expect(wrapU64(TWO_53)).toBe(TWO_53);
    expect(wrapU64(U64_MAX)).toBe(U64_MAX);
  });

  it("takes values modulo 2^64", () => {
    expect(wrapU64(TWO_64)).toBe(0);
    expect(wrapU64(TWO_64 + 5n)).toBe(5);
    expect(wrapU64(-1n)).toBe(U64_MAX);
  });
});

describe("toU64", () => {
  it("makes the canonical form of either kind", () => {
    expect(toU64(7n)).toBe(7);
    expect(toU64(SAFE_MAX)).toBe(SAFE_MAX);
    expect(toU64(TWO_53)).toBe(TWO_53);
    expect(Object.is(toU64(-0), 0)).toBe(true);
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53, -1n, TWO_64])("throws for %s", (value) => {
    expect(() => toU64(value)).toThrow(RangeError);
  });
});

describe("addU64", () => {
  it("stays exact where doubles stop being exact", () => {
    expect(addU64(SAFE_MAX, 0)).toBe(SAFE_MAX);
    expect(addU64(SAFE_MAX, 1)).toBe(TWO_53);
    expect(addU64(SAFE_MAX, 2)).toBe(TWO_53 + 1n);
    expect(addU64(SAFE_MAX, SAFE_MAX)).toBe(2n * TWO_53 - 2n);
  });

  it("wraps at 2^64, back to a number", () => {
    expect(addU64(U64_MAX, 1)).toBe(0);
    expect(addU64(U64_MAX, U64_MAX)).toBe(U64_MAX - 1n);
    expect(addU64(U64_MAX, TWO_53)).toBe(SAFE_MAX);
  });
});

describe("subU64", () => {
  it("undoes addU64 on both sides of 2^53 and of 2^64", () => {
    const values = [0, 1, 4096, SAFE_MAX - 1, SAFE_MAX, TWO_53, TWO_53 + 1n, U64_MAX - 4096n, U64_MAX];
    for (const a of values) {
      for (const b of values) expect(subU64(addU64(a, b), b)).toBe(a);
    }
  });

  it("wraps below 0", () => {
    expect(subU64(0, 1)).toBe(U64_MAX);
    expect(subU64(1, 4097)).toBe(TWO_64 - 4096n);
  });
});

describe("addOverflows", () => {
  it("is false up to 2^64-1 and true from 2^64 on", () => {
    expect(addOverflows(SAFE_MAX, SAFE_MAX)).toBe(false);
    expect(addOverflows(U64_MAX, 0)).toBe(false);
    expect(addOverflows(U64_MAX - 1n, 1)).toBe(false);
    expect(addOverflows(U64_MAX, 1)).toBe(true);
    expect(addOverflows(2n ** 63n, 2n ** 63n)).toBe(true);
  });
});

describe("comparison of canonical values", () => {
  it("is exact across the two forms", () => {
    expect(SAFE_MAX < TWO_53).toBe(true);
    expect(addU64(SAFE_MAX, 2) > addU64(SAFE_MAX, 1)).toBe(true);
    expect(addU64(SAFE_MAX, 1) === wrapU64(TWO_53)).toBe(true);
  });
});

describe("formatU64", () => {
  it("writes hex in lower case", () => {
    expect(formatU64(0)).toBe("0x0");
    expect(formatU64(0xabc000)).toBe("0xabc000");
    expect(formatU64(U64_MAX)).toBe("0xffffffffffffffff");
    expect(formatU64(TWO_53)).toBe("0x20000000000000");
  });
});
