/**
 * `npm run mutation`
 */
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { built } from "./paths.ts";
import { RULE_IDS } from "./rule-ids.ts";

const { values } = parseArgs({
  options: {
    file: { type: "string", multiple: true },
    since: { type: "string" },
    concurrency: { type: "string", default: "1" },
  },
});
const stryker = new Stryker({
  mutate: values.file ?? [],
  testRunner: "killers",
  plugins: [built("runner.js"), built("rule-ids.js")],
  ignorePatterns: ["/**", "!/src/**", "!/models/**", "!/bench/mutation/**", "!/package.json"],
  // From the sandbox's folder.
  buildCommand: "node ../../../bench/mutation/build-sandbox.js",
  tempDirName: "build/mutation/sandbox",
  coverageAnalysis: "perTest",
  concurrency: Number(values.concurrency),
  disableTypeChecks: false,
  ignorers: [RULE_IDS],
  reporters: ["json", "html", "progress-append-only"],
  jsonReporter: { fileName: "build/mutation/report.json" },
  htmlReporter: { fileName: "build/mutation/report.html" },
  allowConsoleColors: false,
});
const t = process.hrtime.bigint();
const results = await stryker.runMutationTest();
for (const r of results)
  if (r.status !== "Killed")
    console.log(
      r.status,
      r.location.start.line,
      r.location.start.column,
      r.mutatorName,
      r.replacement,
      r.statusReason,
      r.coveredBy?.length,
    );
console.log(results.length, Number((process.hrtime.bigint() - t) / 1_000_000n), "ms");
