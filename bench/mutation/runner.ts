/** A Stryker test runner that lets the killers loose on a mutant in its own process: most mutants die within milliseconds. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  INSTRUMENTER_CONSTANTS,
  type InstrumenterContext,
  type Mutant,
  type StrykerOptions,
} from "@stryker-mutator/api/core";
import {
  commonTokens,
  declareFactoryPlugin,
  type Plugin,
  PluginKind,
  tokens,
} from "@stryker-mutator/api/plugin";
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
import { FIRST_KILLERS, KILLERS } from "./killers.ts";
import { MODELS, readKnown } from "./known.ts";
import { programName, Reached } from "./reached.ts";
import { looksAs, placeOf } from "./survivors.ts";
import type { Pair } from "../../src/fuzz/lockstep.ts";
import type { KernelFactory } from "../../src/zircon/index.ts";
import { COUNTING, NOTING, type Steps, type Subjects } from "./bundles.ts";
import * as intact from "./subjects.ts";

export const RUNNER = "killers";

/** What instrumented code looks at: which mutant is active, and for whom it notes what is covered. */
const context: Required<Pick<InstrumenterContext, "activeMutant" | "currentTestId">> &
  InstrumenterContext &
  Steps = {
  activeMutant: "",
  currentTestId: "",
  steps: 0,
  stepsMax: Infinity,
};
Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: context });

/** The most steps that one kernel may take: four times those of the killers' longest program, which is far longer than most. */
const STEPS_MAX = 20_000_000;

/** In the sandbox, where this process runs. */
const REACHED = "built/reached.json";

class KillerRunner implements TestRunner {
  /** The instrumented models, as loaded last. */
  #mutated: Subjects | undefined;
  #loads = 0;
  #reached: Reached | undefined;
  /** Whether a mutant is explained as equivalent, and so only gets the first rounds. */
  readonly #isExplained: (mutant: Mutant) => boolean;

  constructor(isExplained: (mutant: Mutant) => boolean) {
    this.#isExplained = isExplained;
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  /** Both models intact, but instrumented: nothing may fail, and what each program of each killer covers is noted. */
  async dryRun(): Promise<DryRunResult> {
    const { createReferenceKernel: left, createPagedKernel: right } = await this.#load(NOTING);
    const reached = new Reached();
    const tests = KILLERS.map((killer): TestResult => {
      const { name } = killer;
      const begin = process.hrtime.bigint();
      const failureMessage = killer.fail({ left, right }, (program) => {
        context.currentTestId = programName(name, program);
        return true;
      });
      if (context.mutantCoverage !== undefined) reached.take(name, killer.size, context.mutantCoverage);
      const timeSpentMs = Number((process.hrtime.bigint() - begin) / 1_000_000n);
      const result = { id: name, name, timeSpentMs };
      return failureMessage === undefined
        ? { ...result, status: TestStatus.Success }
        : { ...result, status: TestStatus.Failed, failureMessage };
    });
    context.currentTestId = "";
    reached.write(REACHED);
    const { mutantCoverage } = context;
    return { status: DryRunStatus.Complete, tests, ...(mutantCoverage && { mutantCoverage }) };
  }

  /** One model with the mutant against the other one intact, until a killer tells them apart. */
  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, mutantActivation, reloadEnvironment } = options;
    const kept = this.#isExplained(activeMutant) ? FIRST_KILLERS : KILLERS;
    const killers = kept.filter(({ name }) => testFilter?.includes(name) ?? true);
    const nrOfTests = killers.length;
    if (reloadEnvironment) this.#mutated = undefined;
    context.activeMutant = mutantActivation === "static" ? activeMutant.id : "";
    context.stepsMax = STEPS_MAX;
    try {
      this.#mutated ??= await this.#load(COUNTING);
    } catch (error) {
      const killedBy = killers.slice(0, 1).map(({ name }) => name);
      return { status: MutantRunStatus.Killed, killedBy, failureMessage: String(error), nrOfTests };
    }
    context.activeMutant = activeMutant.id;
    const pair = pairOf(activeMutant, this.#mutated);
    const reached = (this.#reached ??= Reached.read(REACHED));
    for (const killer of killers) {
      const takes = (program: number): boolean =>
        // What runs while the module loads has been noted of no program, and may show in any.
        testFilter === undefined || reached.has(killer.name, activeMutant.id, program);
      const failureMessage = failureOf(() => killer.fail(pair, takes));
      if (failureMessage === undefined) continue;
      if (context.steps > STEPS_MAX) return { status: MutantRunStatus.Timeout, reason: killer.name };
      return { status: MutantRunStatus.Killed, killedBy: [killer.name], failureMessage, nrOfTests };
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  /** The instrumented models afresh, from the sandbox, which is where this process runs. */
  async #load(bundle: string): Promise<Subjects> {
    return import(`${pathToFileURL(resolve(bundle)).href}?${this.#loads++}`);
  }
}

/** The model with the mutant beside the other one intact. */
function pairOf({ fileName }: Mutant, mutated: Subjects): Pair {
  return /models[\\/]reference/.test(fileName)
    ? { left: counted(mutated.createReferenceKernel), right: intact.createPagedKernel }
    : { left: intact.createReferenceKernel, right: counted(mutated.createPagedKernel) };
}

function counted(create: KernelFactory): KernelFactory {
  return (config) => {
    context.steps = 0;
    return create(config);
  };
}

/** What a kernel throws where no exception can be an answer fails the run, too. */
function failureOf(run: () => string | undefined): string | undefined {
  try {
    return run();
  } catch (error) {
    return String(error);
  }
}

/** The settings that only this runner knows. */
export const strykerValidationSchema = { properties: { recheck: { type: "boolean" } } };

function createRunner({ recheck }: StrykerOptions): TestRunner {
  const isExplained = looksAs(MODELS.flatMap((model) => readKnown(model).explained));
  return new KillerRunner((mutant) => recheck !== true && isExplained(placeOf(mutant)));
}
createRunner.inject = tokens(commonTokens.options);

export const strykerPlugins: readonly Plugin<PluginKind.TestRunner>[] = [
  declareFactoryPlugin(PluginKind.TestRunner, RUNNER, createRunner),
];
