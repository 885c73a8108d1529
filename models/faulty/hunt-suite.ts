import { describe, expect, it } from "vitest";
import { FAULTS } from "./index.ts";
import { hunt } from "./hunt.ts";

const SEEDS = ["1", "2", "3", "4", "5"];

/** Every fault is found within 2,000 programs with each of the seeds 1 to 5. `part` of `parts`: every parts-th fault. */
export function huntSuite(part: number, parts: number): void {
  describe(`the hunt, part ${part} of ${parts}`, () => {
    const faults = FAULTS.filter((_, i) => i % parts === part - 1);
    it.each(faults.map((fault) => [fault.id, fault] as const))("finds %s", (_id, fault) => {
      const missed = SEEDS.filter(
        (seed) => hunt(fault, { seed, runs: 2000, shrinkLimit: 0 }).failure === undefined,
      );
      expect(missed, "seeds that missed it").toEqual([]);
    });
  });
}
