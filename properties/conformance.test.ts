import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createPagedKernel } from "../models/paged/index.ts";
import { createReferenceKernel } from "../models/reference/index.ts";
import { describeStep } from "../src/trace/describe.ts";
import { readTraceFile, type TraceSource } from "../src/trace/files.ts";
import { printJson } from "../src/trace/print.ts";
import { replayTrace } from "../src/trace/replay.ts";

/**
 * Law: each model gives every answer that a real kernel gave, and the two agree in all that the traces do not say.
 */

const KERNELS = [
  { name: "reference", factory: createReferenceKernel },
  { name: "paged", factory: createPagedKernel },
];

const FOLDER = fileURLToPath(new URL("../corpus/conformance", import.meta.url));
const FILES = readdirSync(FOLDER).filter((file) => /\.jsonl?(?:\.gz)?$/.test(file));

/** Where the replay of a trace first differs, in a line. */
function firstFailure({ trace }: TraceSource): string[] {
  return replayTrace(trace, KERNELS, { stopAtFirst: true })
    .slice(0, 1)
    .map(({ step, kernel, field, expected, actual, rule }) => {
      const made = trace.steps[step];
      const words = made === undefined ? "" : describeStep(made);
      const answers = `${field}: expected ${printJson(expected)}, got ${printJson(actual)}`;
      return `${trace.name}, step ${step}: ${words}: ${kernel}: ${answers} (${rule ?? "no rule told"})`;
    });
}

describe("conformance", () => {
  it("has data", () => {
    expect(FILES.length).toBeGreaterThan(0);
  });

  it.each(FILES)("%s", (file) => {
    expect(readTraceFile(join(FOLDER, file)).flatMap(firstFailure)).toEqual([]);
  });
});
