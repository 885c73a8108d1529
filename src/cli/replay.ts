import type { Command } from "commander";
import pc from "picocolors";
import { findKernel, kernelNames } from "../../models/index.ts";
import { describeStep } from "../trace/describe.ts";
import { TraceError } from "../trace/error.ts";
import { readTraceFile, type TraceSource } from "../trace/files.ts";
import { printJson } from "../trace/print.ts";
import { type Failure, replayTrace } from "../trace/replay.ts";
import type { NamedKernel } from "../trace/session.ts";
import type { Json } from "../trace/types.ts";
import { type CliIo, EXIT_FOUND, EXIT_OK, EXIT_USAGE, type ExitCode } from "./io.ts";

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
      `a kernel to run them on, may be repeated: ${kernelNames().join(", ")} (default: ${DEFAULT_KERNELS.join(" and ")})`,
      (name: string, names: readonly string[] | undefined) => [...(names ?? []), name],
    )
    .option("--stop-at-first", "leave each trace at its first step that differs")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nSteps are counted from 0. Exit code 0: all expectations hold; 1: some do not; 2: malformed input.",
    )
    .action((files: readonly string[], flags: ReplayFlags) => {
      done(replay(files, flags, io));
    });
}

function replay(files: readonly string[], flags: ReplayFlags, io: CliIo): ExitCode {
  const kernels: NamedKernel[] = [];
  for (const name of flags.kernel ?? DEFAULT_KERNELS) {
    const factory = findKernel(name);
    if (factory === undefined) {
      io.err(`error: no kernel is called "${name}"; there are ${kernelNames().join(", ")}\n`);
      return EXIT_USAGE;
    }
    kernels.push({ name, factory });
  }
  let sources: TraceSource[];
  try {
    // Everything is read before anything runs.
    sources = files.flatMap((file) => readTraceFile(file));
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    io.err(`error: ${error.message}\n`);
    return EXIT_USAGE;
  }
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
  return replayTrace(trace, kernels, { stopAtFirst: flags.stopAtFirst === true }).map((failure) => {
    const step = trace.steps[failure.step];
    return { ...failure, file, words: step === undefined ? "" : describeStep(step) };
  });
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
    io.out(`  ${findingLine(finding)}\n`);
  }
  const failed = new Set(findings.map(({ file, trace }) => `${file}\n${trace}`)).size;
  const counted = `${count(traces, "trace")}, ${count(steps, "step")}, on ${kernels.join(" and ")}`;
  io.out(
    failed === 0
      ? `${pc.green("ok")}: ${counted}: every expectation holds\n`
      : `${pc.red("failed")}: ${counted}: ${count(failed, "trace")} with ${count(findings.length, "difference")}\n`,
  );
}

function findingLine({ kernel, field, expected, actual, rule, against }: Finding): string {
  const wanted = against === undefined ? "expected" : `as ${against} has it`;
  const by = rule === undefined ? "" : ` (${rule})`;
  return `${kernel}: ${field}: ${wanted} ${pc.green(printJson(expected))}, got ${pc.red(printJson(actual))}${by}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
