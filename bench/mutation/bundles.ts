import type * as subjects from "./subjects.ts";

/** The modules that a sandbox's build makes, in its folder: one notes what is covered, the other only counts steps. */
export const NOTING = "built/noting.mjs";
export const COUNTING = "built/counting.mjs";

/** What such a module exports. */
export type Subjects = typeof subjects;

/** What counts steps: part of the context that instrumented code looks at. */
export interface Steps {
  steps: number;
  stepsMax: number;
}

const COUNT = (steps: string): string =>
  `if (++${steps}.steps > ${steps}.stepsMax) throw new Error("no end in sight");`;

/**
 * Has instrumented code count its steps where it would note what it covers, which makes it twice as fast, and throw where there are
 * more than there may be: so a mutant that never ends is told by no clock. In a file without mutants the turns of loops are steps, as
 * they may have no end because of what a mutant elsewhere answers.
 */
export function counting(code: string): string {
  if (!code.includes("function stryCov")) {
    return code.replace(
      /^ *(?:for|while) \(.*\) \{$/gm,
      (loop) => `${loop} ${COUNT("globalThis.__stryker__")}`,
    );
  }
  return code.replace(/(?<=\n {2}function cover\(\) )\{[\s\S]*?\n {2}\}/, `{ ${COUNT("ns")} }`);
}
