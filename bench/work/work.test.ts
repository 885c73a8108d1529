import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { countStreams } from "./streams.ts";
import { worstCall } from "./worst-call.ts";

describe("counted work", () => {
  it("is what bench/work-counts.json says (npm run work-counts -- --update)", () => {
    const expected: unknown = JSON.parse(
      readFileSync(new URL("../work-counts.json", import.meta.url), "utf8"),
    );
    expect(countStreams()).toEqual(expected);
  });

  it("of a call does not grow with the space, where a search finds it worst", () => {
    const worst = [2 ** 12, 2 ** 20, 2 ** 28, 2 ** 35].map((pages) => worstCall(pages, 300, "a").work);
    const [smallest = 0] = worst;
    // A trie over more pages can have a level more for each factor of 32, up to one for each fork.
    for (const work of worst) expect(work).toBeLessThan(3 * smallest);
  });
});
