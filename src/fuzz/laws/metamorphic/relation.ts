import type { KernelFactory } from "../../../zircon/index.ts";
import type { Program } from "../../program.ts";

/**
 * A law between two runs: a program and another made from it must answer what corresponds.
 *
 * It needs no second kernel, so it also catches what two models get wrong alike.
 */
export interface Relation {
  readonly name: string;
  /** The rules and invariants of the contract that it follows from. */
  readonly rules: readonly string[];
  /** In words how the two runs do not correspond on that kernel, or undefined. */
  readonly relate: (program: Program, kernel: KernelFactory) => string | undefined;
}
