import * as vitest from "vitest";
import { createReferenceKernel } from "../../../models/reference/index.ts";
import * as vmarFuzz from "../../index.ts";
import type { KernelFactory } from "../../zircon/kernel.ts";

/**
 * Runs an exported vitest test in this process, with its imports handed in: throws what the test throws.
 *
 * @param createKernel the kernel under test
 */
export function runVitestExport(source: string, createKernel: KernelFactory = createReferenceKernel): void {
  const body = source
    .replace(/^import \{ (.*) \} from "vitest";$/m, "const { $1 } = vitest;")
    .replace(/^import \{ (.*) \} from "vmar-fuzz";$/m, "const { $1 } = vmarFuzz;")
    .replace(/^import \{ createReferenceKernel as createKernel \} from "vmar-fuzz\/reference";$/m, "");
  const tests: (() => void)[] = [];
  const it = (_name: string, test: () => void): number => tests.push(test);
  const modules = { vitest: { it, expect: vitest.expect }, vmarFuzz, createKernel };
  // oxlint-disable-next-line no-implied-eval, no-new-func -- the source is this package's own, written by the test that runs it
  new Function(...Object.keys(modules), body)(...Object.values(modules));
  for (const test of tests) test();
}
