import { describe, expect, it } from "vitest";
import type { InfoMapsAnswer } from "../zircon/kernel.ts";
import type { MapInfo } from "../zircon/records.ts";
import { Status } from "../zircon/status.ts";
import { queryAllMaps, queryMaps } from "./maps.ts";
import { unwrap } from "./result.ts";

const entry = (n: number): MapInfo => ({
  name: `entry ${n}`,
  base: n * 0x1000,
  size: 0x1000,
  depth: 1,
  details: { kind: "vmar" },
});

/** A kernel with so many entries (one number for each question), which writes down the sizes of the buffers. */
function tree(...counts: number[]): { sizes: number[]; query: (bufferSize: number) => InfoMapsAnswer } {
  const sizes: number[] = [];
  return {
    sizes,
    query(bufferSize) {
      const available = counts[Math.min(sizes.length, counts.length - 1)] ?? 0;
      sizes.push(bufferSize);
      const actual = Math.min(available, Math.floor(bufferSize / 152));
      const maps = Array.from({ length: actual }, (_, n) => entry(n));
      return { status: Status.OK, actual, available, maps };
    },
  };
}

const refusing = (): InfoMapsAnswer => ({ status: Status.BAD_STATE, actual: 0, available: 0, maps: [] });

describe("queryMaps", () => {
  it("fills what fits and tells the rest and the total", () => {
    const { filled, rest, available } = unwrap(queryMaps(tree(5).query, 3));
    expect(filled.map(({ name }) => String(name))).toStrictEqual(["entry 0", "entry 1", "entry 2"]);
    expect([rest, available]).toStrictEqual([0, 5]);
  });

  it("leaves what is not needed", () => {
    expect(unwrap(queryMaps(tree(5).query, 8))).toMatchObject({ rest: 3, available: 5 });
  });

  it("counts with an empty buffer", () => {
    expect(unwrap(queryMaps(tree(5).query, 0))).toStrictEqual({ filled: [], rest: 0, available: 5 });
  });

  it("passes a refusal on", () => {
    expect(queryMaps(refusing, 3)).toStrictEqual({ ok: false, status: -20 });
  });

  it.each([-1, 1.5, NaN, Infinity])("throws for %s slots", (slots) => {
    expect(() => queryMaps(tree(5).query, slots)).toThrow(RangeError);
  });
});

describe("queryAllMaps", () => {
  it("asks once where 16 slots are enough", () => {
    const { sizes, query } = tree(16);
    expect(unwrap(queryAllMaps(query))).toHaveLength(16);
    expect(sizes).toStrictEqual([16 * 152]);
  });

  it("then asks with exactly as many slots as there are entries", () => {
    const { sizes, query } = tree(17);
    expect(unwrap(queryAllMaps(query))).toHaveLength(17);
    expect(sizes).toStrictEqual([16 * 152, 17 * 152]);
  });

  it("asks again while there are more and more", () => {
    const { sizes, query } = tree(20, 25, 24);
    expect(unwrap(queryAllMaps(query))).toHaveLength(24);
    expect(sizes).toStrictEqual([16 * 152, 20 * 152, 25 * 152]);
  });

  it("ends with a refusal", () => {
    expect(queryAllMaps(refusing)).toStrictEqual({ ok: false, status: -20 });
  });
});
