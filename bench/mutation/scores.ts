import type { MutantResult } from "@stryker-mutator/api/core";
import { fileOf, isKilled, killedBy } from "./result.ts";

/** How many mutants of a file came to which end. */
export interface Score {
  /** Mutants that compile. */
  readonly mutants: number;
  /** Killed by the fuzz run, and those that never end. */
  readonly fuzz: number;
  readonly endless: number;
  /** Killed by what is written by hand alone: the traces of the corpus, and the probes. */
  readonly corpus: number;
  /** Told by the coverage hook alone: no answer differs. */
  readonly rules: number;
  readonly survived: number;
}

const NONE: Score = { mutants: 0, fuzz: 0, endless: 0, corpus: 0, rules: 0, survived: 0 };

export function scoresOf(results: readonly MutantResult[]): Record<string, Score> {
  const scores: Record<string, Score> = {};
  for (const mutant of results) {
    if (mutant.status === "Ignored") continue;
    const file = fileOf(mutant);
    scores[file] = total([scores[file] ?? NONE, scoreOf(mutant)]);
  }
  return scores;
}

function scoreOf(mutant: MutantResult): Score {
  return { ...NONE, mutants: 1, [isKilled(mutant) ? killedBy(mutant) : "survived"]: 1 };
}

export function total(scores: readonly Score[]): Score {
  const sum = (field: keyof Score): number => scores.reduce((all, score) => all + score[field], 0);
  return {
    mutants: sum("mutants"),
    fuzz: sum("fuzz"),
    endless: sum("endless"),
    corpus: sum("corpus"),
    rules: sum("rules"),
    survived: sum("survived"),
  };
}
