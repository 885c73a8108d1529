import { join } from "node:path";
import type { Command } from "commander";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { writeAtomically } from "../campaign/atomic-file.ts";
import { checkCorpus, type CorpusProblem } from "../campaign/corpus-check.ts";
import { CorpusFolder, FOUND } from "../campaign/corpus-folder.ts";
import { traceFiles } from "../campaign/corpus.ts";
import { resolveKernel } from "../campaign/kernels.ts";
import { coverageTrace, Minimizer } from "../campaign/minimize.ts";
import { fromTrace } from "../fuzz/from-trace.ts";
import { DEFAULT_PROFILE, findProfile } from "../fuzz/profile.ts";
import { eachProgram } from "../fuzz/sample.ts";
import { readTraceFile } from "../trace/files.ts";
import { printTraceLine } from "../trace/print.ts";
import { RULE_IDS, UNREACHABLE_RULES } from "../zircon/index.ts";
import { counted, failureLine, stepWords } from "./failure-line.ts";
import { type CliIo, EXIT_FOUND, EXIT_OK, type ExitCode } from "./io.ts";
import { DEFAULTS, count, profileName } from "./run-options.ts";
import { usageErrors } from "./usage.ts";

interface FolderFlags {
  /** The folder of folders. */
  readonly corpus: string;
  /** The folder in it. */
  readonly to: string;
}

interface MinimizeFlags extends FolderFlags {
  readonly seed: string;
  readonly profile: string;
  readonly runs: number;
  readonly maxOps: number;
}

const CORPUS = "corpus";

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  const doing = async (work: () => ExitCode | Promise<ExitCode>): Promise<void> => {
    done(await usageErrors(io, async () => work()));
  };
  const subcommand = (name: string, summary: string, to: string): Command =>
    command
      .command(name)
      .description(summary)
      .option("--corpus <folder>", "the corpus", CORPUS)
      .option("--to <name>", "the folder of it that is written", to);

  subcommand("add", "add traces, named by their content; what is there already stays once", "regressions")
    .argument("<file...>", "traces: .json, .jsonl or .jsonl.gz")
    .action((files: readonly string[], flags: FolderFlags) => doing(() => addFiles(files, flags, io)));

  subcommand("merge", "add all traces of other folders, such as those that other machines found", FOUND)
    .argument("<folder...>", "folders of traces")
    .action((folders: readonly string[], flags: FolderFlags) =>
      doing(() => addFiles(folders.flatMap(traceFiles), flags, io)),
    );

  subcommand(
    "minimize",
    "write the smallest set of programs that reaches all that edge cases, regressions and generated programs reach",
    "coverage",
  )
    .option("--seed <text>", "any text; the same text generates the same programs", DEFAULTS.seed)
    .option("--profile <name>", "what to generate", profileName, DEFAULT_PROFILE.name)
    .option("--runs <n>", "how many programs to generate", count, 20_000)
    .option("--max-ops <k>", "the most operations in a program", count, DEFAULTS.maxOps)
    .action((flags: MinimizeFlags) => doing(() => minimize(flags, io)));

  command
    .command("check")
    .description("tell files that cannot be read, repeated names and contents, and traces that fail")
    .argument("[folder]", "a corpus, or a folder of one", CORPUS)
    .action((folder: string) => doing(() => check(folder, io)));

  command.addHelpText(
    "after",
    "\nExit code 0: done, and all is well; 1: check found a problem; 2: bad usage or a malformed trace.",
  );
}

function addFiles(files: readonly string[], { corpus, to }: FolderFlags, io: CliIo): ExitCode {
  // Everything is read before anything is written.
  const sources = files.flatMap((file) => readTraceFile(file));
  const folder = new CorpusFolder(join(corpus, to));
  for (const { file, trace } of sources) {
    const { path, how } = folder.add(trace);
    io.out(`${how}: ${path} (trace "${trace.name}" of ${file})\n`);
  }
  return EXIT_OK;
}

function minimize({ corpus, to, seed, profile, runs, maxOps }: MinimizeFlags, io: CliIo): ExitCode {
  const minimizer = new Minimizer();
  for (const folder of ["edge-cases", "regressions"]) {
    const sources = traceFiles(join(corpus, folder)).flatMap((file) => readTraceFile(file));
    for (const { file, trace } of sources) minimizer.take(fromTrace(trace, { file }));
  }
  const constraints = {
    profile: findProfile(profile) ?? DEFAULT_PROFILE,
    maxOps,
    guide: createReferenceKernel,
  };
  eachProgram({ ...constraints, seed: `minimize/${seed}` }, runs, (program) => minimizer.take(program));
  io.err(`${minimizer.reached.size} rules, statuses and shapes reached; choosing programs\n`);
  const traces = minimizer.choose().map(coverageTrace);
  const path = join(corpus, to, "coverage.jsonl");
  writeAtomically(path, traces.map((trace) => `${printTraceLine(trace)}\n`).join(""));
  const steps = traces.reduce((sum, trace) => sum + trace.steps.length, 0);
  const reached = `${minimizer.reached.size} rules, statuses and shapes`;
  io.out(`${path}: ${counted(traces.length, "trace")} of ${counted(steps, "step")} reach ${reached}\n`);
  const missing = RULE_IDS.filter(
    (rule) => UNREACHABLE_RULES[rule] === undefined && !minimizer.reached.has(rule),
  );
  if (missing.length > 0) io.out(`never reached: ${missing.join(", ")}\n`);
  return EXIT_OK;
}

async function check(folder: string, io: CliIo): Promise<ExitCode> {
  const kernels = [await resolveKernel(DEFAULTS.left), await resolveKernel(DEFAULTS.right)];
  const { traces, steps, problems } = checkCorpus(folder, kernels);
  for (const problem of problems) io.out(`${problemText(problem)}\n`);
  const checked = `${counted(traces, "trace")}, ${counted(steps, "step")}`;
  io.out(
    problems.length === 0
      ? `ok: ${checked}\n`
      : `failed: ${checked}: ${counted(problems.length, "problem")}\n`,
  );
  return problems.length === 0 ? EXIT_OK : EXIT_FOUND;
}

function problemText(problem: CorpusProblem): string {
  if (problem.kind === "form") return problem.message;
  const { source, failure } = problem;
  const { file, trace } = source;
  return `${file}: trace "${trace.name}": step ${failure.step}: ${stepWords(trace, failure.step)}\n  ${failureLine(failure)}`;
}
