/**
 * The smallest corpus that reaches everything that is reached at all: rules, calls with a status, shapes of overlap.
 */
import { createReferenceKernel } from "../../models/reference/index.ts";
import { type Op, type Program, isTraceable } from "../fuzz/program.ts";
import { coverageOf, thingsIn } from "../fuzz/reach.ts";
import { candidates } from "../fuzz/shrink.ts";
import { toTrace } from "../fuzz/to-trace.ts";
import { recordTrace } from "../trace/record.ts";
import type { Trace } from "../trace/types.ts";
import { RULE_IDS } from "../zircon/index.ts";
import { contentHash } from "./content.ts";

/** A program that is kept, and what it is kept for: the things that no other program reaches. */
export interface Kept {
  readonly program: Program;
  readonly for: readonly string[];
}

interface Reaching {
  readonly program: Program;
  readonly things: ReadonlySet<string>;
}

/**
 * Takes programs one after the other, and keeps, shortened, those that reach something new; then chooses from them.
 */
export class Minimizer {
  readonly #kept: Reaching[] = [];
  readonly #reached = new Set<string>();

  /** What the programs so far reach. */
  get reached(): ReadonlySet<string> {
    return this.#reached;
  }

  take(generated: Program): void {
    if (!isTraceable(generated)) return;
    const program = { ...generated, ops: generated.ops.map(writable) };
    const things = [...reach(program)];
    const fresh = things.filter((thing) => !this.#reached.has(thing));
    if (fresh.length === 0) return;
    // Short for what is new, or good for much at once: which serves the set better is seen in the end.
    this.#kept.push(shortest(program, fresh, JUST_DROP), shortest(program, things, JUST_DROP));
    for (const thing of things) this.#reached.add(thing);
  }

  /** A small set of programs that together reach all, each as short and as simple as what it is there for allows. */
  choose(): Kept[] {
    let chosen = cover(this.#kept);
    // What one program is there for may come to be reached by another that changed, so the rounds go on until nothing changes.
    for (let before = Infinity; totalOps(chosen) < before;) {
      before = totalOps(chosen);
      chosen = simplified(chosen);
    }
    return chosen.map((reaching) => ({ program: reaching.program, for: [...aloneIn(reaching, chosen)] }));
  }
}

/** A trace without a value reads one byte ("access" in the trace format): a program that is to be one must do so too. */
function writable(op: Op): Op {
  return op.call === "access" && op.value === undefined ? { ...op, width: 1 } : op;
}

function reach(program: Program): ReadonlySet<string> {
  return thingsIn(coverageOf(program, createReferenceKernel));
}

function totalOps(programs: readonly Reaching[]): number {
  return programs.reduce((sum, { program }) => sum + program.ops.length, 0);
}

/** What a program costs besides its operations, in operations. */
const OVERHEAD = 1;

/** The greedy set cover: next is always the program with the most new things for its length, the earlier of equals. */
function cover(programs: readonly Reaching[]): Reaching[] {
  const missing = new Set(programs.flatMap(({ things }) => [...things]));
  const chosen: Reaching[] = [];
  while (missing.size > 0) {
    let best: Reaching | undefined;
    let bestWorth = 0;
    for (const reaching of programs) {
      const fresh = [...reaching.things].filter((thing) => missing.has(thing)).length;
      const worth = fresh / (reaching.program.ops.length + OVERHEAD);
      if (worth > bestWorth) [best, bestWorth] = [reaching, worth];
    }
    if (best === undefined) break;
    chosen.push(best);
    for (const thing of best.things) missing.delete(thing);
  }
  return chosen;
}

/** Drops programs that reach nothing alone, and shortens the others to what they alone reach; the longest first. */
function simplified(programs: readonly Reaching[]): Reaching[] {
  let rest = [...programs];
  const byLength = programs.toSorted((a, b) => b.program.ops.length - a.program.ops.length);
  for (const reaching of byLength) {
    const alone = aloneIn(reaching, rest);
    rest =
      alone.size === 0
        ? rest.filter((other) => other !== reaching)
        : rest.map((other) =>
            other === reaching ? shortest(reaching.program, [...alone], EVERY_PASS) : other,
          );
  }
  return rest;
}

function aloneIn(reaching: Reaching, programs: readonly Reaching[]): Set<string> {
  const alone = new Set(reaching.things);
  for (const other of programs) {
    if (other !== reaching) for (const thing of other.things) alone.delete(thing);
  }
  return alone;
}

/** How far the passes of shrinking are gone through: dropping operations alone, or all of them. */
const JUST_DROP = 0;
const EVERY_PASS = Infinity;

/** The most programs that are tried to shorten one. */
const MOST_TRIES = 2000;

/** The program shrunk as far as it still reaches all of `wanted`. */
function shortest(program: Program, wanted: readonly string[], lastPass: number): Reaching {
  let best: Reaching = { program, things: reach(program) };
  let startPass: number | undefined = 0;
  for (let tries = 0; startPass !== undefined;) {
    const from: number = startPass;
    startPass = undefined;
    for (const candidate of candidates(best.program, from)) {
      if (candidate.pass > lastPass || tries >= MOST_TRIES) break;
      tries++;
      const things = reach(candidate.program);
      if (!wanted.every((thing) => things.has(thing))) continue;
      best = { program: candidate.program, things };
      startPass = candidate.pass;
      break;
    }
  }
  return best;
}

/** A kept program as a trace: recorded from the reference model, named by its content. */
export function coverageTrace({ program, for: things }: Kept): Trace {
  const reference = { name: "reference", factory: createReferenceKernel };
  const rules = RULE_IDS.filter((rule) => things.includes(rule));
  const others = things.filter((thing) => !RULE_IDS.some((rule) => rule === thing)).toSorted();
  const about = others.length === 0 ? "" : `The only one to reach: ${others.join(", ")}.`;
  const { vmarTrace, about: _, ...calls } = toTrace(program, "", about);
  const head = { ...(about === "" ? {} : { about }), ...(rules.length === 0 ? {} : { rules }) };
  const trace = recordTrace({ vmarTrace, ...head, ...calls }, reference);
  return { ...trace, name: `coverage-${contentHash(trace)}` };
}
