import { appendFileSync } from "node:fs";
import type { Command } from "commander";
import { type CampaignResult, campaign, revisit } from "../campaign/campaign.ts";
import { type CorpusResult, packagedCorpus, replayCorpus, traceFiles } from "../campaign/corpus.ts";
import { resolveKernel } from "../campaign/kernels.ts";
import { saveFailure } from "../campaign/save.ts";
import { Coverage } from "../fuzz/coverage.ts";
import { type CampaignReport, isClean } from "../report/campaign-report.ts";
import { githubAnnotations, githubSummary } from "../report/github.ts";
import { jsonReport } from "../report/json.ts";
import { junitReport } from "../report/junit.ts";
import { textReport } from "../report/text.ts";
import { readConfig } from "./config.ts";
import { interruptible } from "./interrupt.ts";
import { type CliIo, EXIT_FOUND, EXIT_INTERRUPTED, EXIT_OK, type ExitCode } from "./io.ts";
import { progressLine } from "./progress.ts";
import { DEFAULTS, DEFAULT_RUNS, type RunOptions, defineRunOptions } from "./run-options.ts";
import { Timings } from "./timings.ts";
import { usageErrors } from "./usage.ts";

type RunFlags = Partial<RunOptions> & { readonly config?: string; readonly json?: boolean };

export function define(command: Command, io: CliIo, done: (code: ExitCode) => void): void {
  defineRunOptions(command);
  command
    .addHelpText(
      "after",
      "\nExit code 0: the kernels agreed; 1: something was found; 2: bad usage or a malformed corpus; 130: interrupted.",
    )
    .action(async (flags: RunFlags) => {
      done(
        await usageErrors(io, async () => {
          const options = await settle(flags);
          return interruptible((signal) => run(options, signal, io));
        }),
      );
    });
}

/** The command line before the config file before the defaults. */
async function settle({ config, json, ...flags }: RunFlags): Promise<RunOptions> {
  const reporter = json === true ? { reporter: "json" as const } : {};
  const given = Object.entries(flags).filter(
    // commander sets corpus to true where --no-corpus could have been and was not.
    ([name, value]) => value !== undefined && !(name === "corpus" && value === true),
  );
  return { ...DEFAULTS, ...(await readConfig(config)), ...Object.fromEntries(given), ...reporter };
}

async function run(options: RunOptions, signal: AbortSignal, io: CliIo): Promise<ExitCode> {
  const left = await resolveKernel(options.left);
  const right = await resolveKernel(options.right);
  const { reporter } = options;
  if (reporter === "text" || reporter === "github") {
    io.out(
      `seed ${JSON.stringify(options.seed)}, ${left.name} against ${right.name}, profile ${options.profile}\n`,
    );
  }
  const clock = stopwatch();
  const corpus = options.path === undefined ? corpusOf(options, [left, right]) : undefined;
  if (corpus !== undefined) io.err(`corpus: ${clock().toFixed(1)} s\n`);

  const result =
    options.path === undefined ? await fuzz(options, signal, io) : await revisitPlace(options, options.path);
  const { failure, coverage } = result;
  const saved =
    failure === undefined
      ? undefined
      : saveFailure(failure, { left, right }, { seed: options.seed, place: failure.place }, options.save);
  const missing = options.requireCoverage ? coverage.unreachedRules() : [];
  const { seed, profile, maxOps, checkEvery } = options;
  const subject = { seed, profile, maxOps, checkEvery, left, right };
  const report: CampaignReport = { ...subject, corpus, result, saved, missing };
  tell(report, reporter, io);
  if (!isClean(report)) return EXIT_FOUND;
  return result.interrupted ? EXIT_INTERRUPTED : EXIT_OK;
}

function corpusOf(
  { corpus }: RunOptions,
  kernels: Parameters<typeof replayCorpus>[1],
): CorpusResult | undefined {
  if (corpus === false) return undefined;
  return replayCorpus(traceFiles(typeof corpus === "string" ? corpus : packagedCorpus()), kernels);
}

async function fuzz(options: RunOptions, signal: AbortSignal, io: CliIo): Promise<CampaignResult> {
  const { runs, ops, for: seconds } = options;
  const unbounded = runs === undefined && ops === undefined && seconds === undefined;
  const budget = {
    runs: runs ?? (unbounded ? DEFAULT_RUNS : Infinity),
    operations: ops ?? Infinity,
    seconds: seconds ?? Infinity,
  };
  const progress = progressLine(budget, io);
  const clock = stopwatch();
  const timings = new Timings(clock);
  // Before the campaign too: a place that cannot be written is told before hours have gone by.
  if (options.timings !== undefined) timings.write(options.timings, options);
  try {
    const result = await campaign({
      ...options,
      budget,
      signal,
      onProgress: (told) => {
        progress.update(told);
        timings.update(told);
      },
    });
    const took = clock();
    if (options.timings !== undefined) timings.write(options.timings, options);
    const rate = Math.round(result.coverage.operations / took);
    progress.stop();
    io.err(`fuzzing: ${took.toFixed(1)} s, ${rate} operations a second\n`);
    return result;
  } finally {
    progress.stop();
  }
}

async function revisitPlace(options: RunOptions, place: string): Promise<CampaignResult> {
  const failure = await revisit(options, place);
  return { runs: 1, coverage: new Coverage(), failure, interrupted: false };
}

function tell(report: CampaignReport, reporter: RunOptions["reporter"], io: CliIo): void {
  switch (reporter) {
    case "text":
      io.out(`${textReport(report).join("\n")}\n`);
      return;
    case "json":
      io.out(`${jsonReport(report)}\n`);
      return;
    case "junit":
      io.out(`${junitReport(report)}\n`);
      return;
    case "github": {
      io.out(`${[...textReport(report), ...githubAnnotations(report)].join("\n")}\n`);
      const { GITHUB_STEP_SUMMARY: summary } = process.env;
      if (summary !== undefined && summary !== "") appendFileSync(summary, githubSummary(report));
    }
  }
}

/** Seconds since now. Times are only ever told, on standard error; nothing depends on them. */
function stopwatch(): () => number {
  const start = process.hrtime.bigint();
  return () => Number(process.hrtime.bigint() - start) / 1e9;
}
