import type { Command } from "commander";
import { FAULTS, type Fault, findFault } from "../../models/faulty/index.ts";
import { hunt } from "../../models/faulty/hunt.ts";
import { table } from "../report/table.ts";
import { type CliIo, EXIT_FOUND, EXIT_OK, EXIT_USAGE, type ExitCode } from "./io.ts";
import { count } from "./run-options.ts";

interface FaultFlags {
  readonly kill?: boolean;
  readonly seeds: number;
  readonly runs: number;
  readonly fault?: readonly string[];
  readonly json?: boolean;
}

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  command
    .option("--kill", "hunt each fault, and tell how many operations it takes")
    .option("--seeds <n>", "hunt each with the seeds 1 to n", count, 5)
    .option("--runs <n>", "programs before a hunt gives up", count, 2000)
    .option(
      "--fault <id>",
      "only this fault, may be repeated",
      (id: string, ids: readonly string[] | undefined) => [...(ids ?? []), id],
    )
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExit code 0: all is well; 1: with --kill, a fault was not found; 2: bad usage.")
    .action((flags: FaultFlags) => {
      done(faults(flags, io));
    });
}

function faults(flags: FaultFlags, io: CliIo): ExitCode {
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

/** How a fault fared in all its hunts. */
interface Kill {
  readonly fault: string;
  /** Hunts that found it. */
  readonly killed: number;
  /** Operations to the first difference, median and worst of the hunts that found it. */
  readonly median: number;
  readonly worst: number;
  /** Operations of the shrunk programs, median. */
  readonly length: number;
  /** In which fields the differences were seen. */
  readonly fields: readonly string[];
}

function kill(wanted: readonly Fault[], flags: FaultFlags, io: CliIo): ExitCode {
  const kills = wanted.map((fault, i) => {
    const result = huntAll(fault, flags);
    io.err(`${i + 1}/${wanted.length} ${fault.id}\n`);
    return result;
  });
  const { seeds, runs } = flags;
  const survivors = kills.filter(({ killed }) => killed < seeds).length;
  if (flags.json === true) io.out(`${JSON.stringify({ seeds, runs, kills })}\n`);
  else {
    const rows = kills.map((one) => [
      one.fault,
      `${one.killed}/${seeds}`,
      ...(one.killed === 0 ? ["-", "-", "-"] : [one.median, one.worst, one.length].map(String)),
      one.fields.join(" "),
    ]);
    const head = ["fault", "killed", "operations", "worst", "length", "seen in"];
    io.out(`${table([head, ...rows], [false, true, true, true, true, false]).join("\n")}\n`);
    io.out(`${kills.length - survivors} of ${kills.length} faults found with each of ${seeds} seeds\n`);
  }
  return survivors === 0 ? EXIT_OK : EXIT_FOUND;
}

function huntAll(fault: Fault, { seeds, runs }: FaultFlags): Kill {
  const operations: number[] = [];
  const lengths: number[] = [];
  const fields = new Set<string>();
  for (let seed = 1; seed <= seeds; seed++) {
    const { failure, coverage } = hunt(fault, { seed: String(seed), runs, shrinkLimit: 5000 });
    if (failure === undefined) continue;
    operations.push(coverage.operations + 1);
    lengths.push(failure.program.ops.length);
    fields.add(failure.difference.field.replace(/\[[0-9]+\]/, "[]"));
  }
  return {
    fault: fault.id,
    killed: operations.length,
    median: middle(operations),
    worst: Math.max(0, ...operations),
    length: middle(lengths),
    fields: [...fields].toSorted((a, b) => (a < b ? -1 : 1)),
  };
}

function middle(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
