import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { execute } from "../fuzz/execute.ts";
import { kernelConfig } from "../fuzz/program.ts";
import { readTraceFile } from "../trace/files.ts";
import { pairTraces } from "./pair-traces.ts";
import { everyPair, randomShare } from "./pairs.ts";
import { smallWorld } from "./worlds.ts";

const SIZES = { pages: 3, vmos: 1, offsets: 1, levels: 1 } as const;
const FLAT = smallWorld({ ...SIZES, world: "flat" });
/** 64 states; 9 ranges, with ten calls on each. */
const PAIRS = 4 ** 3 * 9 * 10;

describe("the programs of every pair", () => {
  const { programs, pairs } = everyPair(FLAT, createReferenceKernel, 400);

  it("make every call from every state", () => {
    const made = new Set<string>();
    for (const { ops } of programs) {
      const inhabitant = FLAT.inhabit(createReferenceKernel(kernelConfig(FLAT.world)));
      for (const op of ops.slice(FLAT.setup.length)) {
        const { out: _, ...call } = { out: 0, ...op };
        made.add(`${inhabitant.observe()} ${JSON.stringify(call)}`);
        execute(inhabitant.session, op);
      }
    }
    expect(made.size).toBe(PAIRS);
    expect(pairs).toBe(PAIRS);
  });

  it("are no longer than they may be", () => {
    expect(Math.max(...programs.map(({ ops }) => ops.length))).toBeLessThanOrEqual(FLAT.setup.length + 400);
  });

  it("come to an end where a call is final", () => {
    const rights = smallWorld({ ...SIZES, world: "rights", pages: 1 });
    expect(everyPair(rights, createReferenceKernel, 20_000).pairs).toBe(325_375);
  });

  it("stand in the corpus", () => {
    const file = fileURLToPath(new URL("../../corpus/exhaustive/flat-3.jsonl.gz", import.meta.url));
    const { traces } = pairTraces(FLAT, { name: "reference", factory: createReferenceKernel });
    expect(readTraceFile(file).map(({ trace }) => trace)).toEqual(traces);
  });
});

describe("calls at random", () => {
  it("make a share of the pairs that grows to all of them", () => {
    const [few = 0, many = 0] = randomShare(FLAT, createReferenceKernel, [1000, 100_000]);
    expect(few).toBeLessThan(1000 / PAIRS);
    expect(few).toBeGreaterThan(0.1);
    expect(many).toBeGreaterThan(0.99);
    expect(many).toBeLessThan(1);
  });
});
