/**
 * `npm run work-counts`: the counted work of the streams beside what bench/work-counts.json expects;
 * `--update` writes it there.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { WorkCounts } from "./counted-pool.ts";
import { countStreams } from "./streams.ts";

const FILE = fileURLToPath(new URL("../../../bench/work-counts.json", import.meta.url));
const counted = countStreams();
if (process.argv.includes("--update")) {
  writeFileSync(FILE, `${JSON.stringify(counted, undefined, 2)}\n`);
} else {
  const expected: Record<string, WorkCounts> = JSON.parse(readFileSync(FILE, "utf8"));
  for (const [stream, counts] of Object.entries(counted)) {
    for (const [kind, count] of Object.entries<number>({ ...counts })) {
      const before = new Map(Object.entries<number>({ ...expected[stream] })).get(kind);
      if (count === before) continue;
      console.log(`${stream}: ${kind} ${count}, expected ${before ?? "nothing"}`);
      process.exitCode = 1;
    }
  }
}
