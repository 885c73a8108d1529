/**
 * Time to find, in operations: each planted bug hunted by this package's programs and by plain `fc.commands`.
 *
 *     npm run bench:faults -- [--seeds 20] [--limit 100000] [--workers 2] [--fault ID]
 */
import { parseArgs } from "node:util";
import { spread } from "../../src/campaign/spread.ts";
import { workerPool } from "../../src/campaign/worker-pool.ts";
import { table } from "../../src/report/table.ts";
import { askedFaults } from "../asked.ts";
import type { FindTask, Found } from "./task.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    limit: { type: "string", default: "100000" },
    workers: { type: "string", default: "2" },
    fault: { type: "string", multiple: true },
  },
});
const seeds = Number(values.seeds);
const limit = Number(values.limit);

function cell(count: number): string {
  return count > limit ? `>${limit}` : String(count);
}

const wanted = askedFaults(values.fault);
const pool = workerPool(new URL("./task.js", import.meta.url), Number(values.workers));
let done = 0;
const all = await Promise.all(
  wanted.map(async ({ id }) => {
    const task: FindTask = { fault: id, seeds, limit };
    const found: Found = await pool.run(task);
    process.stderr.write(`${++done}/${wanted.length} ${id}\n`);
    const [us, them] = [spread(found.ours), spread(found.theirs)];
    return { id, us, them, ratio: Math.min(them.median, limit) / Math.min(us.median, limit) };
  }),
);
await pool.destroy();

const rows = all.map(({ id, us, them, ratio }) => [
  id,
  cell(us.median),
  cell(us.worst),
  cell(them.median),
  cell(them.worst),
  `${them.median > limit && us.median <= limit ? "≥" : ""}${ratio.toFixed(1)}`,
]);
const head = ["fault", "median", "worst", "fc.commands median", "worst", "ratio"];
console.log(table([head, ...rows], [false, true, true, true, true, true]).join("\n"));
const sorted = all.map(({ ratio }) => ratio).toSorted((a, b) => a - b);
const quartile = (part: number): string => (sorted[Math.floor((part * sorted.length) / 4)] ?? 0).toFixed(1);
console.log(
  `median over ${wanted.length} faults: ${quartile(2)} times fewer operations than fc.commands (quartiles ${quartile(1)} and ${quartile(3)})`,
);
const missed = all.filter(({ them }) => them.median > limit).length;
const weaker = all.filter(({ ratio }) => ratio < 1).map(({ id }) => id);
console.log(`fc.commands did not come to ${missed} of them in the median within the limit of ${limit}`);
console.log(
  `it needs fewer operations for ${weaker.length}${weaker.length === 0 ? "" : `: ${weaker.join(", ")}`}`,
);
