import type { CallIndex, State } from "./small-world.ts";

/** How a state was first reached. */
export interface Arrival {
  /** The number of the state before, -1 for the first state. */
  readonly from: number;
  readonly call: CallIndex;
  /** Whether the world's symmetry was applied to what the call led to. */
  readonly isSwapped: boolean;
}

/** States as plain arrays, an element for each state; `by` is the call, doubled, plus 1 if the symmetry was applied. */
export interface StateList {
  readonly states: readonly State[];
  readonly from: readonly number[];
  readonly by: readonly number[];
}

/** The states found so far, numbered in the order in which they were found: that is by the number of calls that lead there. */
export class States {
  readonly #states: State[] = [];
  readonly #numbers = new Map<State, number>();
  readonly #from: number[] = [];
  readonly #by: number[] = [];
  readonly #depths: number[] = [];

  /** The states of a list, in its order. */
  static of({ states, from, by }: StateList): States {
    const made = new States();
    states.forEach((state, i) => made.add(state, arrivalOf(from[i], by[i])));
    return made;
  }

  get list(): StateList {
    return { states: this.#states, from: this.#from, by: this.#by };
  }

  get count(): number {
    return this.#states.length;
  }

  /** The number of a state; -1 if it is new. */
  find(state: State): number {
    return this.#numbers.get(state) ?? -1;
  }

  /** Numbers a state that is new. */
  add(state: State, { from, call, isSwapped }: Arrival): number {
    const number = this.#states.push(state) - 1;
    this.#numbers.set(state, number);
    this.#from.push(from);
    this.#by.push(call * 2 + Number(isSwapped));
    this.#depths.push(from < 0 ? 0 : this.depth(from) + 1);
    return number;
  }

  state(number: number): State {
    const state = this.#states[number];
    if (state === undefined) throw new RangeError(`there is no state ${number}`);
    return state;
  }

  /** How many calls a shortest way to the state has. */
  depth(number: number): number {
    return this.#depths[number] ?? 0;
  }

  arrival(number: number): Arrival {
    return arrivalOf(this.#from[number], this.#by[number]);
  }

  /** The way from the first state, call by call. */
  way(number: number): Arrival[] {
    const way: Arrival[] = [];
    for (let at = number; at > 0;) {
      const arrival = this.arrival(at);
      way.push(arrival);
      at = arrival.from;
    }
    return way.toReversed();
  }
}

function arrivalOf(from: number = -1, by: number = 0): Arrival {
  return { from, call: by >> 1, isSwapped: (by & 1) === 1 };
}
