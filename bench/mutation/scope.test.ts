import { expect, it } from "vitest";
import { changedLines, everything, files, firstLines } from "./scope.ts";

it("takes the lines that a diff adds, of files that can have mutants", () => {
  const diff = [
    "diff --git a/models/paged/vmo.ts b/models/paged/vmo.ts",
    "--- a/models/paged/vmo.ts",
    "+++ b/models/paged/vmo.ts",
    "@@ -3 +3 @@ import",
    "-old",
    "+new",
    "@@ -10,2 +10,0 @@ function gone(): void {",
    "-gone",
    "-gone",
    "@@ -20,0 +19,4 @@ function more(): void {",
    "+++ counted",
    "diff --git a/models/paged/vmo.test.ts b/models/paged/vmo.test.ts",
    "+++ b/models/paged/vmo.test.ts",
    "@@ -1 +1 @@",
    "diff --git a/models/paged/old.ts b/models/paged/old.ts",
    "+++ /dev/null",
    "@@ -1,9 +0,0 @@",
  ].join("\n");
  const lines = changedLines(diff);
  expect(lines).toEqual([
    { file: "models/paged/vmo.ts", first: 3, last: 3 },
    { file: "models/paged/vmo.ts", first: 19, last: 22 },
  ]);
  expect(firstLines(lines, 3)).toEqual([lines[0], { file: "models/paged/vmo.ts", first: 19, last: 20 }]);
  expect(firstLines(lines, 1)).toEqual([lines[0]]);
  expect(firstLines(lines, 9)).toEqual(lines);
});

it("never mutates a test", () => {
  for (const { mutate } of [everything(), files(["models/paged/*.ts"])]) {
    expect(mutate.at(-1)).toBe("!**/*.test.ts");
  }
});
