/**
 * What must tell a mutant from the original, cheapest first: a fuzz run of fixed seeds, then the traces of the corpus and the probes.
 * Each killer is one "test" in the reports.
 */
import { sample } from "fast-check";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { traceFiles } from "../../src/campaign/corpus.ts";
import { programs } from "../../src/fuzz/arbitrary.ts";
import { Coverage } from "../../src/fuzz/coverage.ts";
import { seedOf } from "../../src/fuzz/fuzz.ts";
import { LAWS } from "../../src/fuzz/laws/index.ts";
import { lockstep, type Pair } from "../../src/fuzz/lockstep.ts";
import { type Profile, PROFILES } from "../../src/fuzz/profile.ts";
import type { Program } from "../../src/fuzz/program.ts";
import { readTraceFile } from "../../src/trace/files.ts";
import { replayTrace } from "../../src/trace/replay.ts";
import { DEFAULT_SEMANTICS, type KernelFactory, type Semantics, SWITCH_IDS } from "../../src/zircon/index.ts";
import { ROOT } from "./paths.ts";
import { CHECKS, PROBES } from "./probes.ts";

export interface Killer {
  readonly name: string;
  /** How many programs it runs. */
  readonly size: number;
  /** How a pair of kernels shows that one of them is wrong; undefined if it does not. Runs the programs that `takes` says, by index. */
  fail(pair: Pair, takes: (program: number) => boolean): string | undefined;
}

/** So many programs. */
interface Round {
  readonly runs: number;
  readonly maxOps: number;
  /** Everything is asked after so many operations, and after the last. */
  readonly checkEvery: number;
}

/** Most mutants die in the first round. */
const ROUNDS: readonly Round[] = [
  { runs: 20, maxOps: 50, checkEvery: Infinity },
  { runs: 80, maxOps: 50, checkEvery: Infinity },
  { runs: 100, maxOps: 30, checkEvery: 1 },
  { runs: 400, maxOps: 60, checkEvery: Infinity },
];

/** Of each semantics besides the contract's own, with calls in all programs that traces cannot write down. */
const RARE_ROUND: Round = { runs: 100, maxOps: 50, checkEvery: Infinity };
const RARE_PROFILES: readonly Profile[] = PROFILES.filter(({ name }) =>
  /^(everything|contents)$/.test(name),
).map((profile) => ({ ...profile, name: `rare ${profile.name}`, untraced: 100 }));

/** Each switch by itself, and the two that only matter together. */
const RARE_SEMANTICS: readonly Semantics[] = [
  ...SWITCH_IDS.map((id) => ({ ...DEFAULT_SEMANTICS, [id]: !DEFAULT_SEMANTICS[id] })),
  { ...DEFAULT_SEMANTICS, xom: true, "Q-9": false },
];

/** As in a campaign (src/fuzz/fuzz.ts), one program in so many is also held against the laws. */
const PROGRAMS_A_LAW_CHECK = 4;

class FuzzRun implements Killer {
  readonly name: string;
  readonly #round: Round;
  readonly #profile: Profile;
  /** In place of those that the profile draws. */
  readonly #semantics: readonly Semantics[];
  /** Generated once, and run on mutant after mutant. */
  #programs: readonly Program[] | undefined;

  constructor(name: string, round: Round, profile: Profile, semantics: readonly Semantics[] = []) {
    this.name = `fuzz ${name} ${profile.name}`;
    this.#round = round;
    this.#profile = profile;
    this.#semantics = semantics;
  }

  get size(): number {
    return this.programs.length;
  }

  /** The programs, the same each time. */
  get programs(): readonly Program[] {
    return (this.#programs ??= this.#generate());
  }

  fail(pair: Pair, takes: (program: number) => boolean): string | undefined {
    const { checkEvery } = this.#round;
    for (const [index, program] of this.programs.entries()) {
      if (!takes(index)) continue;
      const laws = index % PROGRAMS_A_LAW_CHECK === 0 ? LAWS : [];
      const difference = lockstep(program, pair, undefined, { laws, checkEvery });
      if (difference === undefined) continue;
      return `program ${index}, step ${difference.step} (${difference.op.call}): ${difference.field}`;
    }
    return undefined;
  }

  #generate(): readonly Program[] {
    if (this.#semantics.length === 0) return this.#sample(this.#profile);
    return this.#semantics.flatMap((semantics) => this.#sample({ ...this.#profile, semantics }));
  }

  #sample(profile: Profile): Program[] {
    const { runs, maxOps } = this.#round;
    const drawn = programs({ profile, maxOps, guide: createReferenceKernel });
    return sample(drawn, { seed: seedOf(`mutation ${this.name}`), numRuns: runs, unbiased: true });
  }
}

