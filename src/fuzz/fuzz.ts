/**
 * One shard of a campaign: programs from one seed on two kernels, up to the first difference; and the shrinking of what it found.
 *
 * A shard is a function of its options alone, so a campaign gives the same answer whoever runs its shards, and in whatever order.
 */
import { asyncProperty, check, property } from "fast-check";
import seedrandom from "seedrandom";
import type { KernelFactory } from "../zircon/index.ts";
import { programs } from "./arbitrary.ts";
import { Coverage } from "./coverage.ts";
import { LAWS } from "./laws/index.ts";
import { type Checks, type Difference, type Lockstep, type Pair, inLockstep } from "./lockstep.ts";
import { Novelty } from "./novelty.ts";
import type { Pool } from "./pool.ts";
import type { Profile } from "./profile.ts";
import { type Program, isTraceable } from "./program.ts";
import { compareSimplicity, simplerPrograms } from "./canonical/index.ts";
import { Sieve, type Shown, type Start } from "./canonical/sieve.ts";
import { isLook } from "./looks.ts";
import { type Candidate, candidates } from "./shrink.ts";
import { trials } from "./trial.ts";

export interface ShardOptions extends WatchedPair {
  /** Any text: the same text makes the same programs. */
  readonly seed: string;
  /** The most operations in a program. */
  readonly maxOps: number;
  readonly profile: Profile;
  /** The kernel whose state steers generation. */
  readonly guide: KernelFactory;
  /** Of a guided campaign: what it has kept. Programs that reach something new are added. */
  readonly pool?: Pool;
}

export interface ShardResult {
  /** Programs that ran, the failing one included. */
  readonly runs: number;
  /** What was reached by the operations that both kernels answered alike. */
  readonly coverage: Coverage;
  /** Whether the last program that ran showed a difference. */
  readonly failed: boolean;
  /** That program. */
  readonly failing: Program | undefined;
}

/** fast-check's seed for a text. */
export function seedOf(text: string): number {
  return seedrandom.alea(`campaign/${text}`).int32();
}

/** One program in so many is also held against the laws: they cost more than both kernels. */
const PROGRAMS_A_LAW_CHECK = 4;

/** Runs up to `runs` programs, until one shows a difference. */
export function runShard(options: ShardOptions, runs: number): ShardResult {
  const { pool } = options;
  const novelty = pool === undefined ? undefined : new Novelty();
  const coverage = novelty ?? new Coverage();
  let programsRun = 0;
  let differed = false;
  let failing: Program | undefined;
  const checks = (): Checks => {
    const laws = options.checkEvery !== undefined || programsRun++ % PROGRAMS_A_LAW_CHECK === 0 ? LAWS : [];
    return { laws, checkEvery: options.checkEvery ?? Infinity };
  };
  const agree = property(trials(options, coverage, checks), ({ program, difference }) => {
    differed = difference !== undefined;
    if (differed) failing = program;
    else if (novelty !== undefined && isTraceable(program)) pool?.take(program, novelty.take());
    return !differed;
  });
  // The programs are drawn with odds of their own; fast-check's bias would only add work.
  const details = check(agree, {
    seed: seedOf(options.seed),
    numRuns: runs,
    unbiased: true,
    endOnFailure: true,
  });
  // What fast-check takes for a failure may also be an error of the harness: what a kernel throws is a difference.
  if (details.failed && !differed) throw details.errorInstance;
  return { runs: details.numRuns, coverage, failed: differed, failing };
}

export interface ShrinkOptions {
  /** The most programs to try. */
  readonly limit: number;
  /** Told after each program tried. */
  readonly onTry?: (tries: number) => void;
  /** When aborted, the smallest program so far is the answer. */
  readonly signal?: AbortSignal;
}

/** A failing program that was shrunk. */
export interface Shrunk {
  /** The smallest program found that shows the difference; its last operation is where the kernels part. */
  readonly program: Program;
  readonly difference: Difference;
  /** The program as it was before. */
  readonly original: Program;
  /** Programs that were tried to shrink it. */
  readonly tries: number;
  /** Why shrinking ended before it had tried everything. */
  readonly stopped: "limit" | "interrupt" | undefined;
}

/** A failure of a shard. */
export interface Failure extends Shrunk {
  /** fast-check's path to the smallest program, for the shard's seed. */
  readonly path: string;
}

