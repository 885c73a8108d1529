import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { programName, Reached } from "./reached.ts";

it("knows which programs come to a mutant, also once written down", () => {
  const perTest = {
    [programName("fuzz", 0)]: { a: 2 },
    [programName("fuzz", 9)]: { a: 1, b: 5 },
    other: { b: 1 },
  };
  const reached = new Reached();
  reached.take("fuzz", 10, { perTest, static: {} });
  expect(perTest).toEqual({ fuzz: { a: 3, b: 5 }, other: { b: 1 } });

  const folder = mkdtempSync(join(tmpdir(), "vmar-fuzz-"));
  const file = join(folder, "reached.json");
  reached.write(file);
  const again = Reached.read(file);
  rmSync(folder, { recursive: true });
  for (const known of [reached, again]) {
    const programs = Array.from({ length: 10 }, (_, program) => program);
    expect(programs.filter((program) => known.has("fuzz", "a", program))).toEqual([0, 9]);
    expect(programs.filter((program) => known.has("fuzz", "b", program))).toEqual([9]);
    expect(known.has("fuzz", "c", 0)).toBe(false);
    expect(known.has("corpus", "a", 0)).toBe(false);
  }
});
