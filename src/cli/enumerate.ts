import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { type Command, InvalidArgumentError, Option } from "commander";
import { kernelNames } from "../../models/index.ts";
import { explained } from "../campaign/campaign.ts";
import { resolveKernel } from "../campaign/kernels.ts";
import { saveFailure } from "../campaign/save.ts";
import { DEFAULT_EXPLORATION, Exploration, type Progress, type Suspect } from "../enumerate/exploration.ts";
import { findingOf } from "../enumerate/finding.ts";
import { explorationJson, explorationText } from "../enumerate/report.ts";
import type { SmallWorld } from "../enumerate/small-world.ts";
import { StateFileError, readStateFile, writeStateFile } from "../enumerate/state-file.ts";
import { MOST_PAGES, WORLD_NAMES, type WorldName, smallWorld } from "../enumerate/worlds.ts";
import { pairTraces } from "../enumerate/pair-traces.ts";
import { randomShare } from "../enumerate/pairs.ts";
import { replayCommand } from "../report/campaign-report.ts";
import type { Finding } from "../report/finding.ts";
import { printTraceLine } from "../trace/print.ts";
import type { NamedKernel } from "../trace/session.ts";
import { interruptible } from "./interrupt.ts";
import { type CliIo, EXIT_FOUND, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, type ExitCode } from "./io.ts";
import { DEFAULTS, count } from "./run-options.ts";
import { usageErrors } from "./usage.ts";

interface EnumerateFlags {
  readonly world: WorldName;
  readonly pages?: number;
  readonly vmos: 1 | 2;
  readonly offsets: 1 | 2;
  readonly levels: number;
  readonly depth?: number;
  readonly close?: boolean;
  readonly maxStates: number;
  readonly left: string;
  readonly right: string;
  readonly state?: string;
  readonly save: string;
  readonly corpus?: string;
  readonly random?: number;
  readonly json?: boolean;
}

const DEFAULT_PAGES: Readonly<Record<WorldName, number>> = { flat: 4, nested: 3, rights: 1, contents: 2 };
/** Transitions between two looks at what else goes on. */
const AT_A_TIME = 100_000;
/** Transitions between two writings of the state file, and between two lines of progress. */
const SAVE_EVERY = 10_000_000;

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  const kernels = kernelNames().join(", ");
  const sizes = WORLD_NAMES.map((name) => `${name} ${DEFAULT_PAGES[name]} of ${MOST_PAGES[name]}`).join(", ");
  command
    .addOption(new Option("--world <name>", "what to explore").choices(WORLD_NAMES).default("flat"))
    .option("--pages <n>", `how large it is (default and most: ${sizes})`, count)
    .option("--vmos <n>", "flat: how many VMOs are mapped, 1 or 2", upTo(2), 1)
    .option("--offsets <n>", "flat: at how many offsets a page can show a VMO, 1 or 2", upTo(2), 1)
    .option("--levels <n>", "nested: how many regions may stand in each other, 1 to 3", upTo(3), 3)
    .option("--depth <n>", "make no program of more calls than this (default: go on to the fixpoint)", count)
    .option("--close", "ask both kernels everything after each call, not only in each new state")
    .option("--max-states <n>", "the most states to keep", count, DEFAULT_EXPLORATION.maxStates)
    .option("--left <kernel>", `the kernel that is believed: ${kernels}, or a module's path`, DEFAULTS.left)
    .option("--right <kernel>", "the kernel that is tried", DEFAULTS.right)
    .option("--state <file>", "go on from this file if it is there, and keep in it how far it came")
    .option("--save <folder>", "where a differing program is written", DEFAULTS.save)
    .option(
      "--corpus <file>",
      "make no exploration, but programs with every call from every state, as .jsonl.gz",
    )
    .option(
      "--random <n>",
      "make no exploration, but n calls at random, and tell the share of all pairs",
      count,
    )
    .option("--json", "report as one JSON object")
    .addHelpText(
      "after",
      "\nExit code 0: the kernels agreed; 1: they differ; 2: bad usage or state file; 130: interrupted.",
    )
    .action(async (flags: EnumerateFlags) => {
      done(await usageErrors(io, () => interruptible((signal) => enumerate(flags, signal, io))));
    });
}

