import type { Command } from "commander";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { findKernel, kernelNames } from "../../models/index.ts";
import { type CorpusResult, packagedCorpus, replayCorpus, traceFiles } from "../campaign/corpus.ts";
import { failureTrace, saveTrace } from "../campaign/save.ts";
import { type FuzzResult, fuzz } from "../fuzz/fuzz.ts";
import { DEFAULT_PROFILE, PROFILES, findProfile } from "../fuzz/profile.ts";
import { callTableText, failureText, resultJson } from "../report/failure.ts";
import { lastStepPicture } from "../report/picture.ts";
import { TraceError } from "../trace/error.ts";
import type { NamedKernel } from "../trace/session.ts";
import { type CliIo, EXIT_FOUND, EXIT_OK, EXIT_USAGE, type ExitCode } from "./io.ts";
import { naturalNumber } from "./numbers.ts";
import { progressLine } from "./progress.ts";

interface RunFlags {
  readonly seed: string;
  readonly runs: number;
  readonly maxOps: number;
  readonly left: string;
  readonly right: string;
  readonly profile: string;
  readonly shrinkLimit: number;
  readonly save: string;
  /** A folder, or false with --no-corpus; undefined: the packaged one. */
  readonly corpus: string | boolean;
  readonly json?: boolean;
}

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  command
    .option("--seed <text>", "any text; the same text generates the same programs", "1")
    .option("--runs <n>", "programs to run", naturalNumber, 2000)
    .option("--max-ops <k>", "the most operations in a program", naturalNumber, 50)
    .option("--left <kernel>", `the kernel that is believed: ${kernelNames().join(", ")}`, "reference")
    .option("--right <kernel>", "the kernel that is tried", "paged")
    .option(
      "--profile <name>",
      `what to generate: ${PROFILES.map(({ name }) => name).join(", ")}`,
      DEFAULT_PROFILE.name,
    )
    .option("--shrink-limit <n>", "the most programs to try when shrinking", naturalNumber, 5000)
    .option("--save <folder>", "where a failing program is written", "corpus/found")
    .option("--corpus <folder>", "traces to replay first (default: the package's corpus)")
    .option("--no-corpus", "replay no traces first")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExit code 0: the kernels agreed; 1: they differ; 2: bad usage or a malformed corpus.",
    )
    .action((flags: RunFlags) => {
      done(run(flags, io));
    });
}

function run(flags: RunFlags, io: CliIo): ExitCode {
  const [left, right] = [flags.left, flags.right].map(namedKernel);
  const profile = findProfile(flags.profile);
  if (left === undefined || right === undefined || profile === undefined) {
    const problem =
      profile === undefined
        ? `no profile is called "${flags.profile}"; there are ${PROFILES.map(({ name }) => name).join(", ")}`
        : `no kernel is called "${left === undefined ? flags.left : flags.right}"; there are ${kernelNames().join(", ")}`;
    io.err(`error: ${problem}\n`);
    return EXIT_USAGE;
  }
  const started = process.hrtime.bigint();
  const seconds = (): number => Number(process.hrtime.bigint() - started) / 1e9;
  const json = flags.json === true;
  const say = (...lines: string[]): void => {
    if (!json) for (const line of lines) io.out(`${line}\n`);
  };
  say(`seed ${JSON.stringify(flags.seed)}, ${left.name} against ${right.name}, profile ${profile.name}`);

  let corpus: CorpusResult | undefined;
  if (flags.corpus !== false) {
    try {
      const folder = typeof flags.corpus === "string" ? flags.corpus : packagedCorpus();
      corpus = replayCorpus(traceFiles(folder), [left, right]);
    } catch (error) {
      if (!(error instanceof TraceError)) throw error;
      io.err(`error: ${error.message}\n`);
      return EXIT_USAGE;
    }
    say(...corpusText(corpus));
    io.err(`corpus: ${seconds().toFixed(1)} s\n`);
  }

  const progress = progressLine(flags.runs);
  const before = seconds();
  const result = fuzz({
    ...flags,
    left: left.factory,
    right: right.factory,
    guide: createReferenceKernel,
    profile,
    onProgress: progress.update,
  });
  progress.stop();
  const took = seconds() - before;
  io.err(
    `fuzzing: ${took.toFixed(1)} s, ${Math.round(result.coverage.operations / took)} operations a second\n`,
  );
  const saved = report(result, flags, left, right, say);
  if (json) {
    const found = {
      ...resultJson(result, { left: left.name, right: right.name }, flags.seed),
      corpus,
      saved,
    };
    io.out(`${JSON.stringify(found)}\n`);
  }
  return result.failure === undefined && (corpus?.failures.length ?? 0) === 0 ? EXIT_OK : EXIT_FOUND;
}

function namedKernel(name: string): NamedKernel | undefined {
  const factory = findKernel(name);
  return factory === undefined ? undefined : { name, factory };
}

function corpusText({ traces, steps, failures }: CorpusResult): string[] {
  const lines = failures
    .slice(0, 20)
    .map(
      ({ file, trace, step, field, kernel }) =>
        `FAILED ${file}: trace "${trace}": step ${step}: ${field} of ${kernel}`,
    );
  if (failures.length > lines.length) lines.push(`… and ${failures.length - lines.length} more`);
  lines.push(`corpus: ${traces} traces, ${steps} steps, ${failures.length} failures`);
  return lines;
}

/** Tells the result; a failing program is written down. Answers its path. */
function report(
  result: FuzzResult,
  flags: RunFlags,
  left: NamedKernel,
  right: NamedKernel,
  say: (...lines: string[]) => void,
): string | undefined {
  const { failure, runs, coverage } = result;
  if (failure === undefined) {
    say(
      `agreed: ${coverage.operations} operations in ${runs} programs`,
      "",
      ...callTableText(coverage.calls),
    );
    return undefined;
  }
  const path = saveTrace(failureTrace(failure, left, right.name, flags.seed), flags.save);
  say(
    `found after ${runs} programs and ${coverage.operations} operations`,
    "",
    ...failureText(failure, { left: left.name, right: right.name }),
    "",
    ...lastStepPicture(failure.program, [left, right]),
    "",
    `saved: ${path}`,
    `replay it: npx vmar-fuzz replay ${path} --kernel ${left.name} --kernel ${right.name}`,
  );
  return path;
}
