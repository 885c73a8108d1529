import { describe, expect, it } from "vitest";
import { fuzz } from "../../src/fuzz/fuzz.ts";
import { DEFAULT_PROFILE } from "../../src/fuzz/profile.ts";
import { RULE_IDS } from "../../src/zircon/index.ts";
import { createPagedKernel } from "../paged/index.ts";
import { createReferenceKernel } from "../reference/index.ts";
import { FAULTS, findFault } from "./index.ts";

describe("the zoo", () => {
  it("has at least 60 faults, each with an id of its own and rules that exist", () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(FAULTS.length);
    const rules = new Set<string>(RULE_IDS);
    for (const fault of FAULTS) {
      expect(fault.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(fault.rules.length).toBeGreaterThan(0);
      expect(fault.rules.filter((rule) => !rules.has(rule))).toEqual([]);
    }
  });

  it("holds those that every such harness must catch", () => {
    const ids = [
      "adjacent-region-overlaps",
      "overwrite-right-remainder-offset",
      "protect-not-atomic",
      "specific-without-can-map-specific",
      "placement-ignores-alignment",
      "unmap-destroys-partly-covered-region",
      "op-range-atomic",
      "merge-ignores-max-perm",
    ];
    expect(ids.filter((id) => findFault(id) === undefined)).toEqual([]);
  });

  it("is told apart from the engine without a fault, which is not found", () => {
    const { failure } = fuzz({
      seed: "1",
      runs: 400,
      shrinkLimit: 0,
      maxOps: 50,
      profile: DEFAULT_PROFILE,
      guide: createReferenceKernel,
      left: createReferenceKernel,
      right: createPagedKernel,
    });
    expect(failure).toBeUndefined();
  });
});
