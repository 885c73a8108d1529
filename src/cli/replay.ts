import type { Command } from "commander";
import { colours as pc } from "./colours.ts";
import { kernelNames } from "../../models/index.ts";
import { resolveKernel } from "../campaign/kernels.ts";
import { readTraceFile, type TraceSource } from "../trace/files.ts";
import { type Failure, replayTrace } from "../trace/replay.ts";
import type { NamedKernel } from "../trace/session.ts";
import type { Json } from "../trace/types.ts";
import { counted, failureLine, stepWords } from "./failure-line.ts";
import { type CliIo, EXIT_FOUND, EXIT_OK, type ExitCode } from "./io.ts";
import { usageErrors } from "./usage.ts";

interface ReplayFlags {
  readonly kernel?: readonly string[];
  readonly stopAtFirst?: boolean;
  readonly json?: boolean;
}

/** A failure with the step and the file that it is about. */
interface Finding extends Failure {
  readonly file: string;
  readonly words: string;
}

const DEFAULT_KERNELS = ["reference", "paged"];

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  command
    .argument("<file...>", "traces: .json, .jsonl or .jsonl.gz")
    .option(
      "--kernel <name>",
      `a kernel to run them on, may be repeated: ${kernelNames().join(", ")}, or a module's path (default: ${DEFAULT_KERNELS.join(" and ")})`,
      (name: string, names: readonly string[] | undefined) => [...(names ?? []), name],
    )
    .option("--stop-at-first", "leave each trace at its first step that differs")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nSteps are counted from 0. Exit code 0: all expectations hold; 1: some do not; 2: malformed input.",
    )
    .action(async (files: readonly string[], flags: ReplayFlags) => {
      done(await usageErrors(io, () => replay(files, flags, io)));
    });
}

async function replay(files: readonly string[], flags: ReplayFlags, io: CliIo): Promise<ExitCode> {
  const kernels = await Promise.all((flags.kernel ?? DEFAULT_KERNELS).map(resolveKernel));
  // Everything is read before anything runs.
  const sources = files.flatMap((file) => readTraceFile(file));
  const findings = sources.flatMap((source) => replaySource(source, kernels, flags));
  const steps = sources.reduce((sum, { trace }) => sum + trace.steps.length, 0);
  const names = kernels.map(({ name }) => name);
  const counts = { traces: sources.length, steps, kernels: names };
  if (flags.json === true) io.out(`${JSON.stringify({ ...counts, failures: findings.map(findingJson) })}\n`);
  else report(findings, counts, io);
  return findings.length === 0 ? EXIT_OK : EXIT_FOUND;
}

function replaySource(
  { file, trace }: TraceSource,
  kernels: readonly NamedKernel[],
  flags: ReplayFlags,
): Finding[] {
  return replayTrace(trace, kernels, { stopAtFirst: flags.stopAtFirst === true }).map((failure) => ({
    ...failure,
    file,
    words: stepWords(trace, failure.step),
  }));
}

/** The fields that other programs read, in a fixed order. */
function findingJson({
  file,
  trace,
  kernel,
  step,
  field,
  expected,
  actual,
  words,
  rule,
  against,
}: Finding): Json {
  const optional = { ...(rule === undefined ? {} : { rule }), ...(against === undefined ? {} : { against }) };
  return { file, trace, kernel, step, words, field, expected, actual, ...optional };
}

interface Counts {
  readonly traces: number;
  readonly steps: number;
  readonly kernels: readonly string[];
}

function report(findings: readonly Finding[], { traces, steps, kernels }: Counts, io: CliIo): void {
  let place = "";
  for (const finding of findings) {
    const { file, trace, step, words } = finding;
    const here = `${file}: trace "${trace}": step ${step}: ${words}`;
    if (here !== place) io.out(`${pc.bold(here)}\n`);
    place = here;
    io.out(`  ${failureLine(finding)}\n`);
  }
  const failed = new Set(findings.map(({ file, trace }) => `${file}\n${trace}`)).size;
  const ran = `${counted(traces, "trace")}, ${counted(steps, "step")}, on ${kernels.join(" and ")}`;
  io.out(
    failed === 0
      ? `${pc.green("ok")}: ${ran}: every expectation holds\n`
      : `${pc.red("failed")}: ${ran}: ${counted(failed, "trace")} with ${counted(findings.length, "difference")}\n`,
  );
}
