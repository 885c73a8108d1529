import { createReferenceKernel } from "../../models/reference/index.ts";
import type { CoverageData } from "../fuzz/coverage.ts";
import { runShard, type ShardOptions } from "../fuzz/fuzz.ts";
import { Pool, type PoolData } from "../fuzz/pool.ts";
import { findProfile } from "../fuzz/profile.ts";
import type { Program } from "../fuzz/program.ts";
import { type KernelChoice, resolveKernel } from "./kernels.ts";

/** Programs in a shard: some tenths of a second of work. */
export const SHARD_RUNS = 250;

/** What a campaign tries. With kernels by name it is plain data, which crosses threads. */
export interface Subject {
  readonly seed: string;
  readonly left: KernelChoice;
  readonly right: KernelChoice;
  readonly profile: string;
  readonly maxOps: number;
  /** Everything is asked after so many operations of a program; undefined: at its end. */
  readonly checkEvery: number | undefined;
}

/** A shard to run. */
export interface ShardTask extends Subject {
  readonly shard: number;
  readonly runs: number;
  /** Of a guided campaign: what it had kept when the shard's round began. */
  readonly pool?: PoolData;
}

export interface ShardReport {
  readonly shard: number;
  readonly runs: number;
  readonly coverage: CoverageData;
  /** Whether the last of the runs showed a difference. */
  readonly failed: boolean;
  /** Of a guided campaign: the program of that run, which cannot be generated again without the pool. */
  readonly failing?: Program;
  /** Of a guided campaign: the pool with what the shard has added. */
  readonly pool?: PoolData;
}

/**
 * The options of a shard of a campaign, whose seed comes of the campaign's and the shard's number alone.
 *
 * @throws KernelNameError
 */
export async function shardOptions(subject: Subject, shard: number): Promise<ShardOptions> {
  const [left, right] = [await resolveKernel(subject.left), await resolveKernel(subject.right)];
  const profile = findProfile(subject.profile);
  if (profile === undefined) throw new Error(`no profile is called "${subject.profile}"`);
  return {
    seed: `${subject.seed}#${shard}`,
    maxOps: subject.maxOps,
    profile,
    guide: createReferenceKernel,
    left: left.factory,
    right: right.factory,
    ...(subject.checkEvery === undefined ? {} : { checkEvery: subject.checkEvery }),
  };
}

/** Runs a shard; this is what a worker thread does. */
export async function runShardTask(task: ShardTask): Promise<ShardReport> {
  const options = await shardOptions(task, task.shard);
  const pool = task.pool === undefined ? undefined : new Pool(task.pool);
  const result = runShard(pool === undefined ? options : { ...options, pool }, task.runs);
  const { runs, coverage, failed, failing } = result;
  const report = { shard: task.shard, runs, coverage: coverage.toData(), failed };
  if (pool === undefined) return report;
  return { ...report, pool: pool.toData(), ...(failing === undefined ? {} : { failing }) };
}

export default runShardTask;
