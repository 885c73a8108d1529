import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { importZxLog } from "../import/index.ts";
import { TraceError } from "../trace/error.ts";
import { printTrace } from "../trace/print.ts";
import { DEFAULT_SEMANTICS, type Semantics } from "../zircon/semantics.ts";
import { hasKey } from "../zircon/typed.ts";
import { type CliIo, EXIT_OK, type ExitCode } from "./io.ts";
import { usageErrors } from "./usage.ts";

interface ImportFlags {
  readonly from: "zx-log";
  readonly name?: string;
  readonly semantics?: Partial<Semantics>;
  readonly out?: string;
}

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  command
    .argument("<file>", "the log")
    .addOption(
      new Option("--from <format>", "the format of the log (docs/zx-log.md)")
        .choices(["zx-log"])
        .makeOptionMandatory(),
    )
    .option("--name <name>", "what the trace is called, in kebab-case (default: the name of the file)")
    .addOption(
      new Option(
        "--semantics <switches>",
        "what that kernel does otherwise, such as V-1=off,Q-6=on (vmar-semantics.md §1.9, §9)",
      ).argParser(readSemantics),
    )
    .option("--out <file>", "where the trace is written (default: standard output)")
    .addHelpText("after", "\nExit code 0: imported; 2: the log holds a line that is not of the format.")
    .action(async (file: string, flags: ImportFlags) => {
      done(await usageErrors(io, async () => importFile(file, flags, io)));
    });
}

function importFile(file: string, { name, semantics, out }: ImportFlags, io: CliIo): ExitCode {
  const trace = importZxLog(readLog(file), {
    name: name ?? kebab(basename(file)),
    file,
    ...(semantics === undefined ? {} : { semantics }),
  });
  const text = printTrace(trace);
  if (out === undefined) io.out(text);
  else {
    try {
      writeFileSync(out, text);
    } catch (error) {
      throw new TraceError({ file: out }, `cannot be written: ${String(error)}`);
    }
  }
  return EXIT_OK;
}

function readLog(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new TraceError(
      { file },
      `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function kebab(name: string): string {
  const words = name.replace(/\.[^.]*$/, "").match(/[A-Za-z0-9]+/g) ?? ["log"];
  return words.join("-");
}

function readSemantics(text: string): Partial<Semantics> {
  const semantics: { -readonly [Id in keyof Semantics]?: boolean } = {};
  for (const setting of text.split(",")) {
    const [id = "", value] = setting.trim().split("=");
    if (!hasKey(DEFAULT_SEMANTICS, id) || (value !== "on" && value !== "off"))
      throw new InvalidArgumentError(`expected a switch such as V-1=off or Q-6=on, found "${setting}".`);
    semantics[id] = value === "on";
  }
  return semantics;
}
