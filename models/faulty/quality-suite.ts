import { describe, expect, it } from "vitest";
import { programText, worldText } from "../../src/report/failure.ts";
import { hunt } from "./hunt.ts";
import { FAULTS } from "./index.ts";
import { readMinimal } from "./minimal.ts";
import { leastLength, readYardstick } from "./shortest.ts";

/** Each fault shrinks to the program that is known for it. `part` of `parts`: every parts-th fault. */
export function qualitySuite(part: number, parts: number): void {
  describe(`shrinking, part ${part} of ${parts}`, () => {
    const minimal = readMinimal(new URL("./minimal.json", import.meta.url));
    const shortest = readYardstick();
    const faults = FAULTS.filter((_, i) => i % parts === part - 1);
    it.each(faults.map((fault) => [fault.id, fault] as const))("of %s ends as it should", (id, fault) => {
      const known = minimal[id];
      if (known === undefined) throw new Error(`${id} has no minimal program: npm run quality -- --update`);
      const { failure } = hunt(fault, { seed: String(known.seed), runs: 10_000, shrinkLimit: 5000 });
      if (failure === undefined) throw new Error(`${id} was not found`);
      expect({ world: worldText(failure.program.world), program: programText(failure.program) }).toEqual({
        world: known.world,
        program: known.program,
      });
      const yardstick = shortest[id];
      if (yardstick === undefined) throw new Error(`${id} is not on the yardstick: npm run yardstick`);
      expect(known.program.length).toBeLessThanOrEqual(leastLength(yardstick) + 1);
    });
  });
}
