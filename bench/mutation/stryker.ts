/** Stryker with the killers as its tests. */
import type { MutantResult } from "@stryker-mutator/api/core";
import { Stryker } from "@stryker-mutator/core";
import { built } from "./paths.ts";
import { RULE_IDS } from "./rule-ids.ts";
import { RUNNER } from "./runner.ts";
import type { Scope } from "./scope.ts";
import { SURVIVOR_LOG } from "./survivor-log.ts";

export interface Settings {
  /** Processes. */
  readonly concurrency: number;
  /** Whether mutants that are explained as equivalent get all killers, not only the first rounds. */
  readonly recheck: boolean;
}

export async function test(
  { mutate }: Scope,
  { concurrency, recheck }: Settings,
): Promise<readonly MutantResult[]> {
  const stryker = new Stryker({
    mutate: [...mutate],
    testRunner: RUNNER,
    ignorers: [RULE_IDS],
    plugins: [built("runner.js"), built("rule-ids.js"), built("survivor-log.js")],
    ignorePatterns: ["/**", "!/src/**", "!/models/**", "!/bench/mutation/**", "!/package.json"],
    tempDirName: "build/mutation/sandbox",
    // Run in the sandbox's folder.
    buildCommand: "node ../../../bench/mutation/build-sandbox.js",
    disableTypeChecks: false,
    // A mutant may ask for memory without end; package.json bounds what is not in the heap.
    testRunnerNodeArgs: ["--max-old-space-size=2048"],
    coverageAnalysis: "perTest",
    recheck,
    // The runner counts steps; a clock, which a busy machine must not run out, only ends what takes none.
    timeoutMS: 120_000,
    dryRunTimeoutMinutes: 60,
    concurrency,
    reporters: ["json", "html", "progress-append-only", SURVIVOR_LOG],
    jsonReporter: { fileName: "build/mutation/report.json" },
    htmlReporter: { fileName: "build/mutation/report.html" },
    allowConsoleColors: false,
  });
  return stryker.runMutationTest();
}
