import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { LAWS } from "../src/fuzz/laws/index.ts";
import { RELATIONS } from "../src/fuzz/laws/metamorphic/index.ts";

/**
 * Each law has a suite here, in a file of its name.
 */
describe("suites", () => {
  it.each([...LAWS, ...RELATIONS].map(({ name }) => name))("%s", (name) => {
    expect(existsSync(fileURLToPath(new URL(`${name}.test.ts`, import.meta.url)))).toBe(true);
  });
});
