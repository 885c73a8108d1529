import { type Command, InvalidArgumentError } from "commander";
import { colours as pc } from "./colours.ts";
import { resolveKernel } from "../campaign/kernels.ts";
import { showStep } from "../report/terminal/show.ts";
import { walkTrace } from "../report/walk/walk.ts";
import { TraceError } from "../trace/error.ts";
import { readTraceFile } from "../trace/files.ts";
import type { Trace } from "../trace/types.ts";
import { type CliIo, EXIT_OK, EXIT_USAGE, type ExitCode } from "./io.ts";
import { usageErrors } from "./usage.ts";

interface ShowFlags {
  readonly step?: number;
  readonly trace?: string;
  readonly kernel?: readonly string[];
  readonly ascii?: boolean;
}

const DEFAULT_KERNELS = ["reference"];

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  command
    .argument("<file>", "a trace: .json, .jsonl or .jsonl.gz")
    .option(
      "--step <number>",
      "the step, counted from 0 (default: the first that fails, else the last)",
      readStep,
    )
    .option("--trace <name>", "which trace of a file that holds several")
    .option(
      "--kernel <name>",
      `a kernel to run it on, may be repeated (default: ${DEFAULT_KERNELS.join(" and ")})`,
      (name: string, names: readonly string[] | undefined) => [...(names ?? []), name],
    )
    .option("--ascii", "draw with ASCII characters alone")
    .addHelpText("after", "\nExit code 0: shown; 2: malformed input, or no such step.")
    .action(async (file: string, flags: ShowFlags) => {
      done(await usageErrors(io, async () => show(file, flags, io)));
    });
}

async function show(file: string, flags: ShowFlags, io: CliIo): Promise<ExitCode> {
  const trace = chosenTrace(file, flags.trace);
  const kernels = await Promise.all((flags.kernel ?? DEFAULT_KERNELS).map((name) => resolveKernel(name)));
  const walk = walkTrace(trace, kernels);
  const step = flags.step ?? walk.failures[0]?.step ?? Math.max(0, trace.steps.length - 1);
  if (step >= trace.steps.length) {
    io.err(`error: ${file}: trace "${trace.name}" has ${trace.steps.length} steps, counted from 0\n`);
    return EXIT_USAGE;
  }
  io.out(`${showStep(walk, step, pc, flags.ascii === true).join("\n")}\n`);
  return EXIT_OK;
}

function chosenTrace(file: string, name: string | undefined): Trace {
  const traces = readTraceFile(file).map(({ trace }) => trace);
  const [first] = traces;
  if (name === undefined && traces.length === 1 && first !== undefined) return first;
  const named = traces.find((trace) => trace.name === name);
  if (named !== undefined) return named;
  const some = traces.slice(0, 3).map((trace) => trace.name);
  throw new TraceError(
    { file },
    `expected --trace with one of ${traces.length} names (${some.join(", ")}${traces.length > 3 ? ", …" : ""}), found ${name ?? "none"}`,
  );
}

function readStep(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected the number of a step.");
}
