import { sample } from "fast-check";
import { describe, expect, it } from "vitest";
import { findFault } from "../models/faulty/index.ts";
import { createPagedKernel } from "../models/paged/index.ts";
import { createReferenceKernel } from "../models/reference/index.ts";
import { programs } from "../src/fuzz/arbitrary.ts";
import type { Law } from "../src/fuzz/laws/law.ts";
import type { Relation } from "../src/fuzz/laws/metamorphic/relation.ts";
import { watch } from "../src/fuzz/laws/watch.ts";
import { PROFILES } from "../src/fuzz/profile.ts";
import type { Program } from "../src/fuzz/program.ts";
import type { KernelFactory } from "../src/zircon/kernel.ts";

/** The kernels that must keep every law. */
export const KERNELS: readonly { readonly name: string; readonly create: KernelFactory }[] = [
  { name: "reference", create: createReferenceKernel },
  { name: "paged", create: createPagedKernel },
];

/** A kernel that breaks a law, by its name among the faults, or planted in the test that uses it. */
export type Breaker = string | { readonly about: string; readonly create: KernelFactory };

const MAX_OPS = 30;

/** The same programs each time: `runs` of each profile. */
export function generated(runs: number): Program[] {
  return PROFILES.flatMap((profile) =>
    sample(
      programs({ profile: { ...profile, untraced: 0 }, maxOps: MAX_OPS, guide: createReferenceKernel }),
      { seed: 1, numRuns: runs },
    ),
  );
}

/** What is wrong with a program on a kernel, in words; undefined if nothing is. */
export type Judge = (program: Program, kernel: KernelFactory) => string | undefined;

/** Tests that a law holds on both kernels, and that kernels which break it are seen to. */
export function lawSuite(name: string, judge: Judge, breakers: readonly Breaker[], runs = 150): void {
  describe(`law: ${name}`, () => {
    const all = generated(runs);

    it.each(KERNELS)("holds on $name", ({ create }) => {
      expect(firstWrong(all, create, judge)).toBeUndefined();
    });

    it.each(breakers.map(named))("is broken by a kernel of which is known: $about", ({ create }) => {
      expect(firstWrong(all, create, judge)).toBeDefined();
    });
  });
}

/** {@link lawSuite} for a law that a kernel must keep by itself. */
export function kernelLawSuite(law: Law, breakers: readonly Breaker[]): void {
  lawSuite(law.name, (program, kernel) => watch(program, kernel, [law])?.what, breakers);
}

/** {@link lawSuite} for a law between two runs. */
export function relationSuite(relation: Relation, breakers: readonly Breaker[]): void {
  lawSuite(relation.name, relation.relate, breakers, 80);
}

function firstWrong(all: readonly Program[], kernel: KernelFactory, judge: Judge): string | undefined {
  for (const program of all) {
    const wrong = judge(program, kernel);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function named(breaker: Breaker): { readonly about: string; readonly create: KernelFactory } {
  if (typeof breaker !== "string") return breaker;
  const fault = findFault(breaker);
  if (fault === undefined) throw new Error(`no fault is called ${breaker}`);
  return fault;
}
