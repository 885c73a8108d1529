import cliProgress from "cli-progress";
import type { Budget, Progress } from "../campaign/campaign.ts";
import type { CliIo } from "./io.ts";

export interface ProgressLine {
  readonly update: (progress: Progress) => void;
  readonly stop: () => void;
}

/** A line each so many programs, where standard error is no terminal. */
const PLAIN_EVERY = 25_000;

/** How far a campaign is, on standard error: a bar on a terminal, elsewhere a plain line now and then. */
export function progressLine(budget: Budget, io: CliIo): ProgressLine {
  return process.stderr.isTTY ? bar(budget) : plainLines(io);
}

function bar({ runs }: Budget): ProgressLine {
  const format =
    runs === Infinity
      ? "{phase}: {value} programs, {operations} operations, {rules} rules"
      : "{phase} [{bar}] {value}/{total} programs, {operations} operations, {rules} rules";
  const line = new cliProgress.SingleBar(
    { format, clearOnComplete: true, fps: 8 },
    cliProgress.Presets.shades_classic,
  );
  line.start(runs === Infinity ? 1 : runs, 0, { phase: "running", operations: 0, rules: 0 });
  return {
    update({ phase, runs: done, operations, rules, tries }) {
      line.update(done, {
        phase: phase === "run" ? "running" : `shrinking, ${tries} tried`,
        operations,
        rules,
      });
    },
    stop: () => line.stop(),
  };
}

function plainLines(io: CliIo): ProgressLine {
  let next = PLAIN_EVERY;
  return {
    update({ phase, runs, operations, rules }) {
      if (phase === "shrink" || runs < next) return;
      next = runs + PLAIN_EVERY;
      io.err(`${runs} programs, ${operations} operations, ${rules} rules\n`);
    },
    stop: () => undefined,
  };
}
