import type { Explained } from "../fuzz/explain.ts";
import type { NamedKernel } from "../trace/session.ts";
import { failureText } from "./failure.ts";
import { lastStepPicture } from "./picture.ts";

/** A failure with where it is kept and how to see it again. */
export interface Finding {
  readonly failure: Explained;
  readonly left: NamedKernel;
  readonly right: NamedKernel;
  /** The file that holds the program, if there is one. */
  readonly saved: string | undefined;
  /** What shows the failure again: commands, or calls. */
  readonly again: readonly string[];
}

/** Everything about a failure for people, the same whoever found it. */
export function findingText({ failure, left, right, saved, again }: Finding): string[] {
  return [
    ...failureText(failure, { left: left.name, right: right.name }),
    "",
    ...lastStepPicture(failure.program, [left, right]),
    "",
    ...(saved === undefined ? [] : [`saved: ${saved}`]),
    ...again.map((way) => `again: ${way}`),
  ];
}
