import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { programText, worldText } from "../../src/report/failure.ts";
import { hunt } from "./hunt.ts";
import { FAULTS } from "./index.ts";
import { readYardstick } from "./shortest.ts";

/** What `npm run quality -- --update` writes: for each fault the form that most seeds come to, and the first seed that does. */
const MINIMAL = z.record(
  z.string(),
  z.strictObject({ seed: z.number(), world: z.string().optional(), program: z.array(z.string()) }),
);

function readMinimal(): z.infer<typeof MINIMAL> {
  return MINIMAL.parse(JSON.parse(readFileSync(new URL("./minimal.json", import.meta.url), "utf8")));
}

/** Each fault shrinks to the program that is known for it. `part` of `parts`: every parts-th fault. */
export function qualitySuite(part: number, parts: number): void {
  describe(`shrinking, part ${part} of ${parts}`, () => {
    const minimal = readMinimal();
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
      // One more than the shortest where that makes a call which traces cannot write down.
      const yardstick = shortest[id];
      const most = yardstick !== undefined && "length" in yardstick ? yardstick.length + 1 : Infinity;
      expect(known.program.length).toBeLessThanOrEqual(most);
    });
  });
}
