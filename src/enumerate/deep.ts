/**
 * The shortest program that shows a fault, among all that are made of the calls of `alphabet.ts`: every program of one call, then every program
 * of two, and so on. One run looks for many faults: what the reference answers is asked once.
 *
 * A program is some openings and an ending. Left out is what would find nothing new: openings that the reference refuses; a call that only
 * makes a handle (it commutes with all that do not use it) anywhere but as early as it can stand; one whose handle nothing uses; and,
 * while a suspected kernel has run nothing of what is wrong with it, endings that do not either.
 */
import { type Outcome, Session, execute } from "../fuzz/execute.ts";
import { lockstep } from "../fuzz/lockstep.ts";
import type { Law } from "../fuzz/laws/law.ts";
import { isLook } from "../fuzz/looks.ts";
import { type Op, type Program, ROOT, type World, kernelConfig, outOf } from "../fuzz/program.ts";
import { slotsOf } from "../fuzz/shrink.ts";
import { Side } from "../fuzz/side.ts";
import { SpaceLog } from "../fuzz/space.ts";
import { DEFAULT_SEMANTICS, type KernelFactory, Status } from "../zircon/index.ts";
import { DEEP_ASPACE, Made, endings, openings } from "./alphabet.ts";

export interface Suspected {
  readonly id: string;
  readonly create: KernelFactory;
  /** The calls that run what is wrong, where that is known: until one of them is made, the kernel does as one that is right. */
  readonly site?: ReadonlySet<Op["call"]>;
}

export interface DeepOptions {
  /** What the suspected kernels must keep by themselves. */
  readonly laws: readonly Law[];
  /** Whether a call of the list is made after some others. */
  readonly isAllowed: (op: Op, before: readonly Op[]) => boolean;
}

const DEFAULT_OPTIONS: DeepOptions = { laws: [], isAllowed: () => true };

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

/** Allows programs of such calls alone, in this order but that those which only make a handle may come sooner. */
export function alongCalls(calls: readonly string[]): DeepOptions["isAllowed"] {
  const makers = new Set<string>(MAKERS);
  const rest = calls.filter((call) => !makers.has(call));
  return ({ call }, before) => {
    if (!MAKERS.has(call)) return rest[before.filter((op) => !MAKERS.has(op.call)).length] === call;
    return before.filter((op) => op.call === call).length < calls.filter((some) => some === call).length;
  };
}

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
  /** Among the endings; undefined: no ending, but a question whether those before it have changed something. */
  readonly place: number | undefined;
  readonly outcome: Outcome;
  /** Of an ending that may change something: the reference afterwards, which nothing was done to but that. */
  readonly after: Standing | undefined;
  /** Of an ending that may take a handle: what the reference answers then when it is asked about the handle. */
  readonly taken?: Pick<Told, "op" | "outcome"> | undefined;
}

export class DeepSearch {
  readonly #world: World;
  readonly #reference: KernelFactory;
  readonly #options: DeepOptions;
  readonly #found: Shortest[] = [];
  #hidden: Suspected[];
  #length = 0;
  /** Programs that are one longer than those that are tried, of faults that nothing shorter has shown. */
  readonly #later = new Map<string, Shortest>();

  constructor(
    world: World,
    reference: KernelFactory,
    suspected: readonly Suspected[],
    options: Partial<DeepOptions> = {},
  ) {
    this.#world = world;
    this.#reference = reference;
    this.#hidden = [...suspected];
    this.#options = { ...DEFAULT_OPTIONS, ...options };
  }

  get found(): readonly Shortest[] {
    return this.#found;
  }

  /** Those that no program so far has shown. */
  get hidden(): readonly Suspected[] {
    return this.#hidden;
  }

  /** Tries all programs whose length is one more than before, on those that are hidden and wanted. */
  deepen(isWanted: (suspected: Suspected) => boolean = () => true): void {
    this.#length++;
    for (const places of this.#openings(this.#length - 1)) {
      const wanted = this.#hidden.filter(isWanted);
      if (wanted.length === 0) break;
      this.#tryAll(places, wanted);
    }
    // What a question showed after an ending is as long as the next programs.
    for (const suspected of this.#hidden) {
      const found = this.#later.get(suspected.id);
      if (found === undefined) continue;
      this.#hidden = this.#hidden.filter((other) => other !== suspected);
      this.#found.push(found);
    }
  }

