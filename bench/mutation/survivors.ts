/** Mutants that no killer tells from the original, and what is known of them. */
import { readFileSync } from "node:fs";
import type { MutantResult } from "@stryker-mutator/api/core";

/** What a mutant is known by: text, not line numbers, so it stays known while lines move. */
export interface Place {
  /** The file, from the package's folder. */
  readonly file: string;
  /** The line that the mutation begins in, trimmed. */
  readonly line: string;
  /** What it replaces, and by what. White space counts as one blank, and of a long text only the beginning counts. */
  readonly from: string;
  readonly to: string;
}

/** An entry of equivalent.json. */
export interface Explained extends Place {
  /** How many mutants it tells of, where several look the same; 1 unless given. */
  readonly times?: number;
  /** Why nothing that can be asked tells the mutant from the original. */
  readonly why: string;
}

const TEXT_MAX = 60;

function shortened(text: string): string {
  const plain = text.replaceAll(/\s+/g, " ");
  return plain.length > TEXT_MAX ? `${plain.slice(0, TEXT_MAX)}…` : plain;
}

/** What a mutant is known by; `root` is the folder that its file's name is taken from. */
export function placeOf({ fileName, location, replacement }: MutantResult, root: string): Place {
  const { start, end } = location;
  const lines = readFileSync(fileName, "utf8")
    .split("\n")
    .slice(start.line - 1, end.line);
  // Stryker counts lines from 1 in its results and columns from 1, too.
  const text = lines.join("\n");
  const endColumn = text.length - (lines.at(-1)?.length ?? 0) + end.column - 1;
  return {
    file: fileName.slice(root.length).replaceAll("\\", "/"),
    line: (lines[0] ?? "").trim(),
    from: shortened(text.slice(start.column - 1, endColumn)),
    to: shortened(replacement),
  };
}
