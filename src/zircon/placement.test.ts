import { describe, expect, it } from "vitest";
import { AdoptingPlacement, lowestPlacement, randomPlacement } from "./placement.ts";

/** The first answers of a seed, to one request. */
function picks(
  seed: string,
  count: number,
  request: Parameters<ReturnType<typeof randomPlacement>["pick"]>,
): number[] {
  const placement = randomPlacement(seed);
  return Array.from({ length: count }, () => placement.pick(...request));
}

describe("lowestPlacement", () => {
  it("starts at the lowest page", () => {
    expect(lowestPlacement.pick(0x100, 0x900, 1, 30)).toBe(0x100);
  });
});

describe("randomPlacement", () => {
  it("answers the same to the same seed, another to another", () => {
    const request = [0x100, 0x1_0000_0000, 1, 30] as const;
    expect(picks("a", 20, [...request])).toStrictEqual(picks("a", 20, [...request]));
    expect(picks("a", 20, [...request])).not.toStrictEqual(picks("b", 20, [...request]));
  });

  // A recorded campaign names its addresses through these draws: if this changes, replays change.
  it("keeps its draws from version to version", () => {
    expect(picks("pinned", 4, [0, 999, 1, 30])).toStrictEqual([667, 165, 517, 913]);
  });

  it("answers positions on the grid, from lowest to highest", () => {
    const seen = new Set(picks("grid", 2000, [0x10, 0x10 + 7 * 16, 16, 30]));
    expect([...seen].toSorted((a, b) => a - b)).toStrictEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((n) => 0x10 + n * 16),
    );
  });

  it("has one answer where there is one position, and still draws", () => {
    const placement = randomPlacement("one");
    expect(placement.pick(5, 5, 1, 30)).toBe(5);
    const [, second] = picks("one", 2, [0, 2 ** 30, 1, 30]);
    expect(placement.pick(0, 2 ** 30, 1, 30)).toBe(second);
  });

  it("stays among the first 2^E positions", () => {
    const seen = picks("entropy", 2000, [0x100, 0x1_0000_0000, 4, 2]);
    expect(Math.max(...seen)).toBe(0x100 + 3 * 4);
  });

  it("reaches the last page of 2^64 bytes exactly", () => {
    const answers = picks("wide", 200, [0, 2 ** 52 - 1, 1, 52]);
    expect(answers.every((page) => Number.isSafeInteger(page) && page < 2 ** 52)).toBe(true);
    expect(Math.max(...answers)).toBeGreaterThan(2 ** 51);
  });
});

describe("AdoptingPlacement", () => {
  it("adopts the page that was recorded, within what is allowed", () => {
    const placement = new AdoptingPlacement(lowestPlacement);
    placement.next = 0x500;
    expect(placement.pick(0x100, 0x900, 1, 30)).toBe(0x500);
    expect(placement.pick(0x600, 0x900, 1, 30)).toBe(0x600);
    expect(placement.pick(0x100, 0x400, 1, 30)).toBe(0x400);
  });

  it("asks its base where nothing was recorded", () => {
    const placement = new AdoptingPlacement({ pick: (_lowest, highest) => highest });
    expect(placement.pick(0x100, 0x900, 1, 30)).toBe(0x900);
    placement.next = 0x500;
    placement.pick(0x100, 0x900, 1, 30);
    placement.next = undefined;
    expect(placement.pick(0x100, 0x900, 1, 30)).toBe(0x900);
  });
});
