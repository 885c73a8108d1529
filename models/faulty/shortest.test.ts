import { describe, expect, it } from "vitest";
import { deepProgram, deepWorld } from "../../src/enumerate/deep.ts";
import { LAWS } from "../../src/fuzz/laws/index.ts";
import { lockstep } from "../../src/fuzz/lockstep.ts";
import { createReferenceKernel } from "../reference/index.ts";
import { FAULTS } from "./index.ts";
import { readMinimal } from "./minimal.ts";
import { YARDSTICK_WORLDS, leastLength, readYardstick } from "./shortest.ts";

const YARDSTICK = readYardstick();
const MINIMAL = readMinimal(new URL("./minimal.json", import.meta.url));
const CHECKS = { laws: LAWS, checkEvery: Infinity };

describe("the yardstick", () => {
  it("tells of every fault", () => {
    expect(Object.keys(YARDSTICK)).toEqual(FAULTS.map(({ id }) => id).toSorted());
  });

  it("has a program for as many faults as are known", () => {
    const known = Object.values(YARDSTICK).filter((entry) => "length" in entry);
    expect(known.length).toBeGreaterThanOrEqual(200);
  });

  it("has nothing shorter than the shrunk programs of at least 95 % of the faults, and no more than one call for the rest", () => {
    const excess = Object.entries(YARDSTICK).map(([id, entry]) => {
      const shrunk = MINIMAL[id]?.program.length ?? Infinity;
      return shrunk - leastLength(entry);
    });
    expect(Math.max(...excess)).toBeLessThanOrEqual(1);
    expect(excess.filter((more) => more <= 0).length).toBeGreaterThanOrEqual(0.95 * excess.length);
  });

  it("has programs that show the faults, of the lengths that it tells", () => {
    const wrong = FAULTS.flatMap(({ id, create }) => {
      const entry = YARDSTICK[id];
      if (entry === undefined || !("length" in entry)) return [];
      const { openings, ending, world, length, calls } = entry;
      const program = deepProgram(deepWorld(YARDSTICK_WORLDS[world]), { openings, ending });
      const difference = lockstep(program, { left: createReferenceKernel, right: create }, undefined, CHECKS);
      if (difference === undefined) return [`${id}: no difference`];
      const shown = [...program.ops.slice(0, difference.step), difference.op].map(({ call }) => call);
      return shown.length === length && shown.join() === calls.join() ? [] : [`${id}: ${shown.join()}`];
    });
    expect(wrong).toEqual([]);
  });
});
