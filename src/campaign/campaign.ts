/**
 * A campaign: shards one after the other, or several at once on worker threads, with the same result either way.
 *
 * Shards are numbered, and the seed of each comes of its number. Reports are taken in the order of the numbers; the first that failed
 * ends the campaign, and what later shards may have done meanwhile is thrown away.
 */
import { Coverage } from "../fuzz/coverage.ts";
import { type Explained, freeArguments } from "../fuzz/explain.ts";
import { type Shrunk, type WatchedPair, checksFor, shrinkProgram, shrinkRun } from "../fuzz/fuzz.ts";
import { EMPTY_POOL, Pool } from "../fuzz/pool.ts";
import { lockstep } from "../fuzz/lockstep.ts";
import {
  SHARD_RUNS,
  type ShardReport,
  type ShardTask,
  type Subject,
  runShardTask,
  shardOptions,
} from "./shard.ts";
import { workerPool } from "./worker-pool.ts";

/** When a campaign that finds nothing ends: at the first of these that is reached. */
export interface Budget {
  /** Programs. */
  readonly runs: number;
  /** Operations; looked at after each shard. */
  readonly operations: number;
  /** Seconds; the one budget that does not give the same result twice. */
  readonly seconds: number;
}

export interface CampaignOptions extends Subject {
  readonly budget: Budget;
  /** Keep programs that reach something new, and make half of the later ones of them. */
  readonly guided: boolean;
  /** Worker threads; 1 runs in the calling thread, as kernels that are no names must. */
  readonly workers: number;
  readonly shrinkLimit: number;
  /** When aborted, the campaign ends with what it has learnt. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly phase: "run" | "shrink";
  readonly runs: number;
  readonly operations: number;
  readonly rules: number;
  /** Programs tried in shrinking. */
  readonly tries: number;
}

export interface CampaignResult {
  /** Programs that ran, the failing one included. */
  readonly runs: number;
  readonly coverage: Coverage;
  readonly failure: CampaignFailure | undefined;
  /** Whether an interrupt ended it. */
  readonly interrupted: boolean;
}

export interface CampaignFailure extends Shrunk, Explained {
  /** What `--path` takes: the shard, then fast-check's path in it. A guided campaign has none: its programs come of its pool. */
  readonly place: string | undefined;
}

/** @throws KernelNameError */
export async function campaign(options: CampaignOptions): Promise<CampaignResult> {
  const { signal, budget } = options;
  const coverage = new Coverage();
  let runs = 0;
  let failedShard: ShardReport | undefined;
  const tell = (phase: Progress["phase"], tries: number): void =>
    options.onProgress?.({ phase, runs, operations: coverage.operations, rules: coverage.rules.size, tries });

  for await (const report of shards(options)) {
    runs += report.runs;
    coverage.merge(report.coverage);
    tell("run", 0);
    if (report.failed) failedShard = report;
    if (report.failed || runs >= budget.runs || coverage.operations >= budget.operations) break;
  }
  if (failedShard === undefined) {
    return { runs, coverage, failure: undefined, interrupted: signal?.aborted === true };
  }
  const failure = await shrunk(failedShard, options, (tries) => tell("shrink", tries));
  return { runs, coverage, failure, interrupted: signal?.aborted === true };
}

/** The failure of a shard, shrunk and explained. */
async function shrunk(
  { shard, runs, failing }: ShardReport,
  options: CampaignOptions,
  onTry: (tries: number) => void,
): Promise<CampaignFailure> {
  const { signal, shrinkLimit: limit } = options;
  const shrinking = { limit, onTry, ...(signal === undefined ? {} : { signal }) };
  const pair = await shardOptions(options, shard);
  const again = (): Error =>
    new Error(`shard ${shard} failed, and does not fail again: a kernel is not deterministic`);
  if (failing !== undefined) {
    const failure = await shrinkProgram(failing, pair, shrinking);
    if (failure === undefined) throw again();
    return { ...explained(failure, pair), place: undefined };
  }
  const failure = await shrinkRun(pair, String(runs - 1), shrinking);
  if (failure === undefined) throw again();
  return { ...explained(failure, pair), place: `${shard}:${failure.path}` };
}

