/**
 * One program on two kernels, step by step: after each operation the answers, the address space and what became of leases must agree,
 * and at the end everything that can be asked.
 */
import type { KernelFactory, RuleId } from "../zircon/index.ts";
import { type Parting, compareEffects, compareOutcomes, compareSpaces } from "./compare.ts";
import type { Coverage } from "./coverage.ts";
import type { Outcome } from "./execute.ts";
import type { Law } from "./laws/law.ts";
import { type Op, type Program, kernelConfig } from "./program.ts";
import { pageQuestions, questions } from "./questions.ts";
import { type Breach, Side } from "./side.ts";

export interface Pair {
  readonly left: KernelFactory;
  readonly right: KernelFactory;
}

/** What is watched besides agreement. */
export interface Checks {
  /** Laws that each kernel must keep by itself. */
  readonly laws: readonly Law[];
  /** After how many operations everything is asked, and held against the laws, from 1; it always is after the last. */
  readonly checkEvery: number;
}

/** Where and how two kernels parted. */
export interface Difference extends Parting {
  /** The index of the operation; of a question, the number of operations before it. */
  readonly step: number;
  /** The operation, or the question. */
  readonly op: Op;
  /** The rules that the left kernel applied in the step. */
  readonly rules: readonly RuleId[];
}

const AGREEMENT_ONLY: Checks = { laws: [], checkEvery: Infinity };

/** Runs `program` on both kernels; undefined if they agree in everything and keep the laws. */
export function lockstep(
  program: Program,
  pair: Pair,
  coverage?: Coverage,
  { laws, checkEvery }: Checks = AGREEMENT_ONLY,
): Difference | undefined {
  const { world, ops } = program;
  /** What the left kernel applies while it is asked; what is only looked at applies rules, too. */
  const rules: RuleId[] = [];
  let asking = false;
  const onRule = (rule: RuleId): void => {
    if (!asking) return;
    rules.push(rule);
    coverage?.rule(rule);
  };
  const left = new Side(pair.left(kernelConfig(world, onRule)), world, laws);
  const right = new Side(pair.right(kernelConfig(world)), world, laws);

  /** Makes `op` on both: what both answered, or how they parted. */
  const ask = (op: Op): Outcome | Parting => {
    rules.length = 0;
    asking = true;
    const answer = left.make(op);
    asking = false;
    return compareOutcomes(op, answer, right.make(op));
  };

  /** Looks at what `op` did on both. */
  const settle = (op: Op, outcome: Outcome, isCheck: boolean): Parting | undefined => {
    const effects = left.settle(op, outcome);
    const others = right.settle(op, outcome);
    return (
      compareEffects(effects, others) ??
      compareSpaces(left.space, right.space) ??
      brokenLaw(left.broken(op, outcome, effects), right.broken(op, outcome, others)) ??
      (isCheck ? brokenLaw(left.unsound(), right.unsound()) : undefined)
    );
  };

  const differs = (step: number, op: Op, parting: Parting): Difference => ({
    step,
    op,
    ...parting,
    rules: [...new Set(rules)],
  });

  /** Asks all that there is to ask in the state after `step` operations. */
  const interrogate = (step: number): Difference | undefined => {
    const made = { world, ops: ops.slice(0, step) };
    for (const op of questions(made, left.session, right.session, left.space)) {
      const outcome = ask(op);
      if ("field" in outcome) return differs(step, op, outcome);
    }
    return undefined;
  };

  for (const [step, op] of ops.entries()) {
    const outcome = ask(op);
    if ("field" in outcome) return differs(step, op, outcome);
    // LEASE-03: what releases no live lease is no program; shrinking can come to one.
    if (op.call === "release" && outcome.outputs[0] !== "released") return undefined;
    coverage?.answered(op, outcome.status, left.session, left.space, rules);
    const isCheck = (step + 1) % checkEvery === 0 || step === ops.length - 1;
    const parting = settle(op, outcome, isCheck);
    if (parting !== undefined) return differs(step, op, parting);
    for (const access of pageQuestions(op, outcome, left.session, right.session)) {
      const seen = ask(access);
      if ("field" in seen) return differs(step + 1, access, seen);
    }
    const answer = isCheck ? interrogate(step + 1) : undefined;
    if (answer !== undefined) return answer;
  }
  return ops.length === 0 ? interrogate(0) : undefined;
}

function brokenLaw(left: Breach | undefined, right: Breach | undefined): Parting | undefined {
  const law = (left ?? right)?.law;
  if (law === undefined) return undefined;
  const says = (breach: Breach | undefined): string => (breach?.law === law ? breach.what : "kept");
  return { field: `law ${law}`, left: says(left), right: says(right) };
}