  /** Tries all programs with the same openings. */
  #tryAll(places: readonly number[], wanted: readonly Suspected[]): void {
    const { ops } = deepProgram(this.#world, { openings: places, ending: undefined });
    // What a question shows after the openings has their length and one.
    if (ops.length < 2 || unused(ops).length === 0) {
      for (const suspected of wanted) {
        if (isTouched(suspected, ops) || isAsked(suspected)) {
          this.#try(suspected, { openings: places, ending: undefined });
        }
      }
    }
    const hidden = wanted.filter((suspected) => this.#hidden.includes(suspected));
    const told = this.#tell(ops, (op) => hidden.some((suspected) => isTouched(suspected, [...ops, op])));
    for (const suspected of hidden) {
      const shown = isTouched(suspected, ops)
        ? told
        : told.filter(({ op, place }) => place === undefined || isTouched(suspected, [op]));
      this.#follow(suspected, ops, shown, places);
    }
  }

  /** Whether a program shows a fault, in no more calls than are allowed by now. */
  #try(suspected: Suspected, way: DeepWay): boolean {
    const program = deepProgram(this.#world, way);
    const pair = { left: this.#reference, right: suspected.create };
    const { laws } = this.#options;
    const difference = lockstep(program, pair, undefined, { laws, checkEvery: Infinity });
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
    const isAlike = ({ op, outcome, after, taken }: Told): boolean => {
      if (!isSame(standing.answer(op), outcome)) return false;
      if (after === undefined) return true;
      if (standing.look().firstDifference(after.space) >= 0) return false;
      if (taken !== undefined && !isSame(standing.answer(taken.op), taken.outcome)) return false;
      return !this.#isUnlawful(create, [...ops, op]);
    };
    for (const [i, some] of told.entries()) {
      if (some.after !== undefined) standing = new Standing(create, this.#world, ops);
      if (isAlike(some)) continue;
      standing = new Standing(create, this.#world, ops);
      const ending = isAlike(some) ? undefined : some.place;
      if (ending !== undefined && this.#try(suspected, { openings: places, ending })) return;
      // Otherwise an ending before has changed what it should not: a law or a question after that one shows it.
      const culprit = this.#culprit(create, ops, told, i);
      if (culprit !== undefined && this.#try(suspected, { openings: places, ending: culprit.place })) return;
      standing = new Standing(create, this.#world, ops);
    }
  }

  /** Whether calls that are answered as they should be break a law, the last of them at the latest. */
  #isUnlawful(create: KernelFactory, ops: readonly Op[]): boolean {
    const { laws } = this.#options;
    if (laws.length === 0) return false;
    const side = new Side(create(kernelConfig(this.#world)), this.#world, laws);
    return ops.some((op, i) => {
      const outcome = side.make(op);
      if (typeof outcome === "string") return true;
      const effects = side.settle(op, outcome);
      if (side.broken(op, outcome, effects) !== undefined) return true;
      return i === ops.length - 1 && side.unsound() !== undefined;
    });
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

  /** What the reference answers to the endings that may show something: first to those that change nothing. */
  #tell(ops: readonly Op[], mayShow: (op: Op) => boolean): Told[] {
    const idle = unused(ops);
    const tried = endings(new Made(ops))
      .map((op, place) => ({ op, place }))
      .filter(({ op }) => usesAll(op, idle) && this.#options.isAllowed(op, ops) && mayShow(op));
    const quiet: (typeof tried)[number][] = [];
    const loud: Told[] = [];
    let standing = new Standing(this.#reference, this.#world, ops);
    for (const { op, place } of tried) {
      const outcome = standing.answer(op);
      if (typeof outcome === "string") throw new Error(`the reference throws: ${outcome}`);
      if (isQuiet(op, outcome)) {
        quiet.push({ op, place });
        continue;
      }
      standing.look();
      loud.push({ op, place, outcome, after: standing, taken: this.#askAbout(op, standing) });
      standing = new Standing(this.#reference, this.#world, ops);
    }
    // On one kernel, as on those that are held against it: an op_range that fails may have changed pages before.
    const still = new Standing(this.#reference, this.#world, ops);
    const looks = quiet.length === 0 ? [] : looksAfter(new Made(ops)).map((op) => ({ op, place: undefined }));
    const told = [...quiet, ...looks].flatMap(({ op, place }): Told[] => {
      const outcome = still.answer(op);
      return typeof outcome === "string" ? [] : [{ op, place, outcome, after: undefined }];
    });
    return [...told, ...loud];
  }

  /** Asks about the handle that a call has replaced, or taken as it failed. */
  #askAbout(op: Op, standing: Standing): Told["taken"] {
    if (op.call !== "handle_replace" && op.call !== "vmo_replace_as_executable") return undefined;
    const ask: Op = { call: "basic_info", handle: "vmo" in op ? op.vmo : op.handle };
    const outcome = standing.answer(ask);
    return typeof outcome === "string" ? undefined : { op: ask, outcome };
  }

  /** All openings of so many calls. */
  *#openings(count: number, places: readonly number[] = []): Generator<readonly number[]> {
    if (places.length === count) {
      yield places;
      return;
    }
    for (const longer of this.#longer(places)) yield* this.#openings(count, longer);
  }

  /** The openings with one more. */
  #longer(places: readonly number[]): (readonly number[])[] {
    const { ops } = deepProgram(this.#world, { openings: places, ending: undefined });
    return openings(new Made(ops)).flatMap((op, place) => {
      if (isTooLate(ops, op) || !this.#options.isAllowed(op, ops)) return [];
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

/** Whether a call changes nothing that another ending may show: a look, or one that failed. But replacing takes the handle also where it fails. */
function isQuiet(op: Op, { status }: Outcome): boolean {
  if (status !== Status.OK) return op.call !== "handle_replace" && op.call !== "vmo_replace_as_executable";
  return isLook(op) || MAKERS.has(op.call) || (op.call === "access" && op.kind !== "write");
}

/** What shows that calls which should have changed nothing did. */
function looksAfter({ vmos }: Made): Op[] {
  return [
    { call: "observe", addr: { slot: ROOT, delta: 0 }, len: DEEP_ASPACE.size },
    ...vmos.flatMap((vmo): Op[] => [
      { call: "vmo_info", vmo },
      { call: "vmo_get_stream_size", vmo },
    ]),
  ];
}

/** What questions are made of. */
const QUESTIONS: ReadonlySet<Op["call"]> = new Set<Op["call"]>([
  "access",
  "basic_info",
  "get_name",
  "handle_count",
  "info",
  "info_maps",
  "observe",
  "read_memory",
  "vmo_get_stream_size",
  "vmo_info",
  "vmo_read",
  "wait",
]);

/** Whether questions may run what is wrong with a kernel. */
function isAsked({ site }: Suspected): boolean {
  return site === undefined || [...site].some((call) => QUESTIONS.has(call));
}

/** Whether some calls run what is wrong with a kernel, as far as that is known. */
function isTouched({ site }: Suspected, ops: readonly Op[]): boolean {
  return site === undefined || ops.some((op) => site.has(op.call));
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
