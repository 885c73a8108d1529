/**
 * What must tell a mutant from the original, cheapest first: fixed-seed fuzz runs, then the traces of the corpus.
 * Each is one "test" in the reports.
 */
import { createReferenceKernel } from "../../models/reference/index.ts";
import { traceFiles } from "../../src/campaign/corpus.ts";
import { runShard } from "../../src/fuzz/fuzz.ts";
import type { Pair } from "../../src/fuzz/lockstep.ts";
import { PROFILES } from "../../src/fuzz/profile.ts";
import { readTraceFile } from "../../src/trace/files.ts";
import { replayTrace } from "../../src/trace/replay.ts";
import { ROOT } from "./paths.ts";

export interface Killer {
  readonly name: string;
  /** How a pair of kernels shows that one of them is wrong; undefined if it does not. */
  fail(pair: Pair): string | undefined;
}

/** A round of fuzzing runs so many programs of each profile, asking everything after so many operations. */
interface Round {
  readonly runs: number;
  readonly maxOps: number;
  readonly checkEvery?: number;
}

/** Most mutants die in the first round; what the last one does not see is to be explained. */
const ROUNDS: readonly Round[] = [
  { runs: 20, maxOps: 50 },
  { runs: 80, maxOps: 50 },
  { runs: 60, maxOps: 30, checkEvery: 1 },
  { runs: 400, maxOps: 60 },
];

export const FUZZ_SEED = "mutation";

const FUZZ_KILLERS: readonly Killer[] = ROUNDS.flatMap(({ runs, ...options }, round) =>
  PROFILES.map((profile) => ({
    name: `fuzz ${round} ${profile.name}`,
    fail: (pair) => {
      const seed = `${FUZZ_SEED}#${round}`;
      const { failed } = runShard({ ...pair, ...options, seed, profile, guide: createReferenceKernel }, runs);
      return failed ? `a difference in ${runs} programs of ${profile.name}` : undefined;
    },
  })),
);

const CORPUS_KILLERS: readonly Killer[] = ["conformance", "edge-cases"].flatMap((folder) =>
  traceFiles(`${ROOT}corpus/${folder}`).map((file) => {
    const traces = readTraceFile(file).map(({ trace }) => trace);
    return {
      name: file.slice(ROOT.length),
      fail: ({ left, right }: Pair) => {
        const kernels = [
          { name: "left", factory: left },
          { name: "right", factory: right },
        ];
        const failing = traces.find((trace) => replayTrace(trace, kernels, { stopAtFirst: true }).length > 0);
        return failing && `trace "${failing.name}" fails`;
      },
    };
  }),
);

export const KILLERS: readonly Killer[] = [...FUZZ_KILLERS, ...CORPUS_KILLERS];

/** Whether a killer is a fuzz run. */
export function isFuzz(name: string): boolean {
  return name.startsWith("fuzz ");
}
