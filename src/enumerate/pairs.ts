/**
 * The pairs of a state and a call of a small world: programs that make all of them, and how many of them calls at random make.
 */
import seedrandom from "seedrandom";
import { type Program, kernelConfig } from "../fuzz/program.ts";
import { type KernelFactory, Status } from "../zircon/index.ts";
import { programOf } from "./program-of.ts";
import type { CallIndex, Inhabitant, SmallWorld, State } from "./small-world.ts";

/** Calls of a random program: as many as the fuzzer's programs have at most, unless told otherwise. */
const RANDOM_CALLS = 50;

/** Calls of a program that is to be the only one. */
const ALL_IN_ONE = Infinity;

/** What is known of a state: the calls that were not made yet, and where those led that were. */
interface Place {
  readonly unmade: CallIndex[];
  readonly led: Map<State, CallIndex>;
}

export interface EveryPair {
  readonly programs: readonly Program[];
  readonly pairs: number;
}

/**
 * Programs of at most `most` calls and the setup that together make every call from every state that can be reached.
 *
 * @param most far more than the longest way between two states
 */
export function everyPair(world: SmallWorld, create: KernelFactory, most: number): EveryPair {
  const places = new Map<State, Place>();
  let pairs = 0;
  let unmade = 0;
  const placeOf = (state: State): Place => {
    let place = places.get(state);
    if (place === undefined) {
      place = { unmade: world.callsFrom(state).toReversed(), led: new Map() };
      places.set(state, place);
      pairs += place.unmade.length;
      unmade += place.unmade.length;
    }
    return place;
  };
  const programs: Program[] = [];
  for (;;) {
    const inhabitant = settled(world, create);
    const way: CallIndex[] = [];
    let here = inhabitant.observe();
    const make = (call: CallIndex): void => {
      const place = placeOf(here);
      inhabitant.make(call);
      way.push(inhabitant.status === Status.OK ? call : ~call);
      here = inhabitant.observe();
      if (!place.led.has(here)) place.led.set(here, call);
    };
    while (way.length < most) {
      const call = placeOf(here).unmade.pop();
      if (call !== undefined) {
        unmade--;
        make(call);
        continue;
      }
      const next = wayToUnmade(places, here);
      // After something final only a new program goes on.
      if (next === undefined || way.length + next.length >= most) break;
      for (const step of next) make(step);
    }
    if (way.length > 0) programs.push(programOf(world, way));
    if (unmade === 0) return { programs, pairs };
    if (way.length === 0) throw new RangeError(`no program of ${most} calls leads to what is left`);
  }
}

/** The share of all pairs, from 0 to 1, that programs of calls drawn at random have made after each of so many calls. */
export function randomShare(world: SmallWorld, create: KernelFactory, calls: readonly number[]): number[] {
  const random = seedrandom.alea(world.name);
  const made = new Map<State, Set<CallIndex>>();
  let pairs = 0;
  let inhabitant = settled(world, create);
  const shares: number[] = [];
  const all = everyPair(world, create, ALL_IN_ONE).pairs;
  for (let i = 0; i < Math.max(...calls); i++) {
    if (i % RANDOM_CALLS === 0) inhabitant = settled(world, create);
    const state = inhabitant.observe();
    const from = world.callsFrom(state);
    const call = from[Math.floor(random() * from.length)] ?? 0;
    const before = made.get(state) ?? new Set();
    made.set(state, before);
    if (!before.has(call)) pairs++;
    before.add(call);
    inhabitant.make(call);
    if (calls.includes(i + 1)) shares.push(pairs / all);
  }
  return shares;
}

function settled(world: SmallWorld, create: KernelFactory): Inhabitant {
  return world.inhabit(create(kernelConfig(world.world)));
}

/** The shortest known way to a state from which some call was not made; undefined if there is none. */
function wayToUnmade(places: ReadonlyMap<State, Place>, from: State): CallIndex[] | undefined {
  const ways = new Map<State, CallIndex[]>([[from, []]]);
  // A Map goes on over what is added while it is gone through.
  for (const [state, way] of ways) {
    const place = places.get(state);
    if (place === undefined || place.unmade.length > 0) return way;
    for (const [to, call] of place.led) if (!ways.has(to)) ways.set(to, [...way, call]);
  }
  return undefined;
}
