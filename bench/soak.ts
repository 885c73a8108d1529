/**
 * A soak: many operations over all profiles, in one process. Ends with exit code 1 at a difference, or if memory grew.
 *
 *     npm run soak -- [--ops 100000000] [--workers 2] [--seed soak]
 *
 * Memory is what the process holds resident, threads included, looked at after each shard; the worst of each profile's second
 * fifth, when all is warm, is held against the worst of its last.
 */
import { parseArgs } from "node:util";
import { campaign } from "../src/campaign/campaign.ts";
import { PROFILES } from "../src/fuzz/profile.ts";
import { table } from "../src/report/table.ts";

const { values } = parseArgs({
  options: {
    ops: { type: "string", default: "100000000" },
    workers: { type: "string", default: "2" },
    seed: { type: "string", default: "soak" },
  },
});

/** Resident memory may be so much more at the end of a profile than at its beginning. */
const MOST_GROWTH = 1.25;
/** Resident memory at any time, in MiB. */
const MOST_MEMORY = 1024;

const MIB = 1024 * 1024;
const operations = Math.ceil(Number(values.ops) / PROFILES.length);
const rows = [["profile", "operations", "programs", "ops/s", "MiB at first", "MiB at last", "rules"]];
let isSound = true;
for (const { name } of PROFILES) {
  const resident: number[] = [];
  const start = process.hrtime.bigint();
  const { runs, coverage, failure } = await campaign({
    seed: `${values.seed}/${name}`,
    left: "reference",
    right: "paged",
    profile: name,
    maxOps: 50,
    checkEvery: undefined,
    budget: { runs: Infinity, operations, seconds: Infinity },
    guided: false,
    workers: Number(values.workers),
    shrinkLimit: 5000,
    onProgress: () => resident.push(process.memoryUsage.rss() / MIB),
  });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const fifth = Math.ceil(resident.length / 5);
  const [first, last] = [Math.max(...resident.slice(fifth, 2 * fifth)), Math.max(...resident.slice(-fifth))];
  if (failure !== undefined) {
    console.log(`a difference in ${name} at ${failure.place}: ${failure.difference.field}`);
    isSound = false;
  }
  if (last > first * MOST_GROWTH || last > MOST_MEMORY) {
    console.log(`memory grew in ${name}: from ${first.toFixed(0)} to ${last.toFixed(0)} MiB`);
    isSound = false;
  }
  rows.push([
    name,
    String(coverage.operations),
    String(runs),
    (coverage.operations / seconds).toFixed(0),
    first.toFixed(0),
    last.toFixed(0),
    String(coverage.rules.size),
  ]);
}
console.log(table(rows, [false, true, true, true, true, true, true]).join("\n"));
process.exitCode = isSound ? 0 : 1;
