import type { Command } from "commander";
import { FAULTS, type Fault, findFault } from "../../models/faulty/index.ts";
import { type Kills, killAll } from "../campaign/kills.ts";
import { table } from "../report/table.ts";
import { type CliIo, EXIT_FOUND, EXIT_OK, EXIT_USAGE, type ExitCode } from "./io.ts";
import { count, duration, threads } from "./run-options.ts";

interface FaultFlags {
  readonly kill?: boolean;
  readonly seeds: number;
  readonly runs: number;
  /** Seconds. */
  readonly for?: number;
  readonly workers: number;
  readonly fault?: readonly string[];
  readonly json?: boolean;
}

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  command
    .option("--kill", "hunt each fault, and tell how many operations it takes")
    .option("--seeds <n>", "hunt each with the seeds 1 to n", count, 20)
    .option("--runs <n>", "programs before a hunt gives up", count, 20_000)
    .option("--for <time>", "time before a hunt gives up: 10s, 2m (default: none)", duration)
    .option("--workers <n>", 'threads, or "auto" for one a core', threads, 1)
    .option(
      "--fault <id>",
      "only this fault, may be repeated",
      (id: string, ids: readonly string[] | undefined) => [...(ids ?? []), id],
    )
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExit code 0: all is well; 1: with --kill, a fault was not found; 2: bad usage.")
    .action(async (flags: FaultFlags) => {
      done(await faults(flags, io));
    });
}

async function faults(flags: FaultFlags, io: CliIo): Promise<ExitCode> {
  const wanted: Fault[] = [];
  for (const id of flags.fault ?? FAULTS.map((fault) => fault.id)) {
    const fault = findFault(id);
    if (fault === undefined) {
      io.err(`error: no fault is called "${id}"; vmar-fuzz faults lists them\n`);
      return EXIT_USAGE;
    }
    wanted.push(fault);
  }
  return flags.kill === true ? kill(wanted, flags, io) : list(wanted, flags, io);
}

function list(wanted: readonly Fault[], { json }: FaultFlags, io: CliIo): ExitCode {
  if (json === true) {
    const records = wanted.map(({ id, about, rules, origin }) => ({ id, about, rules, origin }));
    io.out(`${JSON.stringify({ faults: records })}\n`);
  } else {
    const rows = wanted.map(({ id, rules, about }) => [id, rules.join(" "), about]);
    io.out(`${table([["fault", "rules", "what is wrong"], ...rows]).join("\n")}\n`);
  }
  return EXIT_OK;
}

async function kill(wanted: readonly Fault[], flags: FaultFlags, io: CliIo): Promise<ExitCode> {
  const { seeds, runs, workers } = flags;
  let done = 0;
  const kills = await killAll(
    wanted.map(({ id }) => id),
    {
      seeds,
      runs,
      seconds: flags.for ?? Infinity,
      workers,
      onFault: ({ id }) => io.err(`${++done}/${wanted.length} ${id}\n`),
    },
  );
  const survivors = kills.filter(({ killed }) => killed < seeds).length;
  if (flags.json === true)
    io.out(`${JSON.stringify({ "vmar-fuzz": "kills", seeds, runs, faults: kills })}\n`);
  else {
    const head = ["fault", "killed", "operations", "worst", "seconds", "worst", "length", "seen in"];
    const rows = [head, ...kills.map(row)];
    io.out(`${table(rows, [false, true, true, true, true, true, true, false]).join("\n")}\n`);
    io.out(`${kills.length - survivors} of ${kills.length} faults found with each of ${seeds} seeds\n`);
  }
  return survivors === 0 ? EXIT_OK : EXIT_FOUND;
}

function row({ id, seeds, killed, operations, seconds, length, seenIn }: Kills): string[] {
  const numbers =
    killed === 0
      ? ["-", "-", "-", "-", "-"]
      : [
          String(operations.median),
          String(operations.worst),
          seconds.median.toFixed(2),
          seconds.worst.toFixed(2),
          String(length),
        ];
  return [id, `${killed}/${seeds}`, ...numbers, seenIn.join(" ")];
}
