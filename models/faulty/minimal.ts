import { readFileSync } from "node:fs";
import { z } from "zod";

/** A shrunk program, and the seed whose hunt comes to it. */
export interface MinimalProgram {
  readonly seed: number;
  /** In words, where it is not the default world. */
  readonly world?: string | undefined;
  readonly program: readonly string[];
}

const minimalSchema: z.ZodType<Record<string, MinimalProgram>> = z.record(
  z.string(),
  z.strictObject({ seed: z.number(), world: z.string().optional(), program: z.array(z.string()) }),
);

/** What `npm run quality -- --update` writes: for each fault the form that most seeds come to, and the first seed that does. */
export function readMinimal(path: string | URL): Record<string, MinimalProgram> {
  return minimalSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}
