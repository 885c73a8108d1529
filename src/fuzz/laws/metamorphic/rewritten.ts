import type { KernelFactory } from "../../../zircon/index.ts";
import { compareOutcomes, compareSpaces, type Parting } from "../../compare.ts";
import { Outcome, type Session } from "../../execute.ts";
import { type Op, type Program, kernelConfig } from "../../program.ts";
import { interrogate } from "../../questions.ts";
import { Side } from "../../side.ts";
import type { SpaceLog } from "../../space.ts";

/** What the other run makes in place of an operation, knowing its answer and the address space before it. */
export type Rewrite = (op: Op, outcome: Outcome, before: SpaceLog, session: Session) => readonly Op[];

/**
 * Runs a program as it is and with operations rewritten, on two kernels of one kind. What stands for an operation must answer its status
 * each time and leave the same address space; in the end nothing that can be asked may tell the runs apart.
 */
export function compareRewritten(
  program: Program,
  kernel: KernelFactory,
  rewrite: Rewrite,
): string | undefined {
  const { world, ops } = program;
  const plain = new Side(kernel(kernelConfig(world)), world, []);
  const other = new Side(kernel(kernelConfig(world)), world, []);
  for (const [step, op] of ops.entries()) {
    const outcome = plain.make(op);
    if (typeof outcome === "string") return `step ${step}: ${op.call} threw ${outcome}`;
    const instead = rewrite(op, outcome, plain.space, plain.session);
    plain.settle(op, outcome);
    for (const [index, one] of instead.entries()) {
      const isLast = index === instead.length - 1;
      const answer = other.make(one);
      // Only the last has the operation's outputs.
      const expected =
        isLast || typeof answer === "string"
          ? outcome
          : new Outcome(outcome.status, answer.first, answer.more);
      const parting = compareOutcomes(one, expected, answer);
      if ("field" in parting) return words(step, one, parting);
      other.settle(one, parting);
    }
    const parting = compareSpaces(plain.space, other.space);
    if (parting !== undefined) return words(step, op, parting);
  }
  let parted: string | undefined;
  interrogate(program, plain.session, other.session, plain.space, (op) => {
    const parting = compareOutcomes(op, plain.make(op), other.make(op));
    if ("field" in parting) parted = words(ops.length, op, parting);
    return parted !== undefined;
  });
  return parted;
}

function words(step: number, op: Op, { field, left, right }: Parting): string {
  return `step ${step}: ${op.call}: ${field} is ${left}, and rewritten ${right}`;
}
