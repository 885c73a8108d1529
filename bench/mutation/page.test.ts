import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Known, type Model, MODELS } from "./known.ts";
import { withTables } from "./page.ts";

function read(name: string): string {
  return readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");
}

function known(model: Model): Known {
  return {
    scores: JSON.parse(read(`bench/mutation/scores/${model}.json`)),
    explained: JSON.parse(read(`bench/mutation/equivalent/${model}.json`)),
  };
}

it("docs/mutation.md has the scores and the survivors", () => {
  const page = read("docs/mutation.md");
  expect(withTables(page, { paged: known("paged"), reference: known("reference") })).toBe(page);
});

it.each(MODELS)("each survivor's line is still there: %s", (model) => {
  const { explained } = known(model);
  const gone = explained.filter(
    ({ file, line }) =>
      !file.startsWith(`models/${model}/`) ||
      !read(file)
        .split("\n")
        .some((text) => text.trim() === line),
  );
  expect(gone).toEqual([]);
});
