/** Which mutants to make: of everything, of some files, or of the lines changed since a commit. */
import { execFileSync } from "node:child_process";
import { ROOT } from "./paths.ts";

export interface Scope {
  /** Stryker's patterns; none where there is nothing to mutate. */
  readonly mutate: readonly string[];
  /** Whether each file is mutated as a whole. */
  readonly whole: boolean;
}

const TESTS = "!**/*.test.ts";

export function everything(): Scope {
  return files(["models/reference/**/*.ts", "models/paged/**/*.ts"]);
}

export function files(patterns: readonly string[]): Scope {
  return { mutate: [...patterns, TESTS], whole: true };
}

/** The lines of both models that a commit does not have, or has differently. */
export function changedSince(commit: string): Scope {
  const diff = execFileSync(
    "git",
    ["diff", "--unified=0", "--no-color", "--no-ext-diff", commit, "--", "models/reference", "models/paged"],
    { cwd: ROOT, encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  const ranges = changedLines(diff);
  return { mutate: ranges.length === 0 ? [] : [...ranges, TESTS], whole: false };
}

/** The ranges of lines that a diff adds, as Stryker writes them: `file:first-last`. */
export function changedLines(diff: string): string[] {
  const ranges: string[] = [];
  let file: string | undefined;
  for (const line of diff.split("\n")) {
    if (line.startsWith("+++ ")) file = /^\+\+\+ b\/(.+\.ts)$/.exec(line)?.[1];
    const [, first, count = "1"] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (file === undefined || file.endsWith(".test.ts") || first === undefined || count === "0") continue;
    ranges.push(`${file}:${first}-${Number(first) + Number(count) - 1}`);
  }
  return ranges;
}
