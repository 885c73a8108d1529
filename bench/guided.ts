/**
 * Guided against unguided: operations until a planted bug is found, for bugs that take long.
 *
 *     npm run bench:guided -- [--seeds 20] [--runs 10000] [--fault ID]
 */
import { parseArgs } from "node:util";
import { campaign } from "../src/campaign/campaign.ts";
import { middle } from "../src/campaign/spread.ts";
import { DEFAULT_PROFILE } from "../src/fuzz/profile.ts";
import { table } from "../src/report/table.ts";
import { askedFaults } from "./asked.ts";

/** The bugs that took the most operations, by the table in docs/power.md. */
const DEEP: readonly string[] = [
  "protect-through-parent-first-range",
  "set-size-without-resize-right",
  "shrink-keeps-tail",
  "first-write-does-not-copy",
  "order-map-06-before-map-04",
  "order-map-29-before-map-28",
  "order-prot-08-before-prot-07",
  "order-prot-10b-before-prot-10a",
  "relatives-never-end",
  "shrink-keeps-pages",
  "slice-of-slice-offset",
  "compact-drawn",
];

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    runs: { type: "string", default: "10000" },
    fault: { type: "string", multiple: true },
  },
});
const seeds = Number(values.seeds);
const runs = Number(values.runs);

/** Operations until the fault shows, or Infinity where it does not within the runs. */
async function operations(fault: string, seed: string, guided: boolean): Promise<number> {
  const { coverage, failure } = await campaign({
    seed,
    left: "reference",
    right: `faulty:${fault}`,
    profile: DEFAULT_PROFILE.name,
    maxOps: 50,
    checkEvery: undefined,
    budget: { runs, operations: Infinity, seconds: Infinity },
    guided,
    workers: 1,
    shrinkLimit: 1,
  });
  return failure === undefined ? Infinity : coverage.operations + 1;
}

function text(number: number): string {
  return number === Infinity ? "not found" : String(number);
}

const rows = [["fault", "unguided", "worst", "guided", "worst", "ratio"]];
for (const { id: fault } of askedFaults(values.fault ?? DEEP)) {
  const plain: number[] = [];
  const guided: number[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    plain.push(await operations(fault, String(seed), false));
    guided.push(await operations(fault, String(seed), true));
  }
  const [before, after] = [middle(plain), middle(guided)];
  const ratio = before === Infinity || after === Infinity ? "-" : (before / after).toFixed(1);
  rows.push([fault, text(before), text(Math.max(...plain)), text(after), text(Math.max(...guided)), ratio]);
  process.stderr.write(`${fault}\n`);
}
console.log(table(rows, [false, true, true, true, true, true]).join("\n"));