/** How many programs are tried between two looks at what else goes on, such as an interrupt. */
const TRIES_AT_A_TIME = 64;

/**
 * Shrinks the program at a path of a shard: run `path` (a number), or what a failure's whole path leads to.
 * Undefined if that program shows no difference.
 */
export async function shrinkRun(
  options: ShardOptions,
  path: string,
  shrinking: ShrinkOptions,
): Promise<Failure | undefined> {
  const attempt = new Attempt(options, shrinking);
  const agree = asyncProperty(programs(options), (program) => attempt.agreesInTurn(program));
  const details = await check(agree, { seed: seedOf(options.seed), path, numRuns: 1, unbiased: true });
  // What fast-check says of a path that goes astray before its last step.
  if (details.numRuns === 0) throw new Error(`Unable to replay, got wrong path=${path}`);
  for (const simpler of attempt.simpler()) await attempt.agreesInTurn(simpler);
  return attempt.failure(details.counterexamplePath ?? path);
}

/** Shrinks a program that nobody generated, such as one that was read. Undefined if it shows no difference. */
export async function shrinkProgram(
  program: Program,
  pair: WatchedPair,
  shrinking: ShrinkOptions,
): Promise<Shrunk | undefined> {
  const attempt = new Attempt(pair, shrinking);
  let smallest = await firstToFail([{ program, pass: 0 }], attempt);
  while (smallest !== undefined) {
    smallest = await firstToFail(candidates(smallest.program, smallest.pass), attempt);
  }
  for (const simpler of attempt.simpler()) await attempt.agreesInTurn(simpler);
  return attempt.shrunk();
}

async function firstToFail(tried: Iterable<Candidate>, attempt: Attempt): Promise<Candidate | undefined> {
  for (const candidate of tried) {
    if (!(await attempt.agreesInTurn(candidate.program))) return candidate;
  }
  return undefined;
}

export interface FuzzResult {
  readonly runs: number;
  readonly coverage: Coverage;
  readonly failure: Failure | undefined;
}

/** A shard and the shrinking of what it found, in one go. */
export function fuzz(
  options: ShardOptions & { readonly runs: number; readonly shrinkLimit: number },
): FuzzResult {
  const { runs, coverage, failed } = runShard(options, options.runs);
  if (!failed) return { runs, coverage, failure: undefined };
  const attempt = new Attempt(options, { limit: options.shrinkLimit });
  const agree = property(programs(options), (program) => attempt.agrees(program));
  const path = String(runs - 1);
  const details = check(agree, { seed: seedOf(options.seed), path, numRuns: 1, unbiased: true });
  for (const simpler of attempt.simpler()) attempt.agrees(simpler);
  return { runs, coverage, failure: attempt.failure(details.counterexamplePath ?? path) };
}

/** Two kernels, and how often they are asked for everything. */
export interface WatchedPair extends Pair {
  /** Asks for everything after so many operations of each program; only at the end where absent. */
  readonly checkEvery?: number;
}

function everyCheck({ checkEvery = Infinity }: WatchedPair): Checks {
  return { laws: LAWS, checkEvery };
}

/** What has to be checked to see a difference again: the laws, which cost more than both kernels, only if it is one of them. */
export function checksFor({ field }: Difference, pair: WatchedPair): Checks {
  const checks = everyCheck(pair);
  return field.startsWith("law ") ? checks : { ...checks, laws: [] };
}

/** A program, and the difference that it shows. */
interface Found {
  readonly program: Program;
  readonly difference: Difference;
}

/** Runs the programs that shrinking proposes, and keeps the last that failed: fast-check goes on from that one. */
class Attempt {
  tries = 0;
  readonly #pair: WatchedPair;
  readonly #shrinking: ShrinkOptions;
  #checks: Checks;
  #isLast = false;
  /** What the last run has shown. */
  #shown: Shown = { differed: false, firstRefused: Infinity };
  #original: Program | undefined;
  #best: Found | undefined;

  constructor(pair: WatchedPair, shrinking: ShrinkOptions) {
    this.#pair = pair;
    this.#checks = everyCheck(pair);
    this.#shrinking = shrinking;
  }

