import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { type CliIo, EXIT_OK, EXIT_USAGE, type ExitCode } from "./io.ts";

/** What a command's module exports. */
export interface CliCommand {
  /** Gives the command its arguments and options, and its action, which tells `done` how it ended. */
  define(command: Command, io: CliIo, done: (code: ExitCode) => void): void;
}

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Loaded only when the command is asked for: nobody waits for the modules of the others. */
  readonly load: () => Promise<CliCommand>;
}

const COMMANDS: readonly CommandEntry[] = [
  {
    name: "run",
    summary: "replay the corpus, then generate programs and look for a difference between two kernels",
    load: () => import("./run.ts"),
  },
  {
    name: "replay",
    summary: "run traces on kernels and tell each step that differs from its expectation",
    load: () => import("./replay.ts"),
  },
  {
    name: "shrink",
    summary: "make failing traces as short and simple as they can be, and tell how they fail",
    load: () => import("./shrink.ts"),
  },
  {
    name: "corpus",
    summary: "keep the corpus: add, merge and check traces, minimize coverage",
    load: () => import("./corpus.ts"),
  },
  {
    name: "faults",
    summary: "list the planted bugs, or hunt them",
    load: () => import("./faults.ts"),
  },
  {
    name: "export",
    summary: "write traces as tests: Rust, C++, vitest, syzkaller",
    load: () => import("./export.ts"),
  },
  {
    name: "import",
    summary: "turn a log of calls and results from a real kernel into a trace",
    load: () => import("./import.ts"),
  },
  {
    name: "show",
    summary: "draw the address space before and after a step, in the terminal",
    load: () => import("./show.ts"),
  },
  {
    name: "report",
    summary: "write traces as a web page to walk through",
    load: () => import("./report.ts"),
  },
  {
    name: "enumerate",
    summary: "look at every state of a small world, and make every call from each of them on two kernels",
    load: () => import("./enumerate.ts"),
  },
];

/**
 * Runs the command line.
 *
 * @param args the arguments without the interpreter and the script
 * @returns the exit code
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<ExitCode> {
  let code: ExitCode = EXIT_OK;
  const program = new Command("vmar-fuzz")
    .description("Deterministic property-based fuzzing of Zircon's VMAR semantics.")
    .version(version())
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .exitOverride();
  for (const { name, summary, load } of COMMANDS) {
    const command = program.command(name).description(summary);
    if (!args.includes(name)) continue;
    const module = await load();
    module.define(command, io, (ended) => {
      code = ended;
    });
  }
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
  }
  return code;
}

function version(): string {
  // The package names itself, so that this works from src and from dist.
  const manifest: unknown = createRequire(import.meta.url)("vmar-fuzz/package.json");
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "unknown";
}
