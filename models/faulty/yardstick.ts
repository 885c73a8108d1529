/**
 * `npm run yardstick`: looks for the shortest program that shows each fault, says what it found and writes models/faulty/shortest.json.
 * Takes a quarter of an hour. `npm run yardstick -- ID...` looks for those of some faults; the others stay as they are.
 */
import { writeFileSync } from "node:fs";
import {
  type DeepOptions,
  DeepSearch,
  type Suspected,
  alongCalls,
  type Shortest,
  deepWorld,
} from "../../src/enumerate/deep.ts";
import { LAWS } from "../../src/fuzz/laws/index.ts";
import { isTraced } from "../../src/fuzz/program.ts";
import { keysOf } from "../../src/zircon/index.ts";
import { createReferenceKernel } from "../reference/index.ts";
import { FAULTS } from "./index.ts";
import { readMinimal } from "./minimal.ts";
import {
  YARDSTICK_WORLDS,
  type Yardstick,
  type YardstickWorld,
  knownOf,
  readYardstick,
  yardstickText,
} from "./shortest.ts";
import { SITES } from "./sites.ts";

const FILE = "models/faulty/shortest.json";

/** Each fault is tried with all programs of so many calls; where its shrunk program has more, with all that are shorter than that. */
const ALWAYS = 3;

/** The most calls of programs that are tried: of one more there would be millions of openings. */
const MOST = 4;

const minimal = readMinimal("models/faulty/minimal.json");
const known = new Map<string, Shortest & { readonly world: YardstickWorld }>();

const wanted = process.argv.slice(2);
const chosen = wanted.length === 0 ? FAULTS : FAULTS.filter(({ id }) => wanted.includes(id));
const suspected = chosen.map(({ id, create }): Suspected => {
  const site = SITES[id];
  return site === undefined ? { id, create } : { id, create, site: new Set(site) };
});

/** The calls of a fault's shrunk program. */
function shrunk({ id }: Suspected): string[] {
  return (minimal[id]?.program ?? []).map((line) => /(\w+)\(/.exec(line)?.[1] ?? "");
}

/** A search for some faults; what it finds is known where nothing shorter was. */
class Search {
  readonly #name: string;
  readonly #world: YardstickWorld;
  readonly #search: DeepSearch;

  constructor(
    name: string,
    world: YardstickWorld,
    faults: readonly Suspected[],
    isAllowed?: DeepOptions["isAllowed"],
  ) {
    this.#name = name;
    this.#world = world;
    this.#search = new DeepSearch(deepWorld(YARDSTICK_WORLDS[world]), createReferenceKernel, faults, {
      laws: LAWS,
      ...(isAllowed === undefined ? {} : { isAllowed }),
    });
  }

  /** Tries all programs of 1 to `longest` calls, each length on the faults that want it. */
  upTo(longest: number, isWanted: (suspected: Suspected, length: number) => boolean): this {
    for (let length = 1; length <= longest; length++) {
      this.#search.deepen((fault) => isWanted(fault, length));
      const { found, hidden } = this.#search;
      process.stderr.write(`${this.#name}, length ${length}: ${found.length} found, ${hidden.length} not\n`);
    }
    for (const found of this.#search.found) {
      const before = known.get(found.id)?.length ?? Infinity;
      if (found.length < before) known.set(found.id, { ...found, world: this.#world });
    }
    return this;
  }

  /** How many calls a program of the search has at least that shows a fault. */
  least(fault: Suspected): number {
    const found = this.#search.found.find(({ id }) => id === fault.id);
    return found?.length ?? Math.min(shrunk(fault).length, MOST + 1);
  }
}

const isShorter = (fault: Suspected, length: number): boolean => length < shrunk(fault).length;

new Search("all calls", "deep", suspected).upTo(
  MOST,
  (fault, length) => length <= ALWAYS || isShorter(fault, length),
);
new Search("random placement", "deep-aslr", suspected).upTo(
  ALWAYS,
  ({ id }, length) => length < (known.get(id)?.length ?? Infinity),
);

// Of those that no program so far has shown: programs of the shrunk program's calls, which are one longer.
for (const world of keysOf(YARDSTICK_WORLDS)) {
  for (const fault of suspected) {
    const calls = shrunk(fault);
    if (known.has(fault.id) || calls.length > MOST + 1) continue;
    new Search(fault.id, world, [fault], alongCalls(calls)).upTo(calls.length, () => true);
  }
}

// Programs are shrunk to calls of traces where they can be.
const untraced = suspected.filter(({ id }) => known.get(id)?.program.ops.some((op) => !isTraced(op)));
const traced = new Search("calls of traces", "deep", untraced, isTraced).upTo(MOST, isShorter);

const yardstick: Yardstick = wanted.length === 0 ? {} : readYardstick(FILE);
for (const fault of suspected) {
  const entry = known.get(fault.id);
  if (entry === undefined) {
    const longerThan = Math.min(MOST, Math.max(ALWAYS, shrunk(fault).length - 1));
    yardstick[fault.id] = { longerThan };
    process.stdout.write(`${fault.id.padEnd(40)} more than ${longerThan}\n`);
    continue;
  }
  const told = knownOf(entry.world, entry);
  const tracedAtLeast = untraced.includes(fault) ? traced.least(fault) : told.length;
  yardstick[fault.id] = tracedAtLeast > told.length ? { ...told, tracedAtLeast } : told;
  process.stdout.write(`${fault.id.padEnd(40)} ${told.length}  ${told.calls.join(", ")}\n`);
}
writeFileSync(FILE, yardstickText(yardstick));
