import { writeFileSync } from "node:fs";
import { basename } from "node:path";
import type { Command } from "commander";
import { resolveKernel } from "../campaign/kernels.ts";
import { htmlReport } from "../report/html/index.ts";
import { walkTrace } from "../report/walk/walk.ts";
import { TraceError } from "../trace/error.ts";
import { readTraceFile } from "../trace/files.ts";
import { type CliIo, EXIT_OK, type ExitCode } from "./io.ts";
import { usageErrors } from "./usage.ts";

interface ReportFlags {
  readonly out: string;
  readonly kernel?: readonly string[];
}

const DEFAULT_KERNELS = ["reference", "paged"];

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  command
    .argument("<file...>", "traces: .json, .jsonl or .jsonl.gz")
    .option("--out <file>", "where the page is written", "report.html")
    .option(
      "--kernel <name>",
      `a kernel to run them on, may be repeated (default: ${DEFAULT_KERNELS.join(" and ")})`,
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

async function report(files: readonly string[], { out, kernel }: ReportFlags, io: CliIo): Promise<ExitCode> {
  const kernels = await Promise.all((kernel ?? DEFAULT_KERNELS).map((name) => resolveKernel(name)));
  const traces = files.flatMap((file) => readTraceFile(file).map(({ trace }) => trace));
  const walks = traces.map((trace) => walkTrace(trace, kernels));
  const [only] = traces;
  const title =
    traces.length === 1 && only !== undefined ? only.name : files.map((file) => basename(file)).join(", ");
  try {
    writeFileSync(out, htmlReport(walks, title));
  } catch (error) {
    throw new TraceError(
      { file: out },
      `cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const failing = walks.filter(({ failures }) => failures.length > 0).length;
  io.out(`${out}: ${traces.length} trace${traces.length === 1 ? "" : "s"}, ${failing} with differences\n`);
  return EXIT_OK;
}
