import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Command, Option } from "commander";
import { EXPORT_TARGETS, exportTrace, type ExportTarget } from "../export/index.ts";
import { readTraceFile } from "../trace/files.ts";
import { keysOf } from "../zircon/typed.ts";
import { type CliIo, EXIT_OK, EXIT_USAGE, type ExitCode } from "./io.ts";
import { usageErrors } from "./usage.ts";

interface ExportFlags {
  readonly to: ExportTarget;
  readonly out?: string;
}

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  command
    .argument("<file...>", "traces: .json, .jsonl or .jsonl.gz")
    .addOption(
      new Option("--to <target>", "the language of the test")
        .choices(keysOf(EXPORT_TARGETS))
        .makeOptionMandatory(),
    )
    .option("--out <path>", "a file, or a folder that gets a file for each trace (default: standard output)")
    .addHelpText(
      "after",
      `
rust: a #[test] over the zx crate. cpp: a zxtest TEST over the zx_* calls. vitest: a test over this package's Kernel.
syz: a program for syzkaller's Fuchsia target. What a target cannot express becomes a comment, and is counted on
standard error. Exit code 0: written; 2: malformed input.`,
    )
    .action(async (files: readonly string[], flags: ExportFlags) => {
      done(await usageErrors(io, async () => exportFiles(files, flags, io)));
    });
}

function exportFiles(files: readonly string[], { to, out }: ExportFlags, io: CliIo): ExitCode {
  const sources = files.flatMap((file) => readTraceFile(file));
  const { suffix } = EXPORT_TARGETS[to];
  const isFolder = out !== undefined && (/[/\\]$/.test(out) || isDirectory(out));
  if (sources.length > 1 && !isFolder) {
    io.err(`error: ${sources.length} traces need a folder: give --out FOLDER/\n`);
    return EXIT_USAGE;
  }
  let steps = 0;
  let skippedSteps = 0;
  let skippedChecks = 0;
  try {
    for (const { trace } of sources) {
      const exported = exportTrace(trace, to);
      steps += trace.steps.length;
      skippedSteps += exported.skippedSteps;
      skippedChecks += exported.skippedChecks;
      if (out === undefined) io.out(exported.source);
      else writeSource(isFolder ? join(out, fileName(trace.name, to) + suffix) : out, exported.source);
    }
  } catch (error) {
    if (!isFileError(error)) throw error;
    io.err(`error: cannot be written: ${error.message}\n`);
    return EXIT_USAGE;
  }
  io.err(
    `${to}: ${sources.length} trace${sources.length === 1 ? "" : "s"}, ${skippedSteps} of ${steps} steps not expressible, ` +
      `${skippedChecks} expectations not checked\n`,
  );
  return EXIT_OK;
}

/** Rust modules are named by their files. */
function fileName(name: string, to: ExportTarget): string {
  return to === "rust" ? name.toLowerCase().replace(/[^a-z0-9]+/g, "_") : name;
}

function writeSource(path: string, source: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, source);
}

function isDirectory(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && "syscall" in error;
}
