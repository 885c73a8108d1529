import { describe, expect, it } from "vitest";
import { deepProgram, deepWorld } from "../../src/enumerate/deep.ts";
import { lockstep } from "../../src/fuzz/lockstep.ts";
import { createReferenceKernel } from "../reference/index.ts";
import { FAULTS } from "./index.ts";
import { YARDSTICK_WORLDS, readYardstick } from "./shortest.ts";

const YARDSTICK = readYardstick();

describe("the yardstick", () => {
  it("tells of every fault", () => {
    expect(Object.keys(YARDSTICK)).toEqual(FAULTS.map(({ id }) => id).toSorted());
  });

  it("has a program for as many faults as are known", () => {
    const known = Object.values(YARDSTICK).filter((entry) => "length" in entry);
    expect(known.length).toBeGreaterThanOrEqual(150);
  });

  it("has programs that show the faults, of the lengths that it tells", () => {
    const wrong = FAULTS.flatMap(({ id, create }) => {
      const entry = YARDSTICK[id];
      if (entry === undefined || !("length" in entry)) return [];
      const { openings, ending, world, length, calls } = entry;
      const program = deepProgram(deepWorld(YARDSTICK_WORLDS[world].aslrSeed), { openings, ending });
      const difference = lockstep(program, { left: createReferenceKernel, right: create });
      if (difference === undefined) return [`${id}: no difference`];
      const shown = [...program.ops.slice(0, difference.step), difference.op].map(({ call }) => call);
      return shown.length === length && shown.join() === calls.join() ? [] : [`${id}: ${shown.join()}`];
    });
    expect(wrong).toEqual([]);
  });
});
