/**
 * `npm run bench:loop`: how many operations a second the checking loop of `vmar-fuzz run` does on one core, and where its time goes.
 *
 * What counts is the processor's time, V8's own threads included: on a machine that others use, too, it says more than the clock.
 *
 * Options: `--profile NAME` (may be repeated; all by default), `--rounds N` (5), `--workers` (one worker against two instead).
 */
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { createPagedKernel } from "../../models/paged/index.ts";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { campaign } from "../../src/campaign/campaign.ts";
import { SHARD_RUNS } from "../../src/campaign/shard.ts";
import { runShard } from "../../src/fuzz/fuzz.ts";
import { findProfile, PROFILES } from "../../src/fuzz/profile.ts";
import { shares } from "./shares.ts";

const MAX_OPS = 50;
/** Shards that are run before anything is measured, and in each round: about a tenth of a second and more. */
const WARM_UP = 40;
const SHARDS = 20;
/** Shards of a campaign that compares workers: enough that starting threads and compiling in each do not count. */
const CAMPAIGN_SHARDS = 200;

const { values } = parseArgs({
  options: {
    profile: { type: "string", multiple: true, default: PROFILES.map(({ name }) => name) },
    rounds: { type: "string", default: "5" },
    workers: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds);

for (const profile of values.profile) await (values.workers ? compareWorkers(profile) : measure(profile));

async function measure(name: string): Promise<void> {
  run(name, WARM_UP);
  // The least disturbed round is the nearest to a core of one's own.
  const times = Array.from({ length: rounds }, () => timed(() => run(name, SHARDS)));
  const best = Math.min(...times);
  const worst = Math.max(...times);
  console.log(
    `\n${name}: ${perSecond(best)} operations a second, ${best.toFixed(0)} ns each (worst round ${worst.toFixed(0)} ns)`,
  );
  for (const { part, share } of await shares(() => run(name, SHARDS * 2))) {
    const percent = `${(share * 100).toFixed(1).padStart(5)} %`;
    console.log(`  ${part.padEnd(34)}${percent}  ${(share * best).toFixed(0).padStart(6)} ns`);
  }
}

/** Runs shards as a campaign does; answers the operations. */
function run(name: string, count: number): number {
  const profile = findProfile(name);
  if (profile === undefined) throw new Error(`no profile is called "${name}"`);
  const kernels = { guide: createReferenceKernel, left: createReferenceKernel, right: createPagedKernel };
  let operations = 0;
  for (let shard = 0; shard < count; shard++) {
    const options = { ...kernels, profile, maxOps: MAX_OPS, seed: `loop#${shard}` };
    const { coverage, failed } = runShard(options, SHARD_RUNS);
    if (failed) throw new Error(`${name}: the models differ in shard ${shard}`);
    operations += coverage.operations;
  }
  return operations;
}

/** Nanoseconds of the processor's time for each operation. */
function timed(work: () => number): number {
  const start = process.cpuUsage();
  const operations = work();
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1e3) / operations;
}

/** A campaign on one worker and on two, by wall time, starting threads included. */
async function compareWorkers(profile: string): Promise<void> {
  const times = new Map<number, number>();
  for (let round = 0; round < rounds; round++) {
    for (const workers of [1, 2]) {
      const start = performance.now();
      await campaign({
        seed: "workers",
        left: "reference",
        right: "paged",
        profile,
        maxOps: MAX_OPS,
        checkEvery: undefined,
        budget: { runs: SHARD_RUNS * CAMPAIGN_SHARDS, operations: Infinity, seconds: Infinity },
        guided: false,
        workers,
        shrinkLimit: 0,
      });
      const time = performance.now() - start;
      times.set(workers, Math.min(times.get(workers) ?? Infinity, time));
    }
  }
  const [one = NaN, two = NaN] = times.values();
  console.log(
    `\n${profile}: one worker ${(one / 1000).toFixed(2)} s, two ${(two / 1000).toFixed(2)} s: ${(one / two).toFixed(2)} times as fast`,
  );
}

function perSecond(nanoseconds: number): string {
  return `${Math.round(1e6 / nanoseconds)} K`;
}
