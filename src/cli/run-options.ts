import { cpus } from "node:os";
import { type Command, InvalidArgumentError } from "commander";
import { kernelNames } from "../../models/index.ts";
import { DEFAULT_PROFILE, PROFILES, findProfile } from "../fuzz/profile.ts";
import { REPORTERS, type ReporterName } from "../report/reporters.ts";

/** What `vmar-fuzz run` is asked for, by command line, config file or default. */
export interface RunOptions {
  readonly seed: string;
  readonly runs: number | undefined;
  readonly ops: number | undefined;
  /** Seconds. */
  readonly for: number | undefined;
  readonly maxOps: number;
  /** Operations between two looks at everything; undefined: only at the end of a program. */
  readonly checkEvery: number | undefined;
  readonly guided: boolean;
  readonly left: string;
  readonly right: string;
  readonly profile: string;
  readonly workers: number;
  readonly shrinkLimit: number;
  readonly save: string;
  /** A folder, true for the package's own, false for none. */
  readonly corpus: string | boolean;
  readonly path: string | undefined;
  readonly requireCoverage: boolean;
  readonly reporter: ReporterName;
  /** A file for how fast it was over time. */
  readonly timings: string | undefined;
}

/** Programs that are run where no budget is named. */
export const DEFAULT_RUNS = 2000;

export const DEFAULTS: RunOptions = {
  seed: "1",
  runs: undefined,
  ops: undefined,
  for: undefined,
  maxOps: 50,
  checkEvery: undefined,
  guided: false,
  left: "reference",
  right: "paged",
  profile: DEFAULT_PROFILE.name,
  workers: 1,
  shrinkLimit: 5000,
  save: "corpus/found",
  corpus: true,
  path: undefined,
  requireCoverage: false,
  reporter: "text",
  timings: undefined,
};

/** The options of the command line; none has a default here, so that a config file can come between. */
export function defineRunOptions(command: Command): void {
  const profiles = PROFILES.map(({ name }) => name).join(", ");
  command
    .option(
      "--seed <text>",
      `any text; the same text generates the same programs (default: "${DEFAULTS.seed}")`,
    )
    .option(
      "--runs <n>",
      `stop after this many programs (default: ${DEFAULT_RUNS}, if there is no other budget)`,
      count,
    )
    .option("--ops <n>", "stop after this many operations", count)
    .option("--for <time>", "stop after this time: 90s, 10m, 2h", duration)
    .option("--max-ops <k>", `the most operations in a program (default: ${DEFAULTS.maxOps})`, count)
    .option(
      "--check-every <k>",
      "ask for everything, and hold it against the laws, after each k operations of a program (default: at its end)",
      count,
    )
    .option("--guided", "keep programs that reach something new, and make half of the later ones of them")
    .option(
      "--left <kernel>",
      `the kernel that is believed: ${kernelNames().join(", ")}, or a module's path (default: ${DEFAULTS.left})`,
    )
    .option("--right <kernel>", `the kernel that is tried (default: ${DEFAULTS.right})`)
    .option("--profile <name>", `what to generate: ${profiles} (default: ${DEFAULTS.profile})`, profileName)
    .option(
      "--workers <n>",
      `threads, or "auto" for one a core; the result is the same (default: ${DEFAULTS.workers})`,
      threads,
    )
    .option(
      "--shrink-limit <n>",
      `the most programs to try when shrinking (default: ${DEFAULTS.shrinkLimit})`,
      count,
    )
    .option("--save <folder>", `where a failing program is written (default: ${DEFAULTS.save})`)
    .option("--corpus <folder>", "traces to replay first (default: those of the package)")
    .option("--no-corpus", "replay no traces first")
    .option(
      "--path <place>",
      "run only the program that a failure report named, with the same seed, and report it",
    )
    .option("--require-coverage", "fail if a rule that calls can reach was not reached")
    .option(
      "--reporter <name>",
      `how to report: ${REPORTERS.join(", ")} (default: ${DEFAULTS.reporter})`,
      reporterName,
    )
    .option("--json", "the same as --reporter json")
    .option("--timings <file>", "write how many operations there were when, for the page of vmar-fuzz report")
    .option(
      "--config <file>",
      "a file of defaults (default: vmar-fuzz.config.{ts,js,json} in this folder, if there is one)",
    );
}

/** A positive whole number given on the command line. */
export function count(text: string): number {
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError("expected a whole number from 1.");
  }
  return value;
}

const UNITS: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600 };

/** `90s`, `10m` or `2h` in seconds. */
export function duration(text: string): number {
  const [, number, unit] = /^([0-9]+(?:\.[0-9]+)?)([smh])$/.exec(text) ?? [];
  const seconds = Number(number) * (UNITS[unit ?? ""] ?? NaN);
  // A timer takes no more than 2^31 milliseconds.
  if (!(seconds > 0 && seconds < 2_000_000)) {
    throw new InvalidArgumentError("expected a time such as 90s, 10m or 2h, of less than 23 days.");
  }
  return seconds;
}

export function threads(text: string): number {
  return text === "auto" ? cpus().length : count(text);
}

export function profileName(text: string): string {
  if (findProfile(text) !== undefined) return text;
  throw new InvalidArgumentError(`expected one of ${PROFILES.map(({ name }) => name).join(", ")}.`);
}

function reporterName(text: string): ReporterName {
  const name = REPORTERS.find((reporter) => reporter === text);
  if (name !== undefined) return name;
  throw new InvalidArgumentError(`expected one of ${REPORTERS.join(", ")}.`);
}
