import type { Command } from "commander";
import { kernelNames } from "../../models/index.ts";
import { explained } from "../campaign/campaign.ts";
import { resolveKernel } from "../campaign/kernels.ts";
import { saveFailure } from "../campaign/save.ts";
import { fromTrace } from "../fuzz/from-trace.ts";
import { type Shrunk, shrinkProgram } from "../fuzz/fuzz.ts";
import type { Program } from "../fuzz/program.ts";
import { replayCommand } from "../report/campaign-report.ts";
import { findingText } from "../report/finding.ts";
import { readTraceFile, type TraceSource } from "../trace/files.ts";
import { type Failure, replayTrace } from "../trace/replay.ts";
import type { NamedKernel } from "../trace/session.ts";
import type { Trace } from "../trace/types.ts";
import { failureLine, stepWords } from "./failure-line.ts";
import { interruptible } from "./interrupt.ts";
import { type CliIo, EXIT_FOUND, EXIT_INTERRUPTED, EXIT_OK, type ExitCode } from "./io.ts";
import { triesLine } from "./progress.ts";
import { DEFAULTS, count } from "./run-options.ts";
import { usageErrors } from "./usage.ts";

interface ShrinkFlags {
  readonly left: string;
  readonly right: string;
  readonly kernel?: string;
  readonly shrinkLimit: number;
  readonly save: string;
}

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  const kernels = kernelNames().join(", ");
  command
    .argument("<file...>", "failing traces: .json, .jsonl or .jsonl.gz")
    .option("--left <kernel>", `the kernel that is believed: ${kernels}, or a module's path`, DEFAULTS.left)
    .option("--right <kernel>", "the kernel that is tried", DEFAULTS.right)
    .option(
      "--kernel <name>",
      `a kernel that misses the trace's own expectations: tried against ${DEFAULTS.left}, whatever --left and --right say`,
    )
    .option("--shrink-limit <n>", "the most programs to try for a trace", count, DEFAULTS.shrinkLimit)
    .option("--save <folder>", "where the shrunk program is written", DEFAULTS.save)
    .addHelpText(
      "after",
      "\nExit code 0: no trace fails; 1: one does; 2: bad usage or a malformed trace; 130: interrupted, and none had failed.",
    )
    .action(async (files: readonly string[], flags: ShrinkFlags) => {
      done(await usageErrors(io, () => interruptible((signal) => shrink(files, flags, signal, io))));
    });
}

/** What is to be shrunk: a trace, its calls, and the kernels between which the failure is to stay. */
interface Case {
  readonly source: TraceSource;
  readonly program: Program;
  readonly left: NamedKernel;
  readonly right: NamedKernel;
}

async function shrink(
  files: readonly string[],
  flags: ShrinkFlags,
  signal: AbortSignal,
  io: CliIo,
): Promise<ExitCode> {
  const left = await resolveKernel(flags.kernel === undefined ? flags.left : DEFAULTS.left);
  const right = await resolveKernel(flags.kernel ?? flags.right);
  // Everything is read, and made a program, before anything runs.
  const cases = files
    .flatMap((file) => readTraceFile(file))
    .map((source): Case => ({
      source,
      program: fromTrace(source.trace, { file: source.file }),
      left,
      right,
    }));
  let code: ExitCode = EXIT_OK;
  for (const traced of cases) {
    if (await shrinkCase(traced, flags, signal, io)) code = EXIT_FOUND;
    if (signal.aborted) return code === EXIT_OK ? EXIT_INTERRUPTED : code;
  }
  return code;
}

/** Shrinks one trace and tells how it fails; whether it does. */
async function shrinkCase(
  { source, program, left, right }: Case,
  flags: ShrinkFlags,
  signal: AbortSignal,
  io: CliIo,
): Promise<boolean> {
  const place = `${source.file}: trace "${source.trace.name}"`;
  const kernels = flags.kernel === undefined ? [left, right] : [right];
  const missed = replayTrace(source.trace, kernels, { stopAtFirst: true })[0];
  if (missed === undefined && flags.kernel !== undefined) {
    io.out(`${place}: every expectation holds on ${right.name}\n`);
    return false;
  }
  const pair = { left: left.factory, right: right.factory };
  const progress = triesLine(flags.shrinkLimit, io);
  let shrunk: Shrunk | undefined;
  try {
    shrunk = await shrinkProgram(program, pair, {
      limit: flags.shrinkLimit,
      onTry: progress.update,
      signal,
    });
  } finally {
    progress.stop();
  }
  if (shrunk === undefined) {
    io.out(`${place}: ${left.name} and ${right.name} agree in every call\n`);
    if (missed !== undefined) io.out(notShrunk(source.trace, missed));
    return missed !== undefined;
  }
  const failure = explained(shrunk, pair);
  const origin = { source: `shrunk from trace "${source.trace.name}"` };
  const saved = saveFailure(failure, { left, right }, origin, flags.save);
  const again = saved === undefined ? [] : [replayCommand(saved, left.name, right.name)];
  io.out(`${[place, "", ...findingText({ failure, left, right, saved, again })].join("\n")}\n`);
  return true;
}

/** A trace that fails only by what it says itself: with fewer calls nobody could tell what it should expect. */
function notShrunk(trace: Trace, missed: Failure): string {
  return [
    "  its replay fails only in what it expects or has adopted, which cannot be shrunk:",
    `  step ${missed.step}: ${stepWords(trace, missed.step)}`,
    `  ${failureLine(missed)}`,
    "",
  ].join("\n");
}
