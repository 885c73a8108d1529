import { describe, expect, it } from "vitest";
import { RULE_IDS, UNREACHABLE_RULES } from "./rules.ts";

describe("the rule ids", () => {
  it("are distinct and look like ids", () => {
    expect(new Set(RULE_IDS).size).toBe(RULE_IDS.length);
    for (const id of RULE_IDS) expect(id).toMatch(/^[A-Z]+-\d\d[a-e]?$/);
  });

  it("leave more rules to reach than not", () => {
    const unreachable = Object.keys(UNREACHABLE_RULES);
    expect(RULE_IDS.filter((id) => unreachable.includes(id))).toHaveLength(unreachable.length);
    expect(unreachable.length).toBeLessThan(RULE_IDS.length / 5);
  });
});
