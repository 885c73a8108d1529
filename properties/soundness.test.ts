import { expect, it } from "vitest";
import { createPagedKernel } from "../models/paged/index.ts";
import { createReferenceKernel } from "../models/reference/index.ts";
import { findUnsoundness } from "../src/fuzz/soundness.ts";
import { soundnessPage } from "../src/fuzz/soundness-page.ts";

/**
 * The table of what safe calls do to live references is what the search finds, on either kernel.
 */

it.each([
  { name: "reference", kernel: createReferenceKernel },
  { name: "paged", kernel: createPagedKernel },
])("docs/soundness.md is what is found on $name", async ({ kernel }) => {
  const page = soundnessPage(findUnsoundness({ kernel, seed: 1, runs: 12000, maxOps: 24 }));
  await expect(page).toMatchFileSnapshot("../docs/soundness.md");
});
