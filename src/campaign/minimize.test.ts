import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { fromTrace } from "../fuzz/from-trace.ts";
import { DEFAULT_PROFILE } from "../fuzz/profile.ts";
import type { Program } from "../fuzz/program.ts";
import { coverageOf, thingsIn } from "../fuzz/reach.ts";
import { eachProgram } from "../fuzz/sample.ts";
import { readTraceFile } from "../trace/files.ts";
import { replayTrace } from "../trace/replay.ts";
import { RULE_IDS, UNREACHABLE_RULES } from "../zircon/index.ts";
import { coverageTrace, Minimizer } from "./minimize.ts";

function reach(programs: Iterable<Program>): Set<string> {
  const things = new Set<string>();
  for (const program of programs) {
    for (const thing of thingsIn(coverageOf(program, createReferenceKernel))) things.add(thing);
  }
  return things;
}

function totalOps(programs: readonly Program[]): number {
  return programs.reduce((sum, { ops }) => sum + ops.length, 0);
}

const PROGRAMS: Program[] = [];
eachProgram(
  { profile: DEFAULT_PROFILE, maxOps: 20, guide: createReferenceKernel, seed: "minimize" },
  30,
  (program) => PROGRAMS.push(program),
);

describe("Minimizer", () => {
  const minimizer = new Minimizer();
  for (const program of PROGRAMS) minimizer.take(program);
  const kept = minimizer.choose();

  it("keeps programs that reach together what all reached", () => {
    const reached = reach(kept.map(({ program }) => program));
    expect([...minimizer.reached].filter((thing) => !reached.has(thing))).toEqual([]);
  });

  it("keeps no program that reaches nothing alone, and says what each is for", () => {
    for (const one of kept) {
      const others = reach(kept.filter((other) => other !== one).map(({ program }) => program));
      const alone = [...reach([one.program])].filter((thing) => !others.has(thing));
      expect(alone.length).toBeGreaterThan(0);
      expect(one.for.toSorted()).toEqual(alone.toSorted());
    }
  });

  it("needs far fewer operations", () => {
    expect(totalOps(kept.map(({ program }) => program))).toBeLessThan(totalOps(PROGRAMS) * 0.75);
  });

  it("makes traces that hold on the reference, named by their content", () => {
    const traces = kept.map(coverageTrace);
    expect(new Set(traces.map(({ name }) => name)).size).toBe(kept.length);
    const reference = { name: "reference", factory: createReferenceKernel };
    expect(traces.flatMap((trace) => replayTrace(trace, [reference]))).toEqual([]);
  });
});

/** Rules that need a call that programs don't have: physical VMOs, killing the process, memory pressure, small buffers. */
const NO_CALL = "MAP-03 MAP-22 UNMAP-11 DEST-06 INFO-02 INFO-17 FAULT-05 PMEM-01 PMEM-03 PMEM-04".split(" ");

describe("corpus/coverage", () => {
  const file = fileURLToPath(new URL("../../corpus/coverage/coverage.jsonl", import.meta.url));

  it("reaches every rule that programs can reach", () => {
    const reached = reach(readTraceFile(file).map(({ trace }) => fromTrace(trace)));
    const missing = RULE_IDS.filter((rule) => UNREACHABLE_RULES[rule] === undefined && !reached.has(rule));
    expect(missing.filter((rule) => !NO_CALL.includes(rule))).toEqual([]);
  });

  it("stays small", () => {
    expect(statSync(file).size).toBeLessThan(300_000);
  });
});
