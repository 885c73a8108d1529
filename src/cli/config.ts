import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { PROFILES } from "../fuzz/profile.ts";
import { REPORTERS } from "../report/reporters.ts";
import { type RunOptions, duration } from "./run-options.ts";

/** A config file that cannot be used: its name, the place in it, and what was expected. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

const NAMES = ["vmar-fuzz.config.ts", "vmar-fuzz.config.js", "vmar-fuzz.config.mjs", "vmar-fuzz.config.json"];

/**
 * The defaults in a config file: the named one, else the first of the usual names in the working folder, else none.
 *
 * @throws ConfigError
 */
export async function readConfig(file: string | undefined): Promise<Partial<RunOptions>> {
  const found = file ?? NAMES.find((name) => existsSync(name));
  if (found === undefined) return {};
  return validate(found, await load(found));
}

async function load(file: string): Promise<unknown> {
  try {
    if (file.endsWith(".json")) return JSON.parse(readFileSync(file, "utf8"));
    const { createJiti } = await import("jiti");
    return await createJiti(import.meta.url).import(resolve(file), { default: true });
  } catch (error) {
    throw new ConfigError(
      `${file}: cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function validate(file: string, content: unknown): Promise<Partial<RunOptions>> {
  const { z } = await import("zod");
  const positive = z.number().int().positive();
  const schema = z.strictObject({
    seed: z.string().optional(),
    runs: positive.optional(),
    ops: positive.optional(),
    for: z
      .string()
      .regex(/^[0-9]+(\.[0-9]+)?[smh]$/, "expected a time such as 90s, 10m or 2h")
      .transform(duration)
      .optional(),
    maxOps: positive.optional(),
    checkEvery: positive.optional(),
    guided: z.boolean().optional(),
    left: z.string().optional(),
    right: z.string().optional(),
    profile: z.enum(PROFILES.map(({ name }) => name)).optional(),
    workers: positive.optional(),
    shrinkLimit: positive.optional(),
    save: z.string().optional(),
    corpus: z.union([z.string(), z.boolean()]).optional(),
    requireCoverage: z.boolean().optional(),
    reporter: z.enum(REPORTERS).optional(),
  });
  const parsed = schema.safeParse(content);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.join(".") || "the whole"}: ${message}`,
    );
    throw new ConfigError(`${file}: ${problems.join("; ")}`);
  }
  return withoutUndefined(parsed.data);
}

function withoutUndefined(options: {
  [K in keyof RunOptions]?: RunOptions[K] | undefined;
}): Partial<RunOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
