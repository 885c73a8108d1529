import { relative, sep } from "node:path";
import type { Mutant, MutantResult } from "@stryker-mutator/api/core";
import { kindOf } from "./killers.ts";
import { ROOT } from "./paths.ts";

/** The file of a mutant, from the package's folder, with forward slashes. */
export function fileOf({ fileName }: Pick<Mutant, "fileName">): string {
  return relative(ROOT, fileName).replaceAll(sep, "/");
}

/** Whether anything told the mutant from the original; one that ends the process that runs it is told, too. */
export function isKilled({ status }: MutantResult): boolean {
  return status !== "Survived" && status !== "NoCoverage";
}

/** What killed it: a part of the fuzz run, a trace of the corpus or a probe, or only what it told the coverage hook; or that it has no end. */
export function killedBy({
  status,
  killedBy: [name] = [],
}: MutantResult): ReturnType<typeof kindOf> | "endless" {
  return status === "Killed" && name !== undefined ? kindOf(name) : "endless";
}
