import { relative, sep } from "node:path";
import type { MutantResult } from "@stryker-mutator/api/core";
import { isFuzz } from "./killers.ts";
import { ROOT } from "./paths.ts";

/** The file of a mutant, from the package's folder, with forward slashes. */
export function fileOf({ fileName }: MutantResult): string {
  return relative(ROOT, fileName).replaceAll(sep, "/");
}

/** Whether anything told the mutant from the original; one that ends the process that runs it is told, too. */
export function isKilled({ status }: MutantResult): boolean {
  return status !== "Survived" && status !== "NoCoverage";
}

/** Whether nothing but a trace of the corpus killed it. */
export function isKilledByCorpus({ status, killedBy = [] }: MutantResult): boolean {
  return status === "Killed" && !killedBy.every(isFuzz);
}