/** A place at which there is no program. */
export class PlaceError extends Error {
  override readonly name = "PlaceError";
}

/**
 * The one failure that a place (`--path`) leads to; undefined if the kernels agree there.
 *
 * @throws PlaceError, KernelNameError
 */
export async function revisit(
  subject: Subject & { readonly shrinkLimit: number },
  place: string,
): Promise<CampaignFailure | undefined> {
  const [, shard, path] = /^([0-9]+):([0-9]+(?::[0-9]+)*)$/.exec(place) ?? [];
  if (shard === undefined || path === undefined) {
    throw new PlaceError(
      `no place is written "${place}"; a failure report has one after --path, such as 3:17:0:2`,
    );
  }
  const options = await shardOptions(subject, Number(shard));
  // fast-check's path ends where its passes do; the last steps, to the canonical program, are taken again.
  const failure = await shrinkRun(options, path, { limit: subject.shrinkLimit }).catch((error: unknown) => {
    const isNoPath = error instanceof Error && error.message.startsWith("Unable to replay");
    if (!isNoPath) throw error;
    throw new PlaceError(
      `there is no program at ${place}: it belongs to another seed, profile, --max-ops or version of vmar-fuzz`,
    );
  });
  return failure === undefined ? undefined : { ...explained(failure, options), place };
}

/** A failure with what the explain phase finds. */
export function explained<Found extends Shrunk>(failure: Found, pair: WatchedPair): Found & Explained {
  const { program, difference } = failure;
  const checks = checksFor(difference, pair);
  const free = freeArguments(program, difference, (varied) => lockstep(varied, pair, undefined, checks));
  return { ...failure, free };
}

/** Shards that begin with the same pool in a guided campaign. */
const ROUND_SHARDS = 4;

/** The reports of the campaign's shards, in the order of their numbers, until the time is over or the campaign is aborted. */
async function* shards(options: CampaignOptions): AsyncGenerator<ShardReport> {
  const { budget, signal } = options;
  const deadline = budget.seconds === Infinity ? undefined : AbortSignal.timeout(budget.seconds * 1000);
  const over = (): boolean => signal?.aborted === true || deadline?.aborted === true;
  const tasks = shardTasks(options);
  const kept = options.guided ? new Pool() : undefined;
  let round = EMPTY_POOL;
  let isNewRound = true;
  const pool =
    options.workers > 1 ? workerPool(new URL("./shard.js", import.meta.url), options.workers) : undefined;
  const run = (task: ShardTask): Promise<ShardReport> => pool?.run(task) ?? runShardTask(task);
  const underWay: Promise<ShardReport>[] = [];
  try {
    for (;;) {
      while (underWay.length < options.workers && !over()) {
        // The shards of a round begin with the same pool, whoever runs them: the next waits for all of them.
        if (kept !== undefined && isNewRound && underWay.length > 0) break;
        const next = tasks.next();
        if (next.done === true) break;
        if (kept !== undefined && isNewRound) round = kept.toData();
        isNewRound = (next.value.shard + 1) % ROUND_SHARDS === 0;
        underWay.push(run(kept === undefined ? next.value : { ...next.value, pool: round }));
      }
      const report = await underWay.shift();
      if (report === undefined) return;
      if (report.pool !== undefined) kept?.merge(report.pool, round);
      yield report;
      // Lets signals and timers come through between two shards that run in this thread.
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    // What is still under way belongs to shards that nobody waits for any more.
    for (const report of underWay) report.catch(() => undefined);
    await pool?.destroy();
  }
}

function* shardTasks(options: CampaignOptions): Generator<ShardTask> {
  const { seed, left, right, profile, maxOps, checkEvery } = options;
  const subject = { seed, left, right, profile, maxOps, checkEvery };
  for (let shard = 0, rest = options.budget.runs; rest > 0; shard++, rest -= SHARD_RUNS) {
    yield { ...subject, shard, runs: Math.min(rest, SHARD_RUNS) };
  }
}
