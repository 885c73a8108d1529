import { sample } from "fast-check";
import { describe, expect, it } from "vitest";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { describeStep } from "../trace/describe.ts";
import { recordTrace } from "../trace/record.ts";
import { replayTrace } from "../trace/replay.ts";
import { kernelConfig } from "./program.ts";
import { programs } from "./arbitrary.ts";
import { findProfile } from "./profile.ts";
import { candidates } from "./shrink.ts";
import { Side } from "./side.ts";
import { toTrace } from "./to-trace.ts";

const profile = findProfile("leases");
if (profile === undefined) throw new Error("there is a profile for leases");
const PROGRAMS = sample(
  programs({ profile: { ...profile, untraced: 0 }, maxOps: 40, guide: createReferenceKernel }),
  {
    seed: 1,
    numRuns: 150,
  },
);

describe("programs with leases", () => {
  it("hold at most four, release only live ones, and see them broken and changed", () => {
    const outcomes = { borrowed: 0, refused: 0, released: 0, broken: 0, changed: 0, unknown: 0 };
    for (const { world, ops } of PROGRAMS) {
      const side = new Side(createReferenceKernel(kernelConfig(world)), world, []);
      for (const op of ops) {
        const outcome = side.make(op);
        if (typeof outcome === "string") throw new Error(outcome);
        if (op.call === "borrow") outcomes[outcome.status === 0 ? "borrowed" : "refused"]++;
        if (op.call === "release") outcomes[outcome.outputs[0] === "released" ? "released" : "unknown"]++;
        const { broken, changed } = side.settle(op, outcome);
        outcomes.broken += broken.length;
        outcomes.changed += changed.length;
        expect(side.session.ledger.liveLeases).toBeLessThanOrEqual(4);
      }
    }
    const { unknown, ...happened } = outcomes;
    expect(unknown).toBe(0);
    expect(Math.min(...Object.values(happened))).toBeGreaterThan(10);
  });

  it("are traces that replay clean", () => {
    const kernel = { name: "reference", factory: createReferenceKernel };
    for (const program of PROGRAMS.slice(0, 40)) {
      expect(replayTrace(recordTrace(toTrace(program, "leases", ""), kernel), [kernel])).toEqual([]);
    }
  });

  it("are written with a name for each lease", () => {
    const steps = PROGRAMS.flatMap((program) => toTrace(program, "leases", "").steps.map(describeStep));
    expect(steps.filter((step) => /^l\d+ = borrow\(/.test(step)).length).toBeGreaterThan(10);
    expect(steps.filter((step) => /^release\(l\d+\)$/.test(step)).length).toBeGreaterThan(10);
  });

  it("shrink to programs that release nothing unknown", () => {
    const released = PROGRAMS.filter(({ ops }) => ops.some(({ call }) => call === "release"));
    const smaller = released.slice(0, 5).flatMap((program) => [...candidates(program, 0)]);
    const stray = smaller.filter(({ program: { ops } }) => {
      const borrowed = new Set(ops.flatMap((op) => (op.call === "borrow" ? [op.out] : [])));
      return ops.some((op) => op.call === "release" && !borrowed.has(op.lease));
    });
    expect(smaller.length).toBeGreaterThan(100);
    expect(stray).toEqual([]);
  });
});
