import { describe, expect, it } from "vitest";
import { DEFAULT_SEMANTICS, SWITCH_IDS } from "./semantics.ts";

describe("the switches (§1.9, §9)", () => {
  it("default to the newest kernel with its quirks, but for Q-3, Q-6 and execute-only memory", () => {
    expect(SWITCH_IDS.filter((id) => !DEFAULT_SEMANTICS[id])).toStrictEqual(["Q-3", "Q-6", "xom"]);
    expect(SWITCH_IDS).toHaveLength(19);
  });
});
