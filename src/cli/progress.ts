import cliProgress from "cli-progress";
import type { Progress } from "../fuzz/fuzz.ts";

export interface ProgressLine {
  readonly update: (progress: Progress) => void;
  readonly stop: () => void;
}

/** A bar on standard error where that is a terminal; elsewhere nothing is drawn. */
export function progressLine(runs: number): ProgressLine {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new cliProgress.SingleBar(
    {
      format: "{phase} [{bar}] {value}/{total} programs, {operations} operations",
      clearOnComplete: true,
      fps: 10,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(runs, 0, { phase: "running", operations: 0 });
  return {
    update({ phase, programs, operations }) {
      if (phase === "run") bar.update(programs, { phase: "running", operations });
      else bar.update({ phase: `shrinking (${programs} tried)`, operations });
    },
    stop: () => bar.stop(),
  };
}
