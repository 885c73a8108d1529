/**
 * The shortest program that shows a fault, among all that are made of the calls of `alphabet.ts`: every program of one call, then every program
 * of two, and so on. One run looks for many faults: what the reference answers is asked once.
 *
 * A program is some openings and an ending. Left out is what would find nothing new: openings that the reference refuses; a call that only
 * makes a handle (it commutes with all that do not use it) anywhere but as early as it can stand; and one whose handle nothing uses.
 */
import { type Outcome, Session, execute } from "../fuzz/execute.ts";
import { lockstep } from "../fuzz/lockstep.ts";
import { isLook } from "../fuzz/looks.ts";
import { type Op, type Program, type World, kernelConfig, outOf } from "../fuzz/program.ts";
import { slotsOf } from "../fuzz/shrink.ts";
import { SpaceLog } from "../fuzz/space.ts";
import { DEFAULT_SEMANTICS, type KernelFactory, Status } from "../zircon/index.ts";
import { DEEP_ASPACE, Made, endings, openings } from "./alphabet.ts";

export interface Suspected {
  readonly id: string;
  readonly create: KernelFactory;
}

/** Calls by their places: openings one after the other, then an ending if the program has one. */
export interface DeepWay {
  readonly openings: readonly number[];
  /** Undefined: a question after the openings shows the difference. */
  readonly ending: number | undefined;
}

export interface Shortest {
  readonly id: string;
  /** Operations, the one or the question that shows the difference included. */
  readonly length: number;
  readonly way: DeepWay;
  /** Ends with that operation or question. */
  readonly program: Program;
}

/** The program of a way; a question at its end is left to those who run it. */
export function deepProgram(world: World, way: DeepWay): Program {
  const ops: Op[] = [];
  const add = (op: Op | undefined): void => {
    if (op === undefined) throw new RangeError("no such way");
    ops.push(op);
  };
  for (const place of way.openings) add(openings(new Made(ops))[place]);
  if (way.ending !== undefined) add(endings(new Made(ops))[way.ending]);
  return { world, ops };
}

/** A world of a deep search. */
export function deepWorld(aslrSeed?: string): World {
  return { aspace: DEEP_ASPACE, aslrSeed, semantics: DEFAULT_SEMANTICS };
}

/** Calls that only make a handle. */
const MAKERS: ReadonlySet<Op["call"]> = new Set([
  "vmo_create",
  "vmo_create_physical",
  "vmo_create_contiguous",
  "handle_duplicate",
]);

/** A kernel after some calls, and its space. */
class Standing {
  readonly session: Session;
  readonly space: SpaceLog;
  readonly #world: World;

  constructor(create: KernelFactory, world: World, ops: readonly Op[]) {
    this.#world = world;
    this.session = new Session(create(kernelConfig(world)), world.aspace);
    this.space = new SpaceLog(this.session);
    for (const op of ops) execute(this.session, op);
  }

  /** What a call answers; a text if it throws. */
  answer(op: Op): Outcome | string {
    try {
      return execute(this.session, op);
    } catch (error) {
      return String(error);
    }
  }

  look(): SpaceLog {
    const { base, size } = this.#world.aspace;
    this.space.observe(base, size);
    return this.space;
  }
}

/** An ending, and what the reference answers to it. */
interface Told {
  readonly op: Op;
  /** Among the endings. */
  readonly place: number;
  readonly outcome: Outcome;
  /** Of an ending that may change something: the reference afterwards, which nothing was done to but that. */
  readonly after: Standing | undefined;
}

export class DeepSearch {
  readonly #world: World;
  readonly #reference: KernelFactory;
  readonly #found: Shortest[] = [];
  #hidden: Suspected[];
  #length = 0;
  /** Programs that are one longer than those that are tried, of faults that nothing shorter has shown. */
  readonly #later = new Map<string, Shortest>();
  /** All openings of one length. */
  #openings: (readonly number[])[] = [[]];

  constructor(world: World, reference: KernelFactory, suspected: readonly Suspected[]) {
    this.#world = world;
    this.#reference = reference;
    this.#hidden = [...suspected];
  }

  get found(): readonly Shortest[] {
    return this.#found;
  }

  /** Those that no program so far has shown. */
  get hidden(): readonly Suspected[] {
    return this.#hidden;
  }

