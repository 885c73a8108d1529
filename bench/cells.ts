import type { Workload } from "./drive.ts";

const K = 1024;
const M = K * K;

/** The speed of the engine relative to the baseline (std::map; for W2ff the gap sets) that is asked for. */
export interface Target {
  readonly must: number;
  readonly aim: number;
}

/** One workload at one size. */
export interface Cell {
  readonly workload: Workload;
  readonly n: number;
}

/** The lines of the table: a metric at a size, and what is asked for there. */
const TARGETS: ReadonlyMap<string, Target> = new Map(
  [
    ["W1", K, 0.7, 1.1],
    ["W1", 16 * K, 1.2, 1.8],
    ["W1", 128 * K, 3, 5],
    ["W1", M, 4, 6.5],
    ["W1c256", 16 * K, 1, 1.5],
    ["W1c256", 128 * K, 2, 3],
    ["W2ff", K, 0.25, 0.4],
    ["W2ff", 16 * K, 0.5, 0.8],
    ["W2ff", 128 * K, 1, 1.8],
    ["W2ff", M, 1.5, 2.5],
    ["W2rand", K, 0.6, 1],
    ["W2rand", 16 * K, 0.8, 1.3],
    ["W2rand", 128 * K, 2, 3.5],
    ["W2rand", M, 2.5, 4.5],
    ["W3", 1, 0.25, 0.4],
    ["W3", 64, 0.25, 0.4],
    ["W3", 1024, 0.25, 0.4],
    ["W3", 16 * K, 0.25, 0.4],
    ["W3", 0, 0.25, 0.4],
    ["W4", 16 * K, 1, 1.5],
    ["W4", M, 3, 5],
    ["W5-enum", 16 * K, 0.5, 1.5],
    ["W5-enum", 128 * K, 2, 6],
    ["W5-enum", M, 2, 6],
    ["W5-destroy", 16 * K, 1, 2],
    ["W5-destroy", 128 * K, 4, 8],
  ].map(([metric, n, must, aim]) => [`${metric} ${n}`, { must: Number(must), aim: Number(aim) }]),
);

export function targetOf(metric: string, n: number): Target | undefined {
  return TARGETS.get(`${metric} ${n}`);
}

/** All cells in the order in which they run. */
export const CELLS: readonly Cell[] = [
  ...sizes("W1", [K, 16 * K, 128 * K, M]),
  ...sizes("W1c256", [16 * K, 128 * K]),
  ...sizes("W2ff", [K, 16 * K, 128 * K, M]),
  ...sizes("W2rand", [K, 16 * K, 128 * K, M]),
  ...sizes("W3", [1, 64, 1024, 16 * K, 0]),
  ...sizes("W4", [16 * K, M]),
  ...sizes("W5", [16 * K, 128 * K, M]),
];

function sizes(workload: Workload, ns: readonly number[]): Cell[] {
  return ns.map((n) => ({ workload, n }));
}
