import { describe, expect, it } from "vitest";
import { findFault } from "../models/faulty/index.ts";
import { createPagedKernel } from "../models/paged/index.ts";
import { createReferenceKernel } from "../models/reference/index.ts";
import { type FuzzResult, fuzz } from "../src/fuzz/fuzz.ts";
import { PROFILES, type Profile } from "../src/fuzz/profile.ts";
import type { KernelFactory } from "../src/zircon/kernel.ts";

/** For each profile a bug of its own subject, which a short run must find. */
const CANARIES: Readonly<Record<string, string>> = {
  everything: "placement-ignores-limit",
  small: "overwrite-keeps-permissions",
  nested: "destroy-not-recursive",
  rights: "allocate-keeps-parent-rights",
  placement: "placement-guard-page",
  contents: "no-write-child-keeps-write",
  leases: "protect-one-page-more",
  hostile: "order-opr-04-before-opr-03",
};

/** A run with a fixed seed. */
function run(profile: Profile, right: KernelFactory): FuzzResult {
  const left = createReferenceKernel;
  return fuzz({ seed: "canary", runs: 400, shrinkLimit: 0, maxOps: 50, profile, guide: left, left, right });
}

describe.each(PROFILES)("profile $name", (profile) => {
  it("canary: a run must fail on a kernel with a planted bug", () => {
    const fault = findFault(CANARIES[profile.name] ?? "");
    expect(fault && run(profile, fault.create).failure).toBeDefined();
  });

  it("smoke: a run must not fail on the two models", () => {
    const { failure, runs, coverage } = run(profile, createPagedKernel);
    expect(failure).toBeUndefined();
    expect(runs).toBe(400);
    expect(coverage.operations).toBeGreaterThan(10_000);
  });
});
