import type { LedgerEffects } from "../ledger/index.ts";
import type { KernelFactory } from "../zircon/index.ts";
import type { Outcome, Session } from "./execute.ts";
import { type Op, type World, kernelConfig } from "./program.ts";
import { Side } from "./side.ts";
import type { SpaceLog } from "./space.ts";

/** What an operation did. */
export interface Ran {
  readonly outcome: Outcome;
  readonly effects: LedgerEffects;
}

/** The run that generation has in view: one kernel on its way through the program that comes to be. */
export interface Guide {
  readonly session: Session;
  /** The address space after the last operation, and before it. */
  readonly space: SpaceLog;
  readonly before: SpaceLog;
  /** Runs the next operation. */
  run(op: Op, isLast: boolean): Ran;
}

/** A guide that does nothing else. */
export class LoneGuide implements Guide {
  readonly #side: Side;

  constructor(kernel: KernelFactory, world: World) {
    this.#side = new Side(kernel(kernelConfig(world)), world, []);
  }

  get session(): Session {
    return this.#side.session;
  }

  get space(): SpaceLog {
    return this.#side.space;
  }

  get before(): SpaceLog {
    return this.#side.before;
  }

  run(op: Op): Ran {
    const outcome = answered(op, this.#side.make(op));
    return { outcome, effects: this.#side.settle(op, outcome) };
  }
}

/** What a guide answered. One that throws cannot guide. */
export function answered(op: Op, answer: Outcome | string): Outcome {
  if (typeof answer === "string") throw new Error(`the guide kernel threw at ${op.call}: ${answer}`);
  return answer;
}
