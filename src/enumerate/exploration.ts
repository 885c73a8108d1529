/**
 * Breadth-first over all states of a small world, with two kernels side by side.
 *
 * A kernel cannot be copied, so each state is expanded in place: a call is made, both kernels are compared, and if the state changed the
 * kernels are led back to it, over the world's route or over its first state, and looked at again. Whatever the kernels are asked on the way back is compared too.
 *
 * The states are numbered as they are found, and expanded in that order; so the first way found to a state is a shortest one, and the
 * first difference found is at the end of a shortest way.
 */
import type { Pair } from "../fuzz/lockstep.ts";
import type { CallIndex, SmallWorld, State, Way } from "./small-world.ts";
import { States } from "./states.ts";
import { Tally, type TallyRow } from "./tally.ts";
import { Twins } from "./twins.ts";

/** Kernels are replaced after so many calls, so that what led to a difference is always a program that can be run. */
const MOST_CALLS = 4096;

export interface ExplorationOptions {
  /** States at which no call is made any more: so many calls away from the first one. Infinity: to the fixpoint. */
  readonly depth: number;
  /** Ask the kernels everything after every call that changed the state, not only once for each new state. */
  readonly close: boolean;
  /** The most states to keep. */
  readonly maxStates: number;
}

export const DEFAULT_EXPLORATION: ExplorationOptions = {
  depth: Infinity,
  close: false,
  maxStates: 4_000_000,
};

/** Two ways to a call at which the kernels parted. */
export interface Suspect {
  /** A shortest way, the call at its end. It may not show what only a longer history brings up. */
  readonly shortest: Way;
  /** Everything that the kernels had been asked. */
  readonly history: Way;
  /** What was thrown. */
  readonly cause: unknown;
}

/** How an exploration stands. */
export type Progress = "going on" | "fixpoint" | "depth" | "full" | "parted";

/** Everything that an exploration needs to go on in another process. */
export interface Checkpoint {
  readonly states: States;
  /** The state that is expanded next. */
  readonly next: number;
  readonly tally: readonly TallyRow[];
}

export class Exploration {
  readonly states: States;
  readonly tally: Tally;
  /** Where the kernels parted. */
  suspect: Suspect | undefined;
  readonly #world: SmallWorld;
  readonly #pair: Pair;
  readonly #options: ExplorationOptions;
  #next = 0;
  #twins: Twins;
  /** What the kernels show. */
  #here: State;

  /** @param from where an earlier exploration of the same world by the same kernels had come to */
  constructor(world: SmallWorld, pair: Pair, options: Partial<ExplorationOptions> = {}, from?: Checkpoint) {
    this.#world = world;
    this.#pair = pair;
    this.#options = { ...DEFAULT_EXPLORATION, ...options };
    this.states = from?.states ?? new States();
    this.tally = new Tally(world.calls);
    this.tally.restore(from?.tally ?? []);
    this.#next = from?.next ?? 0;
    this.#twins = new Twins(world, pair);
    this.#here = this.#attempt(-1, () => this.#begin()) ?? "";
  }

  get checkpoint(): Checkpoint {
    return { states: this.states, next: this.#next, tally: this.tally.rows() };
  }

  /** Expands states until about so many more transitions were made. */
  advance(transitions: number): Progress {
    let made = 0;
    while (made < transitions) {
      const progress = this.#progress();
      if (progress !== "going on") return progress;
      made += this.#attempt(this.#next, () => this.#expand(this.#next)) ?? 0;
      if (this.suspect === undefined) this.#next++;
    }
    return this.#progress();
  }

  /** The calls of a shortest way to a state, in the names that they have on that way, and `last` in the same names. */
  way(number: number, ...last: readonly CallIndex[]): CallIndex[] {
    let isSwapped = false;
    const named = (call: CallIndex): CallIndex =>
      isSwapped ? (this.#world.symmetry?.swapCall(call) ?? call) : call;
    const way = this.states.way(number).map((arrival) => {
      const call = named(arrival.call);
      if (arrival.isSwapped) isSwapped = !isSwapped;
      return call;
    });
    return [...way, ...last.map(named)];
  }

  #progress(): Progress {
    if (this.suspect !== undefined) return "parted";
    if (this.#next >= this.states.count) return "fixpoint";
    if (this.states.depth(this.#next) >= this.#options.depth) return "depth";
    return this.states.count > this.#options.maxStates ? "full" : "going on";
  }

  #begin(): State {
    const state = this.#twins.observe();
    this.#twins.question();
    if (this.states.count === 0) this.states.add(state, { from: -1, call: 0, isSwapped: false });
    return state;
  }

  /** Makes every call from a state; how many there were. */
  #expand(number: number): number {
    const world = this.#world;
    const state = this.states.state(number);
    const counts = this.tally.of(world.classOf(state));
    const calls = world.callsFrom(state);
    for (const call of calls) {
      if (this.#here !== state) this.#goTo(number);
      const status = this.#twins.make(call);
      this.#here = this.#twins.observe();
      this.tally.count(counts, call, status);
      if (this.#here !== state) this.#arrive(number, call);
    }
    return calls.length;
  }

  /** Takes down a state that a call has led to. */
  #arrive(from: number, call: CallIndex): void {
    const symmetry = this.#world.symmetry;
    const isSwapped = symmetry?.isSwapped(this.#here) === true;
    const state = isSwapped ? symmetry.swap(this.#here) : this.#here;
    const isNew = !this.states.has(state);
    if (isNew || this.#options.close) this.#twins.question();
    if (isNew) this.states.add(state, { from, call, isSwapped });
  }

  /** Leads the kernels to a state. */
  #goTo(number: number): void {
    const state = this.states.state(number);
    if (this.#twins.history.length < MOST_CALLS && this.#follow(this.#routeTo(number), state)) return;
    // After something final, such as the end of a region that was set up, only new kernels lead back.
    this.#twins = new Twins(this.#world, this.#pair);
    this.#here = this.#twins.observe();
    if (this.#follow(this.#routeTo(number), state)) return;
    throw new Error(`both kernels forget how state ${number} (${state}) was reached`);
  }

  #routeTo(number: number): readonly CallIndex[] {
    const route = this.#world.route?.(this.#here, this.states.state(number));
    return route ?? [...this.#world.home, ...this.way(number)];
  }

  #follow(calls: readonly CallIndex[], state: State): boolean {
    for (const call of calls) this.#twins.make(call);
    this.#here = this.#twins.observe();
    return this.#here === state;
  }

  /** Does `work`; if the kernels part, or one throws, takes down where. */
  #attempt<T>(number: number, work: () => T): T | undefined {
    try {
      return work();
    } catch (cause) {
      const history = [...this.#twins.history];
      const last = history.slice(-1).map((call) => (call < 0 ? ~call : call));
      this.suspect = { shortest: this.way(number, ...last), history, cause };
      return undefined;
    }
  }
}
