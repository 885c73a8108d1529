/** A Stryker test runner that lets the killers loose on a mutant in its own process: most mutants die within milliseconds. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { InstrumenterContext, Mutant } from "@stryker-mutator/api/core";
import { declareFactoryPlugin, type Plugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
} from "@stryker-mutator/api/test-runner";
import { KILLERS } from "./killers.ts";
import type { Pair } from "../../src/fuzz/lockstep.ts";
import { COUNTING, QUIET, type Subjects } from "./bundles.ts";
import * as intact from "./subjects.ts";

export const RUNNER = "killers";

declare global {
  /** Where instrumented code looks which mutant is active, and counts what is covered. */
  // oxlint-disable-next-line no-var
  var __stryker__: InstrumenterContext | undefined;
}

class KillerRunner implements TestRunner {
  readonly #context: InstrumenterContext = (globalThis.__stryker__ ??= {});
  /** The instrumented models, as loaded last. */
  #mutated: Subjects | undefined;
  #loads = 0;

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  /** Both models intact, but instrumented: nothing may fail, and what each killer covers is noted. */
  async dryRun(): Promise<DryRunResult> {
    const { createReferenceKernel: left, createPagedKernel: right } = await this.#load(COUNTING);
    const tests = KILLERS.map((killer): TestResult => {
      const { name } = killer;
      this.#context.currentTestId = name;
      const begin = process.hrtime.bigint();
      const failureMessage = killer.fail({ left, right });
      const timeSpentMs = Number((process.hrtime.bigint() - begin) / 1_000_000n);
      const result = { id: name, name, timeSpentMs };
      return failureMessage === undefined
        ? { ...result, status: TestStatus.Success }
        : { ...result, status: TestStatus.Failed, failureMessage };
    });
    delete this.#context.currentTestId;
    const { mutantCoverage } = this.#context;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  /** One model with the mutant against the other one intact, until a killer tells them apart. */
  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, hitLimit = Infinity, mutantActivation, reloadEnvironment } = options;
    const context = this.#context;
    context.hitCount = 0;
    context.hitLimit = hitLimit;
    const killers = KILLERS.filter(({ name }) => testFilter?.includes(name) ?? true);
    const nrOfTests = killers.length;
    try {
      if (reloadEnvironment) this.#mutated = undefined;
      if (mutantActivation === "static") context.activeMutant = activeMutant.id;
      this.#mutated ??= await this.#load(QUIET);
      context.activeMutant = activeMutant.id;
      const pair = pairOf(activeMutant, this.#mutated);
      for (const killer of killers) {
        const failureMessage = failureOf(() => killer.fail(pair));
        if (failureMessage === undefined) continue;
        if (context.hitCount > hitLimit) return { status: MutantRunStatus.Timeout, reason: killer.name };
        return { status: MutantRunStatus.Killed, killedBy: [killer.name], failureMessage, nrOfTests };
      }
      return { status: MutantRunStatus.Survived, nrOfTests };
    } finally {
      delete context.activeMutant;
    }
  }

  /** The instrumented models afresh, from the sandbox, which is where this process runs. */
  async #load(bundle: string): Promise<Subjects> {
    return import(`${pathToFileURL(resolve(bundle)).href}?${this.#loads++}`);
  }
}

/** The model with the mutant beside the other one intact. */
function pairOf({ fileName }: Mutant, mutated: Subjects): Pair {
  return /models[\\/]reference/.test(fileName)
    ? { left: mutated.createReferenceKernel, right: intact.createPagedKernel }
    : { left: intact.createReferenceKernel, right: mutated.createPagedKernel };
}

/** What a kernel throws where no exception can be an answer fails the run, too. */
function failureOf(run: () => string | undefined): string | undefined {
  try {
    return run();
  } catch (error) {
    return String(error);
  }
}

export const strykerPlugins: readonly Plugin<PluginKind.TestRunner>[] = [
  declareFactoryPlugin(PluginKind.TestRunner, RUNNER, () => new KillerRunner()),
];
