import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Shortest } from "../../src/enumerate/deep.ts";

/** The worlds of the yardstick, by name: the seed of their placement. */
export const YARDSTICK_WORLDS = {
  deep: undefined,
  // Placement at random makes a difference for calls that place.
  "deep-aslr": "1",
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
  /** Where the program makes calls that traces cannot write down: no program of fewer calls that they can shows the fault. */
  readonly tracedAtLeast?: number | undefined;
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
      tracedAtLeast: z.int().positive().optional(),
    }),
    z.strictObject({ longerThan: z.int().positive() }),
  ]),
);

/** For each fault how long the shortest program is that shows it, as far as it is known. */
export function readYardstick(path: string | URL = new URL("./shortest.json", import.meta.url)): Yardstick {
  return yardstickSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}

/** What a search in one of the yardstick's worlds has found, as an entry. */
export function knownOf(world: YardstickWorld, { length, way, program }: Shortest): Known {
  const { openings, ending } = way;
  const calls = program.ops.map(({ call }) => call);
  return { length, world, openings: [...openings], ...(ending === undefined ? {} : { ending }), calls };
}

/**
 * The least length that a program of traces which shows a fault can have, as far as is known: no program of the list that traces can write down is
 * shorter.
 */
export function leastLength(entry: Known | Unknown): number {
  return "length" in entry ? Math.max(entry.length, entry.tracedAtLeast ?? 0) : entry.longerThan + 1;
}

/** A line for each fault, in the order of the ids. */
export function yardstickText(yardstick: Yardstick): string {
  const lines = Object.keys(yardstick)
    .toSorted()
    .map((id) => `  ${JSON.stringify(id)}: ${JSON.stringify(yardstick[id])}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}
