import { shrinkRun, runShard } from "../fuzz/fuzz.ts";
import { anyIndex } from "./content.ts";
import { SHARD_RUNS, type Subject, shardOptions } from "./shard.ts";

/** A hunt: the shards of a campaign, one after the other, until one fails. */
export interface HuntTask extends Subject {
  /** Programs before the hunt gives up. */
  readonly runs: number;
  /** Seconds before it gives up; looked at after each shard. The one bound that does not give the same result twice. */
  readonly seconds: number;
  readonly shrinkLimit: number;
}

/** What a hunt found. */
export interface Kill {
  /** Operations to the first difference, the differing one included. */
  readonly operations: number;
  /** Seconds to the first difference, without shrinking: they differ from run to run. */
  readonly seconds: number;
  /** Operations of the shrunk program. */
  readonly length: number;
  /** What caught it: the field in which the kernels parted, or the law that one of them broke. */
  readonly seenIn: string;
}

/** Hunts; undefined if nothing was found. This is what a worker thread does. */
export async function runHuntTask(task: HuntTask): Promise<Kill | undefined> {
  const start = process.hrtime.bigint();
  const seconds = (): number => Number(process.hrtime.bigint() - start) / 1e9;
  let operations = 0;
  for (let shard = 0, rest = task.runs; rest > 0 && seconds() < task.seconds; shard++, rest -= SHARD_RUNS) {
    const options = await shardOptions(task, shard);
    const { runs, coverage, failed } = runShard(options, Math.min(rest, SHARD_RUNS));
    operations += coverage.operations;
    if (!failed) continue;
    const found = { operations: operations + 1, seconds: seconds() };
    const failure = await shrinkRun(options, String(runs - 1), { limit: task.shrinkLimit });
    if (failure === undefined)
      throw new Error(`shard ${shard} failed, and does not fail again: a kernel is not deterministic`);
    const { program, difference } = failure;
    return { ...found, length: program.ops.length, seenIn: anyIndex(difference.field) };
  }
  return undefined;
}

export default runHuntTask;
