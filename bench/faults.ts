/**
 * Time to find, in operations: each planted bug hunted by this package's programs and by plain `fc.commands`.
 *
 *     npm run bench:faults -- [--seeds 20] [--limit 100000] [--fault ID]
 */
import { parseArgs } from "node:util";
import { check, modelRun, property } from "fast-check";
import { FAULTS } from "../models/faulty/index.ts";
import { createReferenceKernel } from "../models/reference/index.ts";
import { middle, spread } from "../src/campaign/spread.ts";
import { runShard, seedOf } from "../src/fuzz/fuzz.ts";
import { DEFAULT_PROFILE } from "../src/fuzz/profile.ts";
import { table } from "../src/report/table.ts";
import type { KernelFactory } from "../src/zircon/index.ts";
import { Machine, ordinaryCommands } from "./commands.ts";

const MAX_OPS = 50;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    limit: { type: "string", default: "100000" },
    fault: { type: "string", multiple: true },
  },
});
const seeds = Number(values.seeds);
const limit = Number(values.limit);

/** Operations until the fault shows, or Infinity after about `limit`. */
function ours(right: KernelFactory, seed: string): number {
  const options = {
    seed,
    maxOps: MAX_OPS,
    profile: DEFAULT_PROFILE,
    guide: createReferenceKernel,
    left: createReferenceKernel,
    right,
  };
  const { failed, coverage } = runShard(options, Math.ceil(limit / 40));
  return failed ? coverage.operations + 1 : Infinity;
}

function theirs(right: KernelFactory, seed: string): number {
  let operations = 0;
  const run = property(ordinaryCommands(MAX_OPS), (cmds) => {
    if (operations > limit) return;
    const machine = new Machine(createReferenceKernel, right);
    try {
      modelRun(() => ({ model: {}, real: machine }), cmds);
    } finally {
      operations += machine.operations;
    }
  });
  const details = check(run, { seed: seedOf(seed), numRuns: limit, endOnFailure: true, maxSkipsPerRun: 0 });
  return details.failed ? operations : Infinity;
}

function cell(count: number): string {
  return count === Infinity ? `>${limit}` : String(count);
}

const wanted =
  values.fault === undefined ? FAULTS : FAULTS.filter(({ id }) => values.fault?.includes(id) === true);
const rows: string[][] = [];
const ratios: number[] = [];
for (const { id, create } of wanted) {
  const names = Array.from({ length: seeds }, (_, i) => String(i + 1));
  const us = spread(names.map((seed) => ours(create, seed)));
  const them = spread(names.map((seed) => theirs(create, seed)));
  const ratio = Math.min(them.median, limit) / Math.min(us.median, limit);
  ratios.push(ratio);
  const mark = them.median === Infinity && us.median !== Infinity ? "≥" : "";
  rows.push([
    id,
    cell(us.median),
    cell(us.worst),
    cell(them.median),
    cell(them.worst),
    `${mark}${ratio.toFixed(1)}`,
  ]);
  process.stderr.write(`${rows.length}/${wanted.length} ${id}\n`);
}
const head = ["fault", "median", "worst", "fc.commands median", "worst", "ratio"];
process.stdout.write(`${table([head, ...rows], [false, true, true, true, true, true]).join("\n")}\n`);
process.stdout.write(
  `median over ${wanted.length} faults: ${middle(ratios).toFixed(1)} times fewer operations than fc.commands\n`,
);