async function enumerate(flags: EnumerateFlags, signal: AbortSignal, io: CliIo): Promise<ExitCode> {
  const left = await resolveKernel(flags.left);
  const right = await resolveKernel(flags.right);
  let world: SmallWorld;
  let exploration: Exploration;
  try {
    world = smallWorld({ ...flags, pages: flags.pages ?? DEFAULT_PAGES[flags.world] });
    if (flags.corpus !== undefined || flags.random !== undefined) {
      io.out(`${pairsText(world, left, flags).join("\n")}\n`);
      return EXIT_OK;
    }
    exploration = explorationOf(world, left, right, flags);
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof StateFileError)) throw error;
    io.err(`error: ${error.message}\n`);
    return EXIT_USAGE;
  }
  const ended = await explore(
    exploration,
    { world: world.name, left: left.name, right: right.name },
    flags,
    signal,
    io,
  );
  const { suspect } = exploration;
  const finding = suspect === undefined ? undefined : await find(world, left, right, suspect, flags, signal);
  const interrupted = signal.aborted && ended === "going on";
  const report = {
    world: world.name,
    left: left.name,
    right: right.name,
    exploration,
    ended,
    interrupted,
    finding,
  };
  io.out(flags.json === true ? `${explorationJson(report)}\n` : `${explorationText(report).join("\n")}\n`);
  if (finding !== undefined) return EXIT_FOUND;
  return interrupted ? EXIT_INTERRUPTED : EXIT_OK;
}

/** Writes the programs that make every pair of a state and a call; tells how many pairs calls at random make. */
function pairsText(
  world: SmallWorld,
  kernel: NamedKernel,
  { corpus, random }: Pick<EnumerateFlags, "corpus" | "random">,
): string[] {
  const lines: string[] = [];
  if (corpus !== undefined) {
    const { traces, pairs, calls } = pairTraces(world, kernel);
    writeFileSync(
      corpus,
      gzipSync(traces.map((trace) => `${printTraceLine(trace)}\n`).join(""), { level: 9 }),
    );
    lines.push(
      `${world.name}: ${pairs} pairs of a state and a call, in ${traces.length} programs of ${calls} calls`,
    );
  }
  if (random !== undefined) {
    const [share = 0] = randomShare(world, kernel.factory, [random]);
    lines.push(`${world.name}: ${random} calls at random make ${(share * 100).toFixed(2)} % of the pairs`);
  }
  return lines;
}

function explorationOf(
  world: SmallWorld,
  left: NamedKernel,
  right: NamedKernel,
  { depth, close, maxStates, state }: EnumerateFlags,
): Exploration {
  const subject = { world: world.name, left: left.name, right: right.name };
  return new Exploration(
    world,
    { left: left.factory, right: right.factory },
    { depth: depth ?? Infinity, close: close === true, maxStates },
    state === undefined ? undefined : readStateFile(state, subject),
  );
}

/** Explores until it ends or is interrupted, keeping the state file. */
async function explore(
  exploration: Exploration,
  subject: { readonly world: string; readonly left: string; readonly right: string },
  { state }: EnumerateFlags,
  signal: AbortSignal,
  io: CliIo,
): Promise<Progress> {
  const keep = (): void => {
    if (state !== undefined) writeStateFile(state, subject, exploration.checkpoint);
  };
  const begun = exploration.tally.transitions;
  const clock = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  let made = 0;
  let kept = 0;
  let progress: Progress;
  do {
    await new Promise((resolve) => setImmediate(resolve));
    progress = exploration.advance(AT_A_TIME);
    made += AT_A_TIME;
    if (made - kept >= SAVE_EVERY) {
      kept = made;
      keep();
      io.err(`${exploration.states.count} states, ${exploration.tally.transitions} transitions\n`);
    }
  } while (progress === "going on" && !signal.aborted);
  if (progress !== "parted") keep();
  const transitions = exploration.tally.transitions - begun;
  const seconds = Number(process.hrtime.bigint() - clock) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  const rate = Math.round(transitions / seconds);
  const coreRate = Math.round(transitions / ((user + system) / 1e6));
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  io.err(
    `${seconds.toFixed(1)} s, ${rate} transitions a second (${coreRate} a second of processor time), peak memory ${memory} MiB\n`,
  );
  return progress;
}

/** The finding behind a suspect, saved. */
async function find(
  world: SmallWorld,
  left: NamedKernel,
  right: NamedKernel,
  suspect: Suspect,
  { save }: EnumerateFlags,
  signal: AbortSignal,
): Promise<Finding> {
  const pair = { left: left.factory, right: right.factory };
  const failure = explained(await findingOf(world, pair, suspect, signal), pair);
  const origin = { source: `vmar-fuzz enumerate: ${world.name}` };
  const saved = saveFailure(failure, { left, right }, origin, save);
  const again = saved === undefined ? [] : [replayCommand(saved, left.name, right.name)];
  return { failure, left, right, saved, again };
}

/** A parser of whole numbers from 1 to `most`. */
function upTo(most: number): (text: string) => number {
  return (text) => {
    const value = count(text);
    if (value > most) throw new InvalidArgumentError(`expected a whole number from 1 to ${most}.`);
    return value;
  };
}
