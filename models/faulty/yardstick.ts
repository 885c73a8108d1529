/**
 * `npm run yardstick`: looks for the shortest program that shows each fault, says what it found and writes models/faulty/shortest.json.
 * Takes minutes.
 */
import { writeFileSync } from "node:fs";
import { DeepSearch, deepWorld } from "../../src/enumerate/deep.ts";
import { keysOf } from "../../src/zircon/index.ts";
import { createReferenceKernel } from "../reference/index.ts";
import { FAULTS } from "./index.ts";
import { YARDSTICK_WORLDS, type YardstickWorld, yardstickOf, yardstickText } from "./shortest.ts";

const FILE = "models/faulty/shortest.json";

const searches = new Map<YardstickWorld, DeepSearch>();
for (const name of keysOf(YARDSTICK_WORLDS)) {
  const { aslrSeed, depth } = YARDSTICK_WORLDS[name];
  const search = new DeepSearch(deepWorld(aslrSeed), createReferenceKernel, FAULTS);
  for (let length = 1; length <= depth; length++) {
    search.deepen();
    process.stderr.write(
      `${name}, length ${length}: ${search.found.length} found, ${search.hidden.length} not\n`,
    );
  }
  searches.set(name, search);
}
const yardstick = yardstickOf(searches);
for (const { id } of FAULTS) {
  const entry = yardstick[id];
  if (entry === undefined) continue;
  const told =
    "length" in entry ? `${entry.length}  ${entry.calls.join(", ")}` : `more than ${entry.longerThan}`;
  process.stdout.write(`${id.padEnd(40)} ${told}\n`);
}
writeFileSync(FILE, yardstickText(yardstick));
