import { expect, it } from "vitest";
import { createPagedKernel } from "../models/paged/index.ts";
import { createReferenceKernel } from "../models/reference/index.ts";
import { findings, findUnsoundness } from "../src/fuzz/soundness.ts";
import { soundnessPage } from "../src/fuzz/soundness-page.ts";

/**
 * The table of what safe calls do to live references is what the search finds, and its programs show the same on both kernels.
 */
it("docs/soundness.md", async () => {
  const found = findUnsoundness({ kernel: createReferenceKernel, seed: 1, runs: 10_000, maxOps: 24 });
  await expect(soundnessPage(found)).toMatchFileSnapshot("../docs/soundness.md");
  for (const { program, call, effect } of found) {
    expect(findings(program, createPagedKernel)).toMatchObject([{ program, call, effect }]);
  }
});
