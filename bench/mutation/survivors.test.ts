import { readFileSync } from "node:fs";
import type { MutantResult, MutantStatus } from "@stryker-mutator/api/core";
import { expect, it } from "vitest";
import { fileOf } from "./result.ts";
import { type Explained, judge, looksAs, placeOf } from "./survivors.ts";

const FILE = new URL("subjects.ts", import.meta.url).pathname;

/** A mutant of the word `export` in the second line of subjects.ts. */
function mutant(status: MutantStatus): MutantResult {
  const location = { start: { line: 2, column: 1 }, end: { line: 2, column: 7 } };
  return { id: "1", fileName: FILE, location, mutatorName: "Word", replacement: "import", status };
}

const KNOWN: Explained = {
  file: fileOf(mutant("Survived")),
  line: readFileSync(FILE, "utf8").split("\n")[1] ?? "",
  from: "export",
  to: "import",
  why: "A word.",
};

it("knows a mutant by the text that it replaces", () => {
  expect(placeOf(mutant("Survived"))).toMatchObject({ from: "export", to: "import", line: KNOWN.line });
});

it("shortens what goes over several lines", () => {
  const long = {
    ...mutant("Survived"),
    location: { start: { line: 2, column: 8 }, end: { line: 3, column: 9 } },
  };
  expect(placeOf(long).from).toMatch(/^\{ createPagedKernel \} from [^\n]{33}…$/);
});

it("asks for an explanation of each survivor, and no more of them than survive", () => {
  const all = (): boolean => true;
  const survived = [mutant("Survived"), mutant("NoCoverage")];
  expect(judge(survived, [], all).unexplained).toHaveLength(2);
  expect(judge(survived, [KNOWN], all)).toMatchObject({ unexplained: [{ from: "export" }], stale: [] });
  expect(judge(survived, [{ ...KNOWN, times: 2 }], all)).toEqual({ unexplained: [], stale: [] });
  expect(judge([mutant("Killed")], [KNOWN], all)).toEqual({ unexplained: [], stale: [KNOWN] });
  expect(judge([], [KNOWN], () => false).stale).toEqual([]);
});

it("knows which mutants look as an explained one", () => {
  const isExplained = looksAs([KNOWN]);
  expect(isExplained(placeOf(mutant("Killed")))).toBe(true);
  expect(isExplained(placeOf({ ...mutant("Killed"), replacement: "const" }))).toBe(false);
});