  /** Whether the kernels agree on a program; beyond the limit, or after an interrupt, nothing is tried any more. */
  agrees(program: Program): boolean {
    if (this.#original !== undefined && this.#stopped() !== undefined) return true;
    const { difference, firstRefused } =
      this.#original === undefined ? this.#firstRun(program) : this.#run(program, this.#checksOf(program));
    this.#shown = { differed: difference !== undefined, firstRefused };
    if (difference === undefined) return true;
    if (this.#isLast && !this.#isSimpler(program, difference)) return true;
    this.#checks = checksFor(difference, this.#pair);
    this.#original ??= program;
    this.#best = { program, difference };
    return false;
  }

  /** With the laws and, if nothing differs, without: what laws ask may cure a kernel, such as of a stale translation. */
  #firstRun(program: Program): Lockstep {
    const run = this.#run(program, this.#checks);
    return run.difference === undefined ? this.#run(program, { ...this.#checks, laws: [] }) : run;
  }

  /** A short program is held against the laws, too, where it would be the shortest: they may show the difference earlier. */
  #checksOf(program: Program): Checks {
    if (!this.#isLast || this.#best === undefined) return this.#checks;
    // As upTo counts: the operations before the one, or question, that showed the difference, and that.
    const shortest = this.#best.difference.step + 1;
    return program.ops.length < shortest ? everyCheck(this.#pair) : this.#checks;
  }

  #isSimpler(program: Program, difference: Difference): boolean {
    if (this.#best === undefined) return true;
    return compareSimplicity(upTo(program, difference), upTo(this.#best.program, this.#best.difference)) < 0;
  }

  /**
   * The programs to try at the end, each simpler than the simplest so far: whoever iterates runs each before the next.
   * From here on only what is simpler counts, with the question that shows the difference as its last operation.
   */
  *simpler(): Generator<Program> {
    this.#isLast = true;
    const sieve = new Sieve();
    for (let from: Program | undefined; this.#best !== undefined && this.#best.program !== from;) {
      from = this.#best.program;
      if (this.#stopped() !== undefined) return;
      const start = this.#startOf(this.#best);
      sieve.startFrom(start);
      for (const program of simplerPrograms(upTo(from, this.#best.difference), start.isAsked)) {
        if (this.#stopped() !== undefined) return;
        if (!sieve.lets(program)) continue;
        yield program;
        sieve.ran(program, this.#shown);
        if (this.#best.program !== from) break;
      }
    }
  }

  /** What can be said of a program from a run of it without its last operation. */
  #startOf({ program, difference }: Found): Start {
    const before = { ...program, ops: program.ops.slice(0, difference.step) };
    const run = this.#run(before, this.#checks);
    const asked = run.difference;
    const isSame = asked?.field === difference.field && asked.op.call === difference.op.call;
    return {
      isAsked: isSame && isLook(difference.op),
      hasIdle: run.firstRefused < difference.step || before.ops.some(isLook),
    };
  }

  #run(program: Program, checks: Checks): Lockstep {
    if (this.#original !== undefined) {
      this.tries++;
      this.#shrinking.onTry?.(this.tries);
    }
    return inLockstep(program, this.#pair, undefined, checks);
  }

  /** As {@link agrees}, giving way now and then to what else goes on, such as an interrupt. */
  async agreesInTurn(program: Program): Promise<boolean> {
    if (this.tries % TRIES_AT_A_TIME === 1) await new Promise((resolve) => setImmediate(resolve));
    return this.agrees(program);
  }

  failure(path: string): Failure | undefined {
    const shrunk = this.shrunk();
    return shrunk === undefined ? undefined : { ...shrunk, path };
  }

  shrunk(): Shrunk | undefined {
    if (this.#best === undefined || this.#original === undefined) return undefined;
    const { program, difference } = this.#best;
    return {
      program: upTo(program, difference),
      difference,
      original: this.#original,
      tries: this.tries,
      stopped: this.#stopped(),
    };
  }

  #stopped(): "limit" | "interrupt" | undefined {
    if (this.#shrinking.signal?.aborted === true) return "interrupt";
    return this.tries >= this.#shrinking.limit ? "limit" : undefined;
  }
}

/** The program up to the operation, or question, that showed the difference. */
function upTo(program: Program, { step, op }: Difference): Program {
  return { ...program, ops: [...program.ops.slice(0, step), op] };
}
