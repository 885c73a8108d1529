/**
 * Breadth-first over all states of a small world, with two kernels side by side.
 *
 * A kernel cannot be copied, so each state is expanded in place: a call is made, both kernels are compared, and if the state changed
 * the kernels are led back to it, over the world's route or over its first state, and looked at again. Where they part, new kernels
 * are led to the state on its shortest way and asked once more: so what is found does not hang on what the kernels went through before.
 *
 * The states are numbered as they are found, and expanded in that order. So the first way found to a state is a shortest one, and the
 * first difference found is at the end of a shortest way.
 */
import type { Pair } from "../fuzz/lockstep.ts";
import { Status } from "../zircon/index.ts";
import type { CallIndex, SmallWorld, State, Way } from "./small-world.ts";
import { States } from "./states.ts";
import { Tally, type TallyRow } from "./tally.ts";
import { Twins } from "./twins.ts";

/** Kernels are replaced after so many calls, so that what led to a difference can always be run, and shrunk. */
const MOST_CALLS = 16_384;

/** What kernels show is not known. */
const NOWHERE: State = "nowhere";

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

/** Where the kernels parted. */
export interface Suspect {
  /** Calls that new kernels are to be asked, the last of which is where they parted. */
  readonly way: Way;
  /** Whether the way is a shortest one; else it is everything that the kernels had been asked, and no short way shows it. */
  readonly isShortest: boolean;
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
  #suspect: Suspect | undefined;
  /** Where kernels parted that had been asked much, and new ones did not. */
  #doubt: Suspect | undefined;
  readonly #world: SmallWorld;
  readonly #pair: Pair;
  readonly #options: ExplorationOptions;
  #next: number;
  #made: Twins | undefined;
  /** What the kernels show. */
  #here: State = NOWHERE;
  /** What each call has answered in the state that is expanded. */
  readonly #statuses: number[] = [];

  /** @param from where an earlier exploration of the same world by the same kernels had come to */
  constructor(world: SmallWorld, pair: Pair, options: Partial<ExplorationOptions> = {}, from?: Checkpoint) {
    this.#world = world;
    this.#pair = pair;
    this.#options = { ...DEFAULT_EXPLORATION, ...options };
    this.states = from?.states ?? new States();
    this.tally = new Tally(world.calls);
    this.tally.restore(from?.tally ?? []);
    this.#next = from?.next ?? 0;
    try {
      this.#begin();
    } catch (cause) {
      this.#suspect = { way: [], isShortest: true, cause };
    }
  }

  /** Where the kernels parted: at the end of a shortest way, or if there is none so far, of any. */
  get suspect(): Suspect | undefined {
    return this.#suspect ?? this.#doubt;
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
      made += this.#expand(this.#next);
      if (this.#suspect === undefined) this.#next++;
    }
    return this.#progress();
  }

