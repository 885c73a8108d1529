import type { LedgerEffects } from "../../ledger/index.ts";
import type { Outcome, Session } from "../execute.ts";
import type { Op, World } from "../program.ts";
import type { SpaceLog } from "../space.ts";

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
  /** Told of each operation. */
  readonly after?: (made: Made) => string | undefined;
  /** Looks at the state as it is, now and then and after the last operation. */
  readonly check?: (space: SpaceLog) => string | undefined;
}

/** An operation that was made, and what it did. */
export interface Made {
  readonly op: Op;
  readonly outcome: Outcome;
  readonly effects: LedgerEffects;
  /** The address space before and after it. */
  readonly before: SpaceLog;
  readonly space: SpaceLog;
}
