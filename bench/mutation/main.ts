/**
 * `npm run mutation`: whether the fuzz run and the corpus tell every mutant of both models from the original.
 *
 * Options: `--file models/paged/vmo.ts` (one or several files or patterns), `--since REF` (the lines changed since a commit),
 * `--concurrency N` (1), `--update` (writes the scores, and the tables of docs/mutation.md).
 * Exit code 1 if a mutant survives that equivalent.json does not explain, or an entry there explains none.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { MutantResult } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";
import { table } from "../../src/report/table.ts";
import { withTables } from "./page.ts";
import { built, ROOT } from "./paths.ts";
import { killedBy } from "./result.ts";
import { RULE_IDS } from "./rule-ids.ts";
import { RUNNER } from "./runner.ts";
import { changedSince, everything, files, type Scope } from "./scope.ts";
import { type Score, scoresOf, total } from "./scores.ts";
import { type Explained, judge, type Mutant, placeOf } from "./survivors.ts";

const EQUIVALENT = `${ROOT}bench/mutation/equivalent.json`;
const SCORES = `${ROOT}bench/mutation/scores.json`;
const PAGE = `${ROOT}docs/mutation.md`;

const { values } = parseArgs({
  options: {
    file: { type: "string", multiple: true },
    since: { type: "string" },
    concurrency: { type: "string", default: "1" },
    update: { type: "boolean", default: false },
  },
});

function scopeOf({ file, since }: typeof values): Scope {
  if (since !== undefined) return changedSince(since);
  return file === undefined ? everything() : files(file);
}

async function test({ mutate }: Scope): Promise<readonly MutantResult[]> {
  const stryker = new Stryker({
    mutate: [...mutate],
    testRunner: RUNNER,
    ignorers: [RULE_IDS],
    plugins: [built("runner.js"), built("rule-ids.js")],
    ignorePatterns: ["/**", "!/src/**", "!/models/**", "!/bench/mutation/**", "!/package.json"],
    tempDirName: "build/mutation/sandbox",
    // Run in the sandbox's folder.
    buildCommand: "node ../../../bench/mutation/build-sandbox.js",
    disableTypeChecks: false,
    // A mutant may ask for memory without end; package.json bounds what is not in the heap.
    testRunnerNodeArgs: ["--max-old-space-size=2048"],
    coverageAnalysis: "perTest",
    // The runner counts steps; a clock only ends what takes none, such as a loop of a file that is not mutated.
    timeoutMS: 60_000,
    concurrency: Number(values.concurrency),
    reporters: ["json", "html", "progress-append-only"],
    jsonReporter: { fileName: "build/mutation/report.json" },
    htmlReporter: { fileName: "build/mutation/report.html" },
    allowConsoleColors: false,
  });
  return stryker.runMutationTest();
}

function scoreTable(scores: Readonly<Record<string, Score>>): string[] {
  const cells = ([file, { mutants, fuzz, endless, corpus, rules, survived }]: [string, Score]): string[] => [
    file,
    ...[mutants, fuzz, endless, corpus, rules, survived].map(String),
  ];
  const rows = [...Object.entries(scores), ["all", total(Object.values(scores))] as const];
  const head = ["file", "mutants", "fuzzing", "endless", "corpus alone", "rules alone", "survived"];
  return table(
    [head, ...rows.map(([file, score]) => cells([file, score]))],
    [false, true, true, true, true, true, true],
  );
}

function told(title: string, mutants: readonly Mutant[]): string[] {
  return mutants.flatMap(({ at, line, from, to }) => [`${title} ${at}: ${from} → ${to}`, `    ${line}`]);
}

const scope = scopeOf(values);
const results = scope.mutate.length === 0 ? [] : await test(scope);
const explained: readonly Explained[] = JSON.parse(readFileSync(EQUIVALENT, "utf8"));
const scores = scoresOf(results);
const { unexplained, stale } = judge(results, explained, (file) => scope.whole && file in scores);

const lines = [
  ...scoreTable(scores),
  ...told(
    "killed by the corpus alone:",
    results.filter((mutant) => killedBy(mutant) === "corpus").map(placeOf),
  ),
  ...told("survived, and is not explained:", unexplained),
  ...stale.map(({ file, from, to, line }) => `explained, but killed: ${file}: ${from} → ${to}\n    ${line}`),
];
process.stdout.write(`${lines.join("\n")}\n`);
if (unexplained.length > 0 || stale.length > 0) process.exitCode = 1;

if (values.update && scope.whole) {
  const known: Record<string, Score> = JSON.parse(readFileSync(SCORES, "utf8"));
  const merged = Object.fromEntries(
    Object.entries({ ...known, ...scores }).toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );
  writeFileSync(SCORES, `${JSON.stringify(merged, undefined, 2)}\n`);
  writeFileSync(PAGE, withTables(readFileSync(PAGE, "utf8"), merged, explained));
}
