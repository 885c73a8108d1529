/** Mutants that no killer tells from the original, and what is known of them. */
import { readFileSync } from "node:fs";
import type { Mutant as StrykerMutant, MutantResult } from "@stryker-mutator/api/core";
import { fileOf, isKilled } from "./result.ts";

/** What a mutant is known by: text, not line numbers, so it stays known while lines move. */
export interface Place {
  /** The file, from the package's folder, with forward slashes. */
  readonly file: string;
  /** The line that the mutation begins in, trimmed. */
  readonly line: string;
  /** What is replaced, and by what. White space counts as one blank, and of a long text only the beginning counts. */
  readonly from: string;
  readonly to: string;
}

/** An entry of equivalent/. */
export interface Explained extends Place {
  /** How many mutants it tells of, where several look the same; 1 unless given. */
  readonly times?: number;
  /** Why nothing that can be asked tells the mutant from the original. */
  readonly why: string;
}

const TEXT_MAX = 60;

/** A mutant. */
export interface Mutant extends Place {
  /** Where it is, for people: file and line number. */
  readonly at: string;
}

export interface Verdict {
  /** Mutants that nobody has explained. */
  readonly unexplained: readonly Mutant[];
  /** Entries that tell of more mutants than survived. */
  readonly stale: readonly Explained[];
}

/** The mutants that nothing killed, held against what is explained of the files that were mutated as a whole. */
export function judge(
  results: readonly MutantResult[],
  explained: readonly Explained[],
  isWhole: (file: string) => boolean,
): Verdict {
  const left = new Map(explained.map((entry) => [keyOf(entry), entry.times ?? 1]));
  const unexplained: Mutant[] = [];
  for (const mutant of results) {
    if (isKilled(mutant)) continue;
    const place = placeOf(mutant);
    const count = left.get(keyOf(place)) ?? 0;
    if (count > 0) left.set(keyOf(place), count - 1);
    else unexplained.push(place);
  }
  const stale = explained.filter((entry) => isWhole(entry.file) && left.get(keyOf(entry)) !== 0);
  return { unexplained, stale };
}

/** Tells a mutant that looks as one of these. */
export function looksAs(explained: readonly Explained[]): (place: Place) => boolean {
  const keys = new Set(explained.map(keyOf));
  return (place) => keys.has(keyOf(place));
}

function keyOf({ file, line, from, to }: Place): string {
  return JSON.stringify([file, line, from, to]);
}

export function placeOf(mutant: StrykerMutant): Mutant {
  const { start, end } = mutant.location;
  const lines = readFileSync(mutant.fileName, "utf8")
    .split("\n")
    .slice(start.line - 1, end.line);
  const last = lines.length - 1;
  // Lines and columns count from 1.
  const inside = lines.map((line, row) =>
    line.slice(row === 0 ? start.column - 1 : 0, row === last ? end.column - 1 : undefined),
  );
  return {
    file: fileOf(mutant),
    at: `${fileOf(mutant)}:${start.line}`,
    line: (lines[0] ?? "").trim(),
    from: shortened(inside.join(" ")),
    to: shortened(mutant.replacement),
  };
}

function shortened(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ");
  return plain.length > TEXT_MAX ? `${plain.slice(0, TEXT_MAX)}…` : plain;
}
