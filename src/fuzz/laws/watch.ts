import type { KernelFactory } from "../../zircon/index.ts";
import { type Program, kernelConfig } from "../program.ts";
import { type Breach, Side } from "../side.ts";
import type { Law } from "./law.ts";

/** Runs a program on one kernel with the given laws watching, each after every operation; the first breach, or undefined. */
export function watch(
  program: Program,
  kernel: KernelFactory,
  laws: readonly Law[],
): (Breach & { readonly step: number }) | undefined {
  const side = new Side(kernel(kernelConfig(program.world)), program.world, laws);
  for (const [step, op] of program.ops.entries()) {
    const outcome = side.make(op);
    if (typeof outcome === "string") return { law: "every call answers", what: outcome, step };
    const breach = side.broken(op, outcome, side.settle(op, outcome)) ?? side.unsound();
    if (breach !== undefined) return { ...breach, step };
  }
  return undefined;
}
