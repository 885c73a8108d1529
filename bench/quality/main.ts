/**
 * How alike the shrunk programs of a fault are: each planted bug hunted with many seeds, and the forms counted.
 *
 *     npm run quality -- [--seeds 100] [--fault ID] [--workers 2] [--update]
 *
 * With `--update`, the form that most seeds come to is written to models/faulty/minimal.json, which the tests hold shrinking to.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { middle } from "../../src/campaign/spread.ts";
import { workerPool } from "../../src/campaign/worker-pool.ts";
import { table } from "../../src/report/table.ts";
import { askedFaults } from "../asked.ts";
import type { QualityTask, ShrunkProgram } from "./task.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "20" },
    fault: { type: "string", multiple: true },
    workers: { type: "string", default: "2" },
    update: { type: "boolean", default: false },
  },
});
const seeds = Number(values.seeds);
const threads = Number(values.workers);
const wanted = askedFaults(values.fault);

/** A form of a fault's shrunk programs, and the seeds that come to it, in their order. */
interface Form {
  readonly program: ShrunkProgram;
  readonly seeds: number[];
}

const pool = workerPool(new URL("./task.js", import.meta.url), threads);
const rows: string[][] = [["fault", "same", "length", "longest", "forms", "tries"]];
const minimal = new Map<string, object>();
let alike = 0;
let within = 0;
// All at once, so that no worker waits for the slowest hunt of a fault.
const hunts = wanted.map(({ id }) => {
  const tasks = Array.from({ length: seeds }, (_, i): QualityTask => ({ fault: id, seed: String(i + 1) }));
  return Promise.all(tasks.map((task): Promise<ShrunkProgram | undefined> => pool.run(task)));
});
for (const [at, { id }] of wanted.entries()) {
  const programs = (await hunts[at]) ?? [];
  const forms = new Map<string, Form>();
  for (const [i, program] of programs.entries()) {
    if (program === undefined) continue;
    const key = JSON.stringify([program.world, program.lines]);
    const form = forms.get(key) ?? { program, seeds: [] };
    form.seeds.push(i + 1);
    forms.set(key, form);
  }
  const sorted = [...forms.values()].toSorted((a, b) => b.seeds.length - a.seeds.length);
  const [first] = sorted;
  if (first === undefined) {
    rows.push([id, `0/${seeds}`, "-", "-", "0", "-"]);
    continue;
  }
  const lengths = sorted.map(({ program }) => program.lines.length);
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  if (first.seeds.length >= 0.95 * seeds) alike++;
  if (longest <= shortest + 1) within++;
  const { world, lines } = first.program;
  minimal.set(id, { seed: first.seeds[0], ...(world === undefined ? {} : { world }), program: lines });
  const tries = programs.flatMap((program) => (program === undefined ? [] : [program.tries]));
  const median = middle(tries);
  console.error(`${at + 1}/${wanted.length} ${id}: ${first.seeds.length} of ${seeds}, forms: ${forms.size}`);
  rows.push([
    id,
    `${first.seeds.length}/${seeds}`,
    String(lines.length),
    String(longest),
    String(forms.size),
    String(median),
  ]);
}
await pool.destroy();

console.log(table(rows, [false, true, true, true, true, true]).join("\n"));
console.log(`${alike} of ${wanted.length} faults: one form in at least 95 of 100 seeds`);
console.log(`${within} of ${wanted.length} faults: no form longer than the shortest and one`);
if (values.update) {
  const file = new URL("../../../models/faulty/minimal.json", import.meta.url);
  const known: object = values.fault === undefined ? {} : JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, `${JSON.stringify({ ...known, ...Object.fromEntries(minimal) }, undefined, 2)}\n`);
}
