import { PagedKernel } from "../../models/paged/index.ts";
import type { KernelFactory } from "../../src/zircon/index.ts";
import { Drive, type Lengths, type Workload } from "../drive.ts";
import { KernelSpace } from "../peers/kernel-space.ts";
import { CountedPool, noWork, type WorkCounts } from "./counted-pool.ts";

/** The streams of the benchmark, small, without limits of time: the same operations on every machine. */
const STREAMS: readonly (readonly [Workload, n: number])[] = [
  ["W1", 1024],
  ["W1c256", 4096],
  ["W2ff", 1024],
  ["W2rand", 256],
  ["W3", 1],
  ["W3", 16_384],
  ["W3", 0],
  ["W4", 4096],
  ["W5", 4096],
];

const LENGTHS: Lengths = {
  segments: 1,
  churnOps: 4000,
  bigRangeOps: 1000,
  placementSteps: 500,
  segmentLimitMs: Infinity,
  warmUpLimitMs: Infinity,
};

/** The work of each stream. */
export function countStreams(): Record<string, WorkCounts> {
  return Object.fromEntries(
    STREAMS.map(([workload, n]) => {
      const counts = noWork();
      const space = new KernelSpace(countedKernels(counts), workload === "W2rand");
      new Drive("engine", space, n, LENGTHS, () => {}).run(workload);
      return [`${workload} ${n}`, counts];
    }),
  );
}

/** Engines that add up their work. */
export function countedKernels(counts: WorkCounts): KernelFactory {
  return (config) => new PagedKernel(config, {}, new CountedPool(!config.semantics["V-5"], counts));
}
