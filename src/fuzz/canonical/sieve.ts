/** Which of the programs that the last steps propose are worth a run. */
import { isLook } from "../looks.ts";
import type { Program } from "../program.ts";
import { prefixKeys } from "./simplicity.ts";

/** What is to know about the program that the others are next to. */
export interface Start {
  /** Whether its last operation is a question that is asked at the end of a program anyway. */
  readonly isAsked: boolean;
  /** Whether an operation before the last is refused, or only looks. */
  readonly hasIdle: boolean;
}

/** What a run has shown. */
export interface Shown {
  /** The index of the first operation that was refused; Infinity if there is none. */
  readonly firstRefused: number;
  readonly differed: boolean;
}

/**
 * Passes over programs that say nothing new:
 *
 * - what was tried before;
 * - what has an operation before its last that changes nothing, as it looks or is known to be refused: without it the program is simpler,
 *   and is tried for itself. Where the program to start from needs such an operation, this rule does not hold, and is left out;
 * - what asks at its end what a program without that question was asked at its end anyway, when it showed no difference.
 */
export class Sieve {
  readonly #tried = new Set<string>();
  /** Beginnings of programs, by their keys, whose last operation is refused. */
  readonly #refused = new Set<string>();
  /** Programs in which nothing differs, whatever is asked at the end. */
  readonly #quiet = new Set<string>();
  #start: Start = { isAsked: false, hasIdle: true };

  /** From here on programs are next to another one. */
  startFrom(start: Start): void {
    this.#start = start;
  }

  /** Whether a program is worth a run; it is asked once for each. */
  lets(program: Program): boolean {
    const keys = prefixKeys(program);
    const key = keys.at(-1) ?? "";
    if (this.#tried.has(key)) return false;
    this.#tried.add(key);
    const last = program.ops.at(-1);
    if (this.#start.isAsked && last !== undefined && isLook(last) && this.#quiet.has(keys.at(-2) ?? "")) {
      return false;
    }
    if (this.#start.hasIdle) return true;
    return (
      !program.ops.slice(0, -1).some(isLook) && !keys.slice(1, -1).some((begun) => this.#refused.has(begun))
    );
  }

  /** Takes note of what the run of a program has shown. */
  ran(program: Program, { firstRefused, differed }: Shown): void {
    const keys = prefixKeys(program);
    if (!differed) this.#quiet.add(keys.at(-1) ?? "");
    if (firstRefused < program.ops.length - 1) this.#refused.add(keys[firstRefused + 1] ?? "");
  }
}
