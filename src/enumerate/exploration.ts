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
import { Returns } from "./returns.ts";
import type { CallIndex, Expected, SmallWorld, State, Way } from "./small-world.ts";
import { States } from "./states.ts";
import { Tally, type TallyRow } from "./tally.ts";
import { Twins } from "./twins.ts";

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
  /** The number of the state that the kernels show, or of the one that stands for it; -1 if not known. */
  #number = -1;
  #isSwapped = false;
  readonly #returns: Returns;
  /** Where a way back of one call has begun, and the call; -1 if there was more to it. */
  #returnFrom = -1;
  #returnBy = 0;
  /** What each call has answered in the state that is expanded. */
  readonly #statuses: number[] = [];

  /** @param from where an earlier exploration of the same world by the same kernels had come to */
  constructor(world: SmallWorld, pair: Pair, options: Partial<ExplorationOptions> = {}, from?: Checkpoint) {
    this.#world = world;
    this.#pair = pair;
    this.#options = { ...DEFAULT_EXPLORATION, ...options };
    this.states = from?.states ?? new States();
    this.#returns = new Returns(world.calls.length);
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
    if (this.#twins.isWorn) this.#forget();
    const expected = this.#world.expected?.(this.states.state(number)) ?? {
      loud: calls,
      taking: [],
      placing: [],
    };
    try {
      this.#makeRounds(number, expected);
      this.#twins.catchUp();
      this.#returns.settle();
      return true;
    } catch (cause) {
      this.#doubts(cause);
      this.#forget();
      return false;
    }
  }

  /** Makes each call that may change the state, unless it was made as a way back, and those that are to fail in between. */
  #makeRounds(number: number, { loud, taking, placing }: Expected): void {
    const state = this.states.state(number);
    const left = loud.filter((call) => {
      this.#statuses[call] = Status.OK;
      return this.#returns.isLeft(number, call);
    });
    const rounds = Math.max(left.length, taking.length, 1);
    let placed = 0;
    for (let i = 0; i < rounds; i++) {
      const end = Math.floor(((i + 1) * placing.length) / rounds);
      if (i < taking.length || placed < end) this.#makeQuiet(number, state, taking[i], placing, placed, end);
      placed = end;
      if (i < left.length) this.#makeLoud(number, state, left[i] ?? 0);
    }
  }

  /** Makes calls that are expected to fail, and looks afterwards whether they have done nothing; if that is otherwise, after each. */
  #makeQuiet(
    number: number,
    state: State,
    taking: CallIndex | undefined,
    placing: Way,
    first: number,
    end: number,
  ): void {
    if (this.#here !== NOWHERE) {
      if (this.#here !== state) this.#head(number, this.#wayBack(number, state));
      let hasFailed = taking === undefined || this.#make(taking) !== Status.OK;
      for (let i = first; i < end; i++) {
        if (this.#make(placing[i] ?? 0) === Status.OK) hasFailed = false;
      }
      if (this.#isIn(number, state) && hasFailed) return;
    }
    if (taking !== undefined) this.#makeLoud(number, state, taking);
    for (let i = first; i < end; i++) this.#makeLoud(number, state, placing[i] ?? 0);
  }

  #makeLoud(number: number, state: State, call: CallIndex): void {
    if (this.#here !== state) this.#lead(number);
    this.#transition(number, call);
  }

  #make(call: CallIndex): Status {
    const status = this.#twins.make(call);
    this.#statuses[call] = status;
    return status;
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
    this.#make(call);
    const here = this.#twins.observe();
    if (here === this.#here) return;
    this.#here = here;
    this.#arrive(from, call);
  }

  /** Takes down a state that a call has led to. */
  #arrive(from: number, call: CallIndex): void {
    const symmetry = this.#world.symmetry;
    const isSwapped = symmetry?.isSwapped(this.#here) === true;
    const state = isSwapped ? symmetry.swap(this.#here) : this.#here;
    const known = this.states.find(state);
    if (known < 0 || this.#options.close) this.#twins.question();
    this.#number = known < 0 ? this.states.add(state, { from, call, isSwapped }) : known;
    this.#isSwapped = isSwapped;
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
    const state = this.states.state(number);
    if (!this.#twins.isWorn && this.#here !== NOWHERE) {
      this.#head(number, this.#wayBack(number, state));
      if (this.#isIn(number, state)) return;
    }
    // After something final, such as the end of a region that was set up, only new kernels lead back.
    this.#twins.catchUp();
    this.#renew(number);
  }

  /** Calls from where the kernels are to a state. */
  #wayBack(number: number, state: State): Way {
    const isLeft = this.#number > number ? this.#isLeft : undefined;
    return this.#world.route?.(this.#here, state, isLeft) ?? [...this.#world.home, ...this.way(number)];
  }

  /** Leads new kernels to a state. */
  #renew(number: number): void {
    this.#forget();
    const state = this.states.state(number);
    this.#head(number, this.way(number));
    if (!this.#isIn(number, state)) {
      throw new Error(`the kernels forget how they came to state ${number} (${state})`);
    }
    this.#twins.catchUp();
  }

  /** Makes calls that should lead to a state. */
  #head(number: number, way: Way): void {
    let status: Status = Status.OK;
    for (const call of way) status = this.#twins.make(call);
    this.#returnFrom = -1;
    if (way.length !== 1 || this.#number <= number || status !== Status.OK || this.#options.close) return;
    this.#returnFrom = this.#number;
    this.#returnBy = this.#named(way[0] ?? 0);
  }

  /** Looks whether the kernels are in a state. */
  #isIn(number: number, state: State): boolean {
    this.#here = this.#twins.observe();
    const isIn = this.#here === state;
    if (isIn && this.#returnFrom >= 0) this.#returns.add(this.#returnFrom, this.#returnBy, number);
    this.#returnFrom = -1;
    this.#number = isIn ? number : -1;
    this.#isSwapped = false;
    return isIn;
  }

  /** Whether a call is still to be made from the state that stands for what the kernels show. */
  readonly #isLeft = (call: CallIndex): boolean => this.#returns.isLeft(this.#number, this.#named(call));

  /** What a call is in the names of the state that stands for what the kernels show. */
  #named(call: CallIndex): CallIndex {
    return this.#isSwapped ? (this.#world.symmetry?.swapCall(call) ?? call) : call;
  }

  #forget(): void {
    this.#made = undefined;
    this.#here = NOWHERE;
    this.#number = -1;
  }

  /** The kernels parted: what led back since they last agreed is to be made once more. */
  #doubts(cause: unknown): void {
    this.#returns.unsettle();
    this.#doubt ??= { way: this.#twins.history, isShortest: false, cause };
  }
}