/** The programs of probes.ts, and after them what no program says. */
const probes: Killer = {
  name: "probes",
  size: PROBES.length + Object.keys(CHECKS).length,
  fail: (pair, takes) => {
    for (const [index, program] of PROBES.entries()) {
      if (!takes(index)) continue;
      const difference = lockstep(program, pair, undefined, { laws: LAWS, checkEvery: Infinity });
      if (difference === undefined) continue;
      return `probe ${index}, step ${difference.step} (${difference.op.call}): ${difference.field}`;
    }
    for (const [index, [name, holds]] of Object.entries(CHECKS).entries()) {
      if (takes(PROBES.length + index) && !(holds(pair.left) && holds(pair.right))) return name;
    }
    return undefined;
  },
};

/** The traces of a file, on both kernels: held against what they expect, and against each other. */
function corpusFile(file: string): Killer {
  const sources = readTraceFile(file);
  return {
    name: file.slice(ROOT.length),
    size: sources.length,
    fail: ({ left, right }: Pair, takes) => {
      const kernels = [
        { name: "left", factory: left },
        { name: "right", factory: right },
      ];
      for (const [index, { trace }] of sources.entries()) {
        if (!takes(index)) continue;
        const failure = replayTrace(trace, kernels, { stopAtFirst: true })[0];
        if (failure !== undefined) return `trace "${trace.name}", step ${failure.step}: ${failure.field}`;
      }
      return undefined;
    },
  };
}

/**
 * The rules that the reference model tells the coverage hook, against those that it tells as it is. No answer of the programs depends
 * on them, so a mutant that only this kills is no gap of the fuzz run; its last rounds, which kill few, are spared it.
 */
class RulesTold implements Killer {
  readonly name = "rules told";
  readonly #runs: readonly FuzzRun[];
  readonly #expected: string[] = [];

  constructor(runs: readonly FuzzRun[]) {
    this.#runs = runs;
  }

  get size(): number {
    return this.#runs.reduce((sum, run) => sum + run.size, 0);
  }

  fail({ left }: Pair, takes: (program: number) => boolean): string | undefined {
    for (const [index, program] of this.#runs.flatMap((run) => run.programs).entries()) {
      if (!takes(index)) continue;
      const expected = (this.#expected[index] ??= rulesTold(program, createReferenceKernel));
      const rules = rulesTold(program, left);
      if (rules !== expected) return `${rules} in place of ${expected}`;
    }
    return undefined;
  }
}

/** The rules that a kernel tells in a program, and how often. */
function rulesTold(program: Program, left: KernelFactory): string {
  const coverage = new Coverage();
  lockstep(program, { left, right: createReferenceKernel }, coverage);
  return [...coverage.rules].join(" ");
}

const FUZZ_RUNS = ROUNDS.map((round, index) =>
  PROFILES.map((profile) => new FuzzRun(String(index), round, profile)),
);
const RARE_RUNS = RARE_PROFILES.map((profile) => new FuzzRun("3", RARE_ROUND, profile, RARE_SEMANTICS));

/**
 * Those of the first two rounds, which kill most mutants, and the probes: all that an explained one gets unless asked for. There may be
 * one that looks the same and is killed by a probe.
 */
export const FIRST_KILLERS: readonly Killer[] = [...FUZZ_RUNS.slice(0, 2).flat(), probes];

export const KILLERS: readonly Killer[] = [
  ...FUZZ_RUNS.slice(0, 2).flat(),
  ...RARE_RUNS,
  new RulesTold([...FUZZ_RUNS.slice(0, 2).flat(), ...RARE_RUNS]),
  ...FUZZ_RUNS.slice(2).flat(),
  ...["conformance", "edge-cases"].flatMap((folder) => traceFiles(`${ROOT}corpus/${folder}`)).map(corpusFile),
  probes,
];

/** What a killer of this name belongs to. */
export function kindOf(name: string): "fuzz" | "rules" | "corpus" {
  if (name.startsWith("fuzz ")) return "fuzz";
  return name === "rules told" ? "rules" : "corpus";
}
