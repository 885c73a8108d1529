import type { KernelFactory } from "../../zircon/index.ts";
import { type Outcome, Session, execute } from "../execute.ts";
import { type Op, type Program, type World, kernelConfig } from "../program.ts";
import { SpaceLog } from "../space.ts";

/** Something that must hold on one kernel by itself, whatever a second one says. */
export interface Law {
  readonly name: string;
  /** The rules and invariants of the contract that it states. */
  readonly rules: readonly string[];
  /** Begins to watch a run. */
  readonly watch: (world: World, session: Session) => Watch;
}

/** A law watching one run. Each method answers in words what is wrong, or undefined. */
export interface Watch {
  /** Called after each operation, with the space before and after it. */
  readonly after: (op: Op, outcome: Outcome, before: SpaceLog, space: SpaceLog) => string | undefined;
  /** Called after the last operation. */
  readonly end?: (space: SpaceLog) => string | undefined;
}

/** Where a law was broken. */
export interface Breach {
  readonly law: string;
  /** The index of the operation; the number of operations if it was seen at the end. */
  readonly step: number;
  readonly what: string;
}

/** Runs a program on one kernel with the given laws watching; the first breach, or undefined. */
export function watch(program: Program, kernel: KernelFactory, laws: readonly Law[]): Breach | undefined {
  const { world, ops } = program;
  const session = new Session(kernel(kernelConfig(world)), world.aspace.base);
  const watches = laws.map((law) => ({ law, watch: law.watch(world, session) }));
  let before = new SpaceLog(session);
  let space = new SpaceLog(session);
  before.observe(world.aspace.base, world.aspace.size);
  for (const [step, op] of ops.entries()) {
    const outcome = execute(session, op);
    space.observe(world.aspace.base, world.aspace.size);
    for (const { law, watch: one } of watches) {
      const what = one.after(op, outcome, before, space);
      if (what !== undefined) return { law: law.name, step, what };
    }
    [before, space] = [space, before];
  }
  for (const { law, watch: one } of watches) {
    const what = one.end?.(before);
    if (what !== undefined) return { law: law.name, step: ops.length, what };
  }
  return undefined;
}
