import { describe, expect, it } from "vitest";
import { lockstep } from "../../src/fuzz/lockstep.ts";
import { DEFAULT_PROFILE } from "../../src/fuzz/profile.ts";
import { eachProgram } from "../../src/fuzz/sample.ts";
import { createReferenceKernel } from "../reference/index.ts";
import { findFault } from "./index.ts";
import { readMinimal } from "./minimal.ts";
import { SITES } from "./sites.ts";

const MINIMAL = readMinimal(new URL("./minimal.json", import.meta.url));

describe.each(Object.entries(SITES))("the site of %s", (id, site) => {
  it("is in the program that shows it", () => {
    const calls = MINIMAL[id]?.program.map((line) => /(\w+)\(/.exec(line)?.[1]);
    expect(calls?.some((call) => site.some((some) => some === call))).toBe(true);
  });

  it("is where the first difference comes from: without its calls there is none, but in a question that is one of them", () => {
    const fault = findFault(id);
    if (fault === undefined) throw new Error(`no fault is called "${id}"`);
    const pair = { left: createReferenceKernel, right: fault.create };
    const shown = new Set<string>();
    eachProgram(
      { profile: DEFAULT_PROFILE, maxOps: 50, guide: createReferenceKernel, seed: "1" },
      60,
      (program) => {
        const ops = program.ops.filter(({ call }) => !site.includes(call));
        const difference = lockstep({ ...program, ops }, pair);
        if (difference !== undefined && !site.includes(difference.op.call)) shown.add(difference.op.call);
      },
    );
    expect([...shown]).toEqual([]);
  });
});
