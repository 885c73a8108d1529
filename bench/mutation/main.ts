/**
 * `npm run mutation`: whether the fuzz run and the corpus tell every mutant of both models from the original.
 *
 * Options: `--file models/paged/vmo.ts` (one or several files or patterns), `--since REF` (the lines changed since a commit),
 * `--lines N` (only so many of these), `--concurrency N` (1), `--recheck` (explained mutants get all rounds, too), `--update` (keeps the scores of whole files, and writes
 * the tables of docs/mutation.md), `--page` (only writes these tables).
 * Exit code 1 if a mutant survives that equivalent/ does not explain, or an entry there explains none.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { table } from "../../src/report/table.ts";
import { keepScores, MODELS, readKnown } from "./known.ts";
import { withTables } from "./page.ts";
import { ROOT } from "./paths.ts";
import { killedBy } from "./result.ts";
import { changedSince, everything, files, type Scope } from "./scope.ts";
import { type Score, scoresOf, total } from "./scores.ts";
import { test } from "./stryker.ts";
import { judge, looksAs, type Mutant, placeOf } from "./survivors.ts";

const PAGE = `${ROOT}docs/mutation.md`;

const { values } = parseArgs({
  options: {
    file: { type: "string", multiple: true },
    since: { type: "string" },
    lines: { type: "string", default: "Infinity" },
    concurrency: { type: "string", default: "1" },
    recheck: { type: "boolean", default: false },
    update: { type: "boolean", default: false },
    page: { type: "boolean", default: false },
  },
});

function scopeOf({ file, since, page, lines }: typeof values): Scope {
  if (page) return { mutate: [], whole: true };
  if (since !== undefined) return changedSince(since, Number(lines));
  return file === undefined ? everything() : files(file);
}

function scoreTable(scores: Readonly<Record<string, Score>>): string[] {
  const cells = ([file, { mutants, fuzz, endless, corpus, rules, survived }]: [string, Score]): string[] => [
    file,
    ...[mutants, fuzz, endless, corpus, rules, survived].map(String),
  ];
  const rows = [...Object.entries(scores), ["all", total(Object.values(scores))] as const];
  const head = ["file", "mutants", "fuzzing", "endless", "by hand alone", "rules alone", "survived"];
  return table(
    [head, ...rows.map(([file, score]) => cells([file, score]))],
    [false, true, true, true, true, true, true],
  );
}

function told(title: string, mutants: readonly Mutant[]): string[] {
  return mutants.flatMap(({ at, line, from, to }) => [`${title} ${at}: ${from} → ${to}`, `    ${line}`]);
}

const scope = scopeOf(values);
const { recheck } = values;
const concurrency = Number(values.concurrency);
const results = scope.mutate.length === 0 ? [] : await test(scope, { concurrency, recheck });
const explained = MODELS.flatMap((model) => readKnown(model).explained);
const scores = scoresOf(results);
const { unexplained, stale } = judge(results, explained, (file) => scope.whole && file in scores);
const isExplained = looksAs(explained);

const lines = [
  ...(scope.lines === undefined
    ? []
    : [
        `mutated: the first ${scope.lines.taken} of ${scope.lines.all} lines of the models that changed since ${values.since}`,
      ]),
  ...scoreTable(scores),
  ...told(
    "killed by corpus or probes alone:",
    results.filter((mutant) => killedBy(mutant) === "corpus").map(placeOf),
  ),
  ...told(
    "survived, and is not explained:",
    unexplained.filter((mutant) => !isExplained(mutant)),
  ),
  ...told(
    "survived as more than are explained look the same, see --recheck:",
    unexplained.filter(isExplained),
  ),
  ...stale.map(({ file, from, to, line }) => `explained, but killed: ${file}: ${from} → ${to}\n    ${line}`),
];
if (!values.page) process.stdout.write(`${lines.join("\n")}\n`);
if (unexplained.length > 0 || stale.length > 0) process.exitCode = 1;

if (values.update && scope.whole) MODELS.forEach((model) => keepScores(model, scores));
if (values.page || (values.update && scope.whole)) {
  const known = { paged: readKnown("paged"), reference: readKnown("reference") };
  writeFileSync(PAGE, withTables(readFileSync(PAGE, "utf8"), known));
}
