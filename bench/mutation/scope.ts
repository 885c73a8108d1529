/** Which mutants to make: of everything, of some files, or of the lines changed since a commit. */
import { execFileSync } from "node:child_process";
import { ROOT } from "./paths.ts";

export interface Scope {
  /** Stryker's patterns; none where there is nothing to mutate. */
  readonly mutate: readonly string[];
  /** Whether each file is mutated as a whole. */
  readonly whole: boolean;
  /** Of changed lines: how many are mutated of how many. */
  readonly lines?: { readonly taken: number; readonly all: number };
}

const TESTS = "!**/*.test.ts";

export function everything(): Scope {
  return files(["models/reference/**/*.ts", "models/paged/**/*.ts"]);
}

export function files(patterns: readonly string[]): Scope {
  return { mutate: [...patterns, TESTS], whole: true };
}

/** The first `most` lines of both models that a commit does not have, or has differently. */
export function changedSince(commit: string, most: number): Scope {
  const diff = execFileSync(
    "git",
    ["diff", "--unified=0", "--no-color", "--no-ext-diff", commit, "--", "models/reference", "models/paged"],
    { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  const all = changedLines(diff);
  const taken = firstLines(all, most);
  const ranges = taken.map(({ file, first, last }) => `${file}:${first}-${last}`);
  return {
    mutate: ranges.length === 0 ? [] : [...ranges, TESTS],
    whole: false,
    lines: { taken: countOf(taken), all: countOf(all) },
  };
}

/** Lines of a file, from 1; `last` is one of them. */
export interface Lines {
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

function countOf(ranges: readonly Lines[]): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** As many of the lines as there may be, from the front. */
export function firstLines(ranges: readonly Lines[], most: number): Lines[] {
  const taken: Lines[] = [];
  let left = most;
  for (const { file, first, last } of ranges) {
    if (left <= 0) break;
    const end = Math.min(last, first + left - 1);
    taken.push({ file, first, last: end });
    left -= end - first + 1;
  }
  return taken;
}

/** The lines that a diff adds. */
export function changedLines(diff: string): Lines[] {
  const ranges: Lines[] = [];
  let file: string | undefined;
  for (const line of diff.split("\n")) {
    if (line.startsWith("+++ ")) file = /^\+\+\+ b\/(.+\.ts)$/.exec(line)?.[1];
    const [, first, count = "1"] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (file === undefined || file.endsWith(".test.ts") || first === undefined || count === "0") continue;
    ranges.push({ file, first: Number(first), last: Number(first) + Number(count) - 1 });
  }
  return ranges;
}
