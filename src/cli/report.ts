import { basename } from "node:path";
import type { Command } from "commander";
import { resolveKernel } from "../campaign/kernels.ts";
import { type Bucket, bucketsOf, htmlReport } from "../report/html/index.ts";
import { readResultFile, type ResultFile } from "../report/results.ts";
import { type Walk, walkTrace } from "../report/walk/walk.ts";
import { readTraceFile } from "../trace/files.ts";
import { checkTrace } from "../trace/parse.ts";
import type { Trace } from "../trace/types.ts";
import { type CliIo, EXIT_OK, type ExitCode } from "./io.ts";
import { writeOutput } from "./output.ts";
import { usageErrors } from "./usage.ts";

interface ReportFlags {
  readonly out: string;
  readonly kernel?: readonly string[];
}

const DEFAULT_KERNELS = ["reference", "paged"];

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  command
    .argument(
      "<file...>",
      "traces (.json, .jsonl or .jsonl.gz), and what run --reporter json, run --timings and faults --kill wrote as JSON",
    )
    .option("--out <file>", "where the page is written", "report.html")
    .option(
      "--kernel <name>",
      `a kernel to run traces on, may be repeated (default: ${DEFAULT_KERNELS.join(" and ")}; of a run's failure those that it compared)`,
      (name: string, names: readonly string[] | undefined) => [...(names ?? []), name],
    )
    .addHelpText(
      "after",
      "\nThe page is one file that needs no network. Exit code 0: written, whatever the traces show; 2: malformed input.",
    )
    .action(async (files: readonly string[], flags: ReportFlags) => {
      done(await usageErrors(io, async () => report(files, flags, io)));
    });
}

async function report(files: readonly string[], flags: ReportFlags, io: CliIo): Promise<ExitCode> {
  const { out } = flags;
  const results: ResultFile[] = [];
  const given: Trace[] = [];
  for (const file of files) {
    const result = readResultFile(file);
    if (result === undefined) given.push(...readTraceFile(file).map(({ trace }) => trace));
    else results.push(result);
  }
  const walks = await walkAll(given, flags.kernel ?? DEFAULT_KERNELS);
  const { buckets, found, places } = await walkBuckets(results, flags.kernel, walks.length);
  const all = [...walks, ...found];
  const [only] = given;
  const title =
    files.length === 1 && given.length === 1 && only !== undefined
      ? only.name
      : files.map((file) => basename(file)).join(", ");
  const campaign = results.length === 0 ? undefined : { results, buckets, walks: places };
  writeOutput(out, htmlReport(all, title, campaign));
  const failing = all.filter(({ failures }) => failures.length > 0).length;
  const told = [
    ...(results.length === 0 ? [] : [counted(results.length, "result")]),
    ...(all.length === 0 ? [] : [`${counted(all.length, "trace")}, ${failing} with differences`]),
  ];
  io.out(`${out}: ${told.join("; ")}\n`);
  return EXIT_OK;
}

async function walkAll(traces: readonly Trace[], names: readonly string[]): Promise<Walk[]> {
  const kernels = await Promise.all(names.map((name) => resolveKernel(name)));
  return traces.map((trace) => walkTrace(trace, kernels));
}

/** Walks through the smallest program of each bug, on the kernels that its campaign compared unless others are named. */
async function walkBuckets(
  results: readonly ResultFile[],
  kernels: readonly string[] | undefined,
  before: number,
): Promise<{ buckets: Bucket[]; found: Walk[]; places: number[] }> {
  const buckets = bucketsOf(results);
  const found: Walk[] = [];
  const places: number[] = [];
  for (const { failure, campaign } of buckets) {
    const { trace } = failure;
    places.push(trace === null ? -1 : before + found.length);
    if (trace === null) continue;
    const { left, right } = campaign.kernels;
    found.push(...(await walkAll([checkTrace(trace)], kernels ?? [left, right])));
  }
  return { buckets, found, places };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
