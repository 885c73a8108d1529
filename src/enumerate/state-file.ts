import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { writeAtomically } from "../campaign/atomic-file.ts";
import type { Checkpoint } from "./exploration.ts";
import { States } from "./states.ts";

/** A state file that cannot be gone on from. */
export class StateFileError extends Error {
  override readonly name = "StateFileError";
}

/** What is explored: a file of one exploration is no use to another. */
export interface Subject {
  /** The name of the world. */
  readonly world: string;
  readonly left: string;
  readonly right: string;
}

const count = z.number().int().nonnegative();

const FILE = z.strictObject({
  vmarEnumeration: z.literal(1),
  world: z.string(),
  left: z.string(),
  right: z.string(),
  next: count,
  tally: z.array(
    z.strictObject({ stateClass: z.string(), call: z.string(), status: z.number().int(), count }),
  ),
  states: z.array(z.union([z.number(), z.string()])).min(1),
  from: z.array(z.number().int().min(-1)),
  by: z.array(count),
});

/** Where an exploration was when the file was written; undefined if there is no file. @throws StateFileError */
export function readStateFile(path: string, subject: Subject): Checkpoint | undefined {
  if (!existsSync(path)) return undefined;
  const { states, from, by, next, tally, ...rest } = parse(path);
  for (const field of ["world", "left", "right"] as const) {
    if (rest[field] !== subject[field]) {
      throw new StateFileError(`${path}: its ${field} is "${rest[field]}", not "${subject[field]}"`);
    }
  }
  const isWhole = states.length === from.length && states.length === by.length && next <= states.length;
  // Each state comes from one before it.
  if (!isWhole || from.some((before, i) => before >= i)) {
    throw new StateFileError(`${path}: its states do not hang together`);
  }
  return { states: States.of({ states, from, by }), next, tally };
}

/** Writes where an exploration is, whole or not at all. */
export function writeStateFile(path: string, subject: Subject, { states, next, tally }: Checkpoint): void {
  writeAtomically(
    path,
    `${JSON.stringify({ vmarEnumeration: 1, ...subject, next, tally, ...states.list })}\n`,
  );
}

function parse(path: string): z.infer<typeof FILE> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new StateFileError(`${path}: not JSON: ${String(error)}`);
  }
  const parsed = FILE.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new StateFileError(`${path}: not a state file: ${z.prettifyError(parsed.error)}`);
}
