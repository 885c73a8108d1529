import { describe, expect, it } from "vitest";
import { hunt } from "../models/faulty/hunt.ts";
import { findFault } from "../models/faulty/index.ts";
import { createPagedKernel } from "../models/paged/index.ts";
import { PROFILES } from "../src/fuzz/profile.ts";

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

const RUN = { seed: "canary", runs: 400, shrinkLimit: 0 };

describe.each(PROFILES)("profile $name", (profile) => {
  it("canary: a run must fail on a kernel with a planted bug", () => {
    const fault = findFault(CANARIES[profile.name] ?? "");
    expect(fault && hunt(fault, { ...RUN, profile }).failure).toBeDefined();
  });

  it("smoke: a run must not fail on the two models", () => {
    const { failure, runs, coverage } = hunt({ create: createPagedKernel }, { ...RUN, profile });
    expect(failure).toBeUndefined();
    expect(runs).toBe(400);
    expect(coverage.operations).toBeGreaterThan(10_000);
  });
});
