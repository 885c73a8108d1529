import { readFileSync } from "node:fs";
import { z } from "zod";
import type { DeepSearch } from "../../src/enumerate/deep.ts";

/** The worlds of the yardstick, by name: the seed of their placement, and up to which length their programs are tried. */
export const YARDSTICK_WORLDS = {
  deep: { aslrSeed: undefined, depth: 3 },
  // Placement at random makes a difference for calls that place: the first calls show it.
  "deep-aslr": { aslrSeed: "1", depth: 1 },
} as const;

export type YardstickWorld = keyof typeof YARDSTICK_WORLDS;

/** The shortest program that shows a fault. */
export interface Known {
  /** Operations, the one or the question that shows the difference included. */
  readonly length: number;
  readonly world: YardstickWorld;
  /** The program's calls by their places (DeepWay). */
  readonly openings: readonly number[];
  /** Absent where a question shows the difference. */
  readonly ending?: number | undefined;
  /** The calls, for people. */
  readonly calls: readonly string[];
}

/** A fault that no program of so many calls shows. */
export interface Unknown {
  readonly longerThan: number;
}

export type Yardstick = Record<string, Known | Unknown>;

const place = z.int().nonnegative();

const yardstickSchema: z.ZodType<Yardstick> = z.record(
  z.string(),
  z.union([
    z.strictObject({
      length: z.int().positive(),
      world: z.enum(["deep", "deep-aslr"]),
      openings: z.array(place),
      ending: place.optional(),
      calls: z.array(z.string()),
    }),
    z.strictObject({ longerThan: z.int().positive() }),
  ]),
);

/** For each fault how long the shortest program is that shows it, as far as it is known. */
export function readYardstick(): Yardstick {
  const text = readFileSync(new URL("./shortest.json", import.meta.url), "utf8");
  return yardstickSchema.parse(JSON.parse(text));
}

/** What searches in the yardstick's worlds have found, of each fault the shortest. */
export function yardstickOf(
  searches: ReadonlyMap<YardstickWorld, Pick<DeepSearch, "found" | "hidden">>,
): Yardstick {
  const yardstick: Yardstick = {};
  for (const [world, { found }] of searches) {
    for (const { id, length, way, program } of found) {
      const known = yardstick[id];
      if (known !== undefined && "length" in known && known.length <= length) continue;
      const { openings, ending } = way;
      const calls = program.ops.map(({ call }) => call);
      yardstick[id] = {
        length,
        world,
        openings: [...openings],
        ...(ending === undefined ? {} : { ending }),
        calls,
      };
    }
  }
  for (const { id } of searches.get("deep")?.hidden ?? []) {
    yardstick[id] ??= { longerThan: YARDSTICK_WORLDS.deep.depth };
  }
  return yardstick;
}

/** A line for each fault, in the order of the ids. */
export function yardstickText(yardstick: Yardstick): string {
  const lines = Object.keys(yardstick)
    .toSorted()
    .map((id) => `  ${JSON.stringify(id)}: ${JSON.stringify(yardstick[id])}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}
