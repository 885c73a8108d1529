import { DEFAULT_PROFILE } from "../fuzz/profile.ts";
import { type HuntTask, type Kill, runHuntTask } from "./hunt-task.ts";
import { type Spread, middle, spread } from "./spread.ts";
import { workerPool } from "./worker-pool.ts";

/** How the hunts for one fault fared. */
export interface Kills {
  readonly id: string;
  /** Hunts. */
  readonly seeds: number;
  /** Hunts that found it. */
  readonly killed: number;
  /** Operations to the first difference, of the hunts that found it. */
  readonly operations: Spread;
  /** Seconds to the first difference; no two runs have the same. */
  readonly seconds: Spread;
  /** Operations of the shrunk programs, median. */
  readonly length: number;
  /** The fields in which the kernels parted and the laws that were broken, in alphabetical order. */
  readonly seenIn: readonly string[];
}

export interface KillOptions {
  /** Each fault is hunted with the seeds 1 to n. */
  readonly seeds: number;
  readonly runs: number;
  readonly seconds: number;
  /** Worker threads; 1 hunts in the calling thread. */
  readonly workers: number;
  readonly onFault?: (kills: Kills) => void;
}

/** Hunts faults as `vmar-fuzz run --right faulty:ID` does, one after the other and the seeds of each side by side. */
export async function killAll(ids: readonly string[], options: KillOptions): Promise<Kills[]> {
  const { seeds, runs, seconds, workers } = options;
  const pool = workers > 1 ? workerPool(new URL("./hunt-task.js", import.meta.url), workers) : undefined;
  try {
    const results: Kills[] = [];
    for (const id of ids) {
      const found: (Kill | undefined)[] = [];
      const tasks = Array.from({ length: seeds }, (_, i) => ({
        ...subject(id, String(i + 1)),
        runs,
        seconds,
      }));
      if (pool === undefined) for (const task of tasks) found.push(await runHuntTask(task));
      else found.push(...(await Promise.all(tasks.map((task): Promise<Kill | undefined> => pool.run(task)))));
      const kills = summary(
        id,
        seeds,
        found.filter((kill) => kill !== undefined),
      );
      options.onFault?.(kills);
      results.push(kills);
    }
    return results;
  } finally {
    await pool?.destroy();
  }
}

/** What `vmar-fuzz run --right faulty:ID` tries by default. */
function subject(id: string, seed: string): Omit<HuntTask, "runs" | "seconds"> {
  return {
    seed,
    left: "reference",
    right: `faulty:${id}`,
    profile: DEFAULT_PROFILE.name,
    maxOps: 50,
    checkEvery: undefined,
    // For a length this is enough; `npm run quality` takes more.
    shrinkLimit: 1000,
  };
}

function summary(id: string, seeds: number, found: readonly Kill[]): Kills {
  return {
    id,
    seeds,
    killed: found.length,
    operations: spread(found.map(({ operations }) => operations)),
    seconds: spread(found.map(({ seconds }) => seconds)),
    length: middle(found.map(({ length }) => length)),
    seenIn: [...new Set(found.map(({ seenIn }) => seenIn))].toSorted((a, b) => (a < b ? -1 : 1)),
  };
}
