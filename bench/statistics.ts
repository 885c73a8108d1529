import type { Metric } from "./drive.ts";

/** Times of one peer in one cell over all rounds. */
export interface Summary {
  readonly peer: string;
  /** Nanoseconds for each operation: median, tenth and ninetieth percentile over all segments. */
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
  /** Times the speed of the baseline: in the median, and the least and most of a round. */
  readonly ratio?: Ratio;
  readonly cut: boolean;
}

export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function summarize(peer: string, rounds: readonly Metric[], baseline: readonly Metric[]): Summary {
  const times = sorted(rounds.flatMap(({ ns }) => ns));
  const base = {
    peer,
    median: quantile(times, 0.5),
    p10: quantile(times, 0.1),
    p90: quantile(times, 0.9),
    cut: rounds.some(({ cut }) => cut),
  };
  if (baseline.length === 0) return base;
  const medians = (metrics: readonly Metric[]): number[] =>
    metrics.map(({ ns }) => quantile(sorted(ns), 0.5));
  const own = medians(rounds);
  // Round by round: both sides of a ratio were measured within seconds of each other.
  const ratios = sorted(
    medians(baseline).flatMap((time, round) => {
      const mine = own[round];
      return mine === undefined ? [] : [time / mine];
    }),
  );
  return {
    ...base,
    ratio: { median: quantile(ratios, 0.5), least: ratios[0] ?? NaN, most: ratios.at(-1) ?? NaN },
  };
}

function sorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

/** Between two values where the part falls between them. */
function quantile(values: readonly number[], part: number): number {
  const at = part * (values.length - 1);
  const low = values[Math.floor(at)] ?? NaN;
  const high = values[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** Equal for peers that did the same work; empty where a time limit cut it short. */
export function fingerprint({ cut, live, acc, prot, fail, chk }: Metric): string {
  return cut ? "" : [live, acc, prot, fail, chk].join(" ");
}
