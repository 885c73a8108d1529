/** A Stryker reporter that writes survivors down as they are found: a run that is ended early has not been in vain. */
import { appendFileSync, writeFileSync } from "node:fs";
import type { MutantResult } from "@stryker-mutator/api/core";
import { declareClassPlugin, type Plugin, PluginKind } from "@stryker-mutator/api/plugin";
import type { Reporter } from "@stryker-mutator/api/report";
import { ROOT } from "./paths.ts";
import { isKilled } from "./result.ts";
import { placeOf } from "./survivors.ts";

export const SURVIVOR_LOG = "survivor-log";

const FILE = `${ROOT}build/mutation/survivors.txt`;

class SurvivorLog implements Reporter {
  constructor() {
    writeFileSync(FILE, "");
  }

  onMutantTested(mutant: Readonly<MutantResult>): void {
    if (mutant.status === "Ignored" || isKilled(mutant)) return;
    const { at, line, from, to } = placeOf(mutant);
    appendFileSync(FILE, `${at}: ${from} → ${to}\n    ${line}\n`);
  }
}

export const strykerPlugins: readonly Plugin<PluginKind.Reporter>[] = [
  declareClassPlugin(PluginKind.Reporter, SURVIVOR_LOG, SurvivorLog),
];