  /** Tries all programs whose length is one more than before. */
  deepen(): void {
    this.#length++;
    for (const places of this.#openings) {
      if (this.#hidden.length === 0) return;
      const { ops } = deepProgram(this.#world, { openings: places, ending: undefined });
      // What a question shows after the openings has their length and one.
      if (ops.length < 2 || unused(ops).length === 0) {
        for (const suspected of this.#hidden) this.#try(suspected, { openings: places, ending: undefined });
      }
      const told = this.#tell(ops);
      for (const suspected of this.#hidden) this.#follow(suspected, ops, told, places);
    }
    // What a question showed after an ending is as long as the next programs.
    for (const suspected of this.#hidden) {
      const found = this.#later.get(suspected.id);
      if (found === undefined) continue;
      this.#hidden = this.#hidden.filter((other) => other !== suspected);
      this.#found.push(found);
    }
    this.#openings = this.#openings.flatMap((places) => this.#longer(places));
  }

  /** Whether a program shows a fault, in no more calls than are allowed by now. */
  #try(suspected: Suspected, way: DeepWay): boolean {
    const program = deepProgram(this.#world, way);
    const difference = lockstep(program, { left: this.#reference, right: suspected.create });
    if (difference === undefined) return false;
    const { step, op } = difference;
    const shown = { ...program, ops: [...program.ops.slice(0, step), op] };
    const found = { id: suspected.id, length: shown.ops.length, way, program: shown };
    if (found.length > this.#length) {
      this.#later.set(suspected.id, found);
      return false;
    }
    this.#hidden = this.#hidden.filter((other) => other !== suspected);
    this.#found.push(found);
    return true;
  }

  /** Makes the endings on a kernel as the reference has made them, until one shows that it differs. */
  #follow(suspected: Suspected, ops: readonly Op[], told: readonly Told[], places: readonly number[]): void {
    const { create } = suspected;
    let standing = new Standing(create, this.#world, ops);
    const isAlike = ({ op, outcome, after }: Told): boolean =>
      isSame(standing.answer(op), outcome) &&
      (after === undefined || standing.look().firstDifference(after.space) < 0);
    for (const [i, some] of told.entries()) {
      if (some.after !== undefined) standing = new Standing(create, this.#world, ops);
      if (isAlike(some)) continue;
      standing = new Standing(create, this.#world, ops);
      if (!isAlike(some) && this.#try(suspected, { openings: places, ending: some.place })) return;
      // Otherwise an ending before has changed what it should not: a question after that one shows it.
      const culprit = this.#later.has(suspected.id) ? undefined : this.#culprit(create, ops, told, i);
      if (culprit !== undefined) this.#try(suspected, { openings: places, ending: culprit.place });
      standing = new Standing(create, this.#world, ops);
    }
  }

  /** The first ending after which ending `i` is answered otherwise. */
  #culprit(create: KernelFactory, ops: readonly Op[], told: readonly Told[], i: number): Told | undefined {
    const shows = told[i];
    if (shows === undefined) return undefined;
    return told.slice(0, i).find(({ op }) => {
      const standing = new Standing(create, this.#world, [...ops, op]);
      return !isSame(standing.answer(shows.op), shows.outcome);
    });
  }

  /** What the reference answers to the endings: first to those that change nothing. */
  #tell(ops: readonly Op[]): Told[] {
    const idle = unused(ops);
    const tried = endings(new Made(ops))
      .map((op, place) => ({ op, place }))
      .filter(({ op }) => usesAll(op, idle));
    const told: Told[] = [];
    const loud: Told[] = [];
    let standing = new Standing(this.#reference, this.#world, ops);
    for (const { op, place } of tried) {
      const outcome = standing.answer(op);
      if (typeof outcome === "string") throw new Error(`the reference throws: ${outcome}`);
      if (outcome.status !== Status.OK || isHarmless(op)) {
        told.push({ op, place, outcome, after: undefined });
        continue;
      }
      standing.look();
      loud.push({ op, place, outcome, after: standing });
      standing = new Standing(this.#reference, this.#world, ops);
    }
    return [...told, ...loud];
  }

  /** The openings with one more. */
  #longer(places: readonly number[]): (readonly number[])[] {
    const { ops } = deepProgram(this.#world, { openings: places, ending: undefined });
    return openings(new Made(ops)).flatMap((op, place) => {
      if (isTooLate(ops, op)) return [];
      const outcome = new Standing(this.#reference, this.#world, ops).answer(op);
      return typeof outcome !== "string" && outcome.status === Status.OK ? [[...places, place]] : [];
    });
  }
}

function isSame(a: Outcome | string, b: Outcome): boolean {
  return (
    typeof a !== "string" &&
    a.status === b.status &&
    a.outputs.length === b.outputs.length &&
    a.outputs.every((output, i) => output === b.outputs[i])
  );
}

/** The calls that have only made a handle that nothing uses. */
function unused(ops: readonly Op[]): Op[] {
  return ops.filter(
    (op) => MAKERS.has(op.call) && !ops.some((user) => user !== op && slotsOf(user).includes(outOf(op))),
  );
}

/** Whether a call that succeeds changes nothing that another ending may show. */
function isHarmless(op: Op): boolean {
  return isLook(op) || MAKERS.has(op.call) || (op.call === "access" && op.kind !== "write");
}

function usesAll(op: Op, makers: readonly Op[]): boolean {
  const slots = slotsOf(op);
  return makers.every((maker) => slots.includes(outOf(maker)));
}

/** Whether a call that only makes a handle could stand one place further to the front, where it is tried as well. */
function isTooLate(ops: readonly Op[], op: Op): boolean {
  const before = ops.at(-1);
  if (before === undefined || !MAKERS.has(op.call) || slotsOf(op).includes(outOf(before))) return false;
  return !MAKERS.has(before.call) || text(before) > text(op);
}

function text(op: Op): string {
  return JSON.stringify({ ...op, out: 0 });
}
