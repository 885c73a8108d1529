import type { Session } from "../fuzz/execute.ts";
import type { Op, World } from "../fuzz/program.ts";
import type { Kernel, Status } from "../zircon/index.ts";

/** What a world shows at one time, as a value: two states are the same exactly if they are `===`. */
export type State = number | string;

/** What a call answered, as a value: status and outputs. */
export type Answer = number | string;

/** An index into {@link SmallWorld.calls}. */
export type CallIndex = number;

/** Calls one after the other; `~call` for one that failed, and so made nothing. */
export type Way = readonly CallIndex[];

/** One kernel that lives in a small world: its calls are made by number, and what it shows is read as a state. */
export interface Inhabitant {
  /** What was set up, and what the calls since have bound. */
  readonly session: Session;
  /** The status of the last call. */
  readonly status: Status;
  make(call: CallIndex): Answer;
  observe(): State;
}

/**
 * A world so small that all of it can be looked at: from one state, made by `setup`, finitely many calls lead to finitely many states.
 *
 * A state must say everything on which the contract lets a later answer of the world's calls depend; docs/enumerate.md has the argument for each
 * world.
 */
export interface SmallWorld {
  /** Names the world and its sizes: the same name is the same world. */
  readonly name: string;
  readonly world: World;
  /** Makes the first state. */
  readonly setup: readonly Op[];
  /** Every call with every argument. */
  readonly calls: readonly Op[];
  /** Calls that lead from any state to the first one, unless something final has happened. */
  readonly home: readonly CallIndex[];

  /** Sets a new kernel up. */
  inhabit(kernel: Kernel): Inhabitant;
  /** The calls that are made from a state. */
  callsFrom(state: State): readonly CallIndex[];
  /** What is expected of {@link callsFrom}. Absent: that each may change the state. */
  expected?(state: State): Expected;
  /** What kind of state it is, in words, for the coverage. */
  classOf(state: State): string;
  /**
   * Calls from one state to another, where that is shorter than over {@link home}.
   *
   * @param isLeft whether a call is still to be made in `from`: of ways of one call, one with such a call is the best
   */
  route?(from: State, to: State, isLeft?: (call: CallIndex) => boolean): readonly CallIndex[];
  /** Which of two states that differ only in names stands for both. */
  readonly symmetry?: Symmetry;
}

/**
 * The calls from a state by what is expected of them. Calls that are expected to fail and to change nothing are looked at once for several of
 * them; where that turns out to be otherwise, each is made and looked at by itself.
 */
export interface Expected {
  /** May change the state. */
  readonly loud: Way;
  /** Fail, though they take away or change what stands: no two are made without a look between, since one might put back what the other should not have touched. */
  readonly taking: Way;
  /** Fail, and only place. */
  readonly placing: Way;
}

/** A swap of names under which the world is the same. */
export interface Symmetry {
  /** Whether the swapped state stands for `state`. */
  isSwapped(state: State): boolean;
  swap(state: State): State;
  /** The same call in the other names. */
  swapCall(call: CallIndex): CallIndex;
}
