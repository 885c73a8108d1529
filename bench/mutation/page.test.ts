import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { withTables } from "./page.ts";
import type { Score } from "./scores.ts";
import type { Explained } from "./survivors.ts";

function read(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
}

const explained: readonly Explained[] = JSON.parse(read("bench/mutation/equivalent.json"));
const scores: Record<string, Score> = JSON.parse(read("bench/mutation/scores.json"));

it("docs/mutation.md has the scores and the survivors", () => {
  const page = read("docs/mutation.md");
  expect(withTables(page, scores, explained)).toBe(page);
});

it("each survivor's line is still there", () => {
  const gone = explained.filter(
    ({ file, line }) =>
      !read(file)
        .split("\n")
        .some((text) => text.trim() === line),
  );
  expect(gone).toEqual([]);
});
