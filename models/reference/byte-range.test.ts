import { describe, expect, it } from "vitest";
import { PageGeometry } from "../../src/zircon/page.ts";
import { ByteRange } from "./byte-range.ts";

const P = 4096;
const geometry = new PageGeometry(P);

describe("ByteRange", () => {
  it("tells which pages it touches", () => {
    const range = ByteRange.ofBytes(geometry, P - 1, P + 2);
    expect([range.first, range.firstByte, range.last, range.lastByte, range.end]).toEqual([
      0,
      P - 1,
      2,
      1,
      3,
    ]);
    expect([range.empty, range.pageGranular]).toEqual([false, false]);
    expect(ByteRange.ofBytes(geometry, P, 2 * P)).toEqual(ByteRange.ofPages(1, 2));
    expect(ByteRange.ofPages(1, 2).pageGranular).toBe(true);
  });

  it("is empty where nothing is asked for", () => {
    expect(ByteRange.ofBytes(geometry, P + 1, 0)).toMatchObject({ empty: true, end: 2 });
    expect(ByteRange.ofBytes(geometry, P, 0)).toMatchObject({ empty: true, end: 1 });
  });

  it("ends past everything when it reaches 2^64", () => {
    expect(ByteRange.ofBytes(geometry, 2n ** 64n - 4096n, P).end).toBe(Infinity);
    expect(ByteRange.ofBytes(geometry, P, 2n ** 64n - 1n).end).toBe(Infinity);
    expect(ByteRange.ofBytes(geometry, 2n ** 64n - 4096n, P - 1).end).toBe(2 ** 52);
  });
});