  /** The calls of a shortest way to a state, in the names that they have in the state. */
  way(number: number): CallIndex[] {
    let isSwapped = false;
    return this.states
      .way(number)
      .toReversed()
      .map((arrival) => {
        if (arrival.isSwapped) isSwapped = !isSwapped;
        return isSwapped ? (this.#world.symmetry?.swapCall(arrival.call) ?? arrival.call) : arrival.call;
      })
      .toReversed();
  }

  get #twins(): Twins {
    return (this.#made ??= new Twins(this.#world, this.#pair));
  }

  #progress(): Progress {
    if (this.#suspect !== undefined) return "parted";
    const ended = this.#end();
    return ended === undefined ? "going on" : this.#doubt === undefined ? ended : "parted";
  }

  #end(): "fixpoint" | "depth" | "full" | undefined {
    if (this.#next >= this.states.count) return "fixpoint";
    if (this.states.depth(this.#next) >= this.#options.depth) return "depth";
    return this.states.count > this.#options.maxStates ? "full" : undefined;
  }

  #begin(): void {
    this.#here = this.#twins.observe();
    if (this.states.count > 0) return;
    this.#twins.question();
    this.states.add(this.#here, { from: -1, call: 0, isSwapped: false });
  }

  /** Makes every call from a state; how many there were. */
  #expand(number: number): number {
    const state = this.states.state(number);
    const calls = this.#world.callsFrom(state);
    if (!this.#isExpandedAtOnce(number, calls)) this.#expandCarefully(number, calls);
    if (this.#suspect === undefined) {
      const counts = this.tally.of(this.#world.classOf(state));
      for (const call of calls) this.tally.count(counts, call, this.#statuses[call] ?? Status.OK);
    }
    return calls.length;
  }

  /** Makes all calls from a state with one kernel, then with the other; whether they agree. */
  #isExpandedAtOnce(number: number, calls: readonly CallIndex[]): boolean {
    if (this.#twins.history.length >= MOST_CALLS) this.#forget();
    const rounds = this.#world.rounds?.(this.states.state(number)) ?? calls.map((call) => [call]);
    try {
      for (const round of rounds) this.#makeRound(number, round);
      this.#twins.catchUp();
      return true;
    } catch (cause) {
      this.#doubts(cause);
      this.#forget();
      return false;
    }
  }

  /** Makes the calls of a round, and looks before the last whether those before it have done nothing. */
  #makeRound(number: number, round: Way): void {
    const state = this.states.state(number);
    const twins = this.#twins;
    const last = round.length - 1;
    if (last > 0 && this.#here !== NOWHERE) {
      if (this.#here !== state) for (const call of this.#wayBack(number)) twins.make(call);
      let hasFailed = true;
      for (let i = 0; i < last; i++) {
        const call = round[i] ?? 0;
        const status = twins.make(call);
        this.#statuses[call] = status;
        hasFailed &&= status !== Status.OK;
      }
      this.#here = twins.observe();
      if (hasFailed && this.#here === state) {
        this.#transition(number, round[last] ?? 0);
        return;
      }
    }
    for (const call of round) {
      if (this.#here !== state) this.#lead(number);
      this.#transition(number, call);
    }
  }

  /** Makes each call by itself, on both kernels in turn, until one shows a difference. */
  #expandCarefully(number: number, calls: readonly CallIndex[]): void {
    for (const call of calls) {
      if (this.#here !== this.states.state(number)) this.#goTo(number);
      if (this.#suspect !== undefined || !this.#isMade(number, call)) return;
    }
  }

  /** Makes a call from a state in which the kernels are; whether they agree. */
  #isMade(number: number, call: CallIndex): boolean {
    try {
      this.#transition(number, call);
      this.#twins.catchUp();
      return true;
    } catch (cause) {
      this.#doubts(cause);
    }
    // Was it the call, or something that the kernels went through before?
    try {
      this.#renew(number);
      this.#transition(number, call);
      this.#twins.catchUp();
      return true;
    } catch (cause) {
      this.#suspect = { way: [...this.way(number), call], isShortest: true, cause };
      return false;
    }
  }

  #transition(from: number, call: CallIndex): void {
    this.#statuses[call] = this.#twins.make(call);
    const before = this.#here;
    this.#here = this.#twins.observe();
    if (this.#here !== before) this.#arrive(from, call);
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

  /** Leads the kernels to a state, or new ones where that is not possible. */
  #goTo(number: number): void {
    try {
      this.#lead(number);
      this.#twins.catchUp();
      return;
    } catch (cause) {
      // The calls of the way back are calls of the world: the exploration comes to them in their turn.
      this.#doubts(cause);
    }
    try {
      this.#renew(number);
    } catch (cause) {
      this.#suspect = { way: this.way(number), isShortest: true, cause };
    }
  }

  /** Leads the kernels to a state, without looking whether they agree. */
  #lead(number: number): void {
    const isUsed = this.#twins.history.length < MOST_CALLS && this.#here !== NOWHERE;
    if (isUsed && this.#follow(this.#wayBack(number), number)) return;
    // After something final, such as the end of a region that was set up, only new kernels lead back.
    this.#twins.catchUp();
    this.#renew(number);
  }

  /** Calls from where the kernels are to a state. */
  #wayBack(number: number): readonly CallIndex[] {
    const { home } = this.#world;
    return this.#world.route?.(this.#here, this.states.state(number)) ?? [...home, ...this.way(number)];
  }

  /** Leads new kernels to a state. */
  #renew(number: number): void {
    this.#forget();
    if (!this.#follow(this.way(number), number)) {
      throw new Error(`the kernels forget how they came to state ${number} (${this.states.state(number)})`);
    }
    this.#twins.catchUp();
  }

  #follow(calls: readonly CallIndex[], number: number): boolean {
    for (const call of calls) this.#twins.make(call);
    this.#here = this.#twins.observe();
    return this.#here === this.states.state(number);
  }

  #forget(): void {
    this.#made = undefined;
    this.#here = NOWHERE;
  }

  #doubts(cause: unknown): void {
    this.#doubt ??= { way: [...this.#twins.history], isShortest: false, cause };
  }
}
