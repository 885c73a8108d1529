/** What is kept between runs, one file for each model, so that it can be run in pieces: scores, and the survivors explained. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ROOT } from "./paths.ts";
import type { Score } from "./scores.ts";
import type { Explained } from "./survivors.ts";

export const MODELS = ["paged", "reference"] as const;
export type Model = (typeof MODELS)[number];

export type Scores = Readonly<Record<string, Score>>;

export interface Known {
  /** By file: of each the run that was written down last. */
  readonly scores: Scores;
  readonly explained: readonly Explained[];
}

export function readKnown(model: Model): Known {
  return {
    scores: JSON.parse(readFileSync(scoresFile(model), "utf8")),
    explained: JSON.parse(readFileSync(`${ROOT}bench/mutation/equivalent/${model}.json`, "utf8")),
  };
}

/** Keeps the scores of a run; those of files that it did not mutate stay as they are, unless the file is gone. */
export function keepScores(model: Model, run: Scores): void {
  const merged = Object.entries({ ...readKnown(model).scores, ...run })
    .filter(([file]) => file.startsWith(`models/${model}/`) && existsSync(ROOT + file))
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  writeFileSync(scoresFile(model), `${JSON.stringify(Object.fromEntries(merged), undefined, 2)}\n`);
}

function scoresFile(model: Model): string {
  return `${ROOT}bench/mutation/scores/${model}.json`;
}
