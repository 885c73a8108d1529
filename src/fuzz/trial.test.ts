import { type Arbitrary, sample } from "fast-check";
import { describe, expect, it } from "vitest";
import { FAULTS } from "../../models/faulty/index.ts";
import { createPagedKernel } from "../../models/paged/index.ts";
import { createReferenceKernel } from "../../models/reference/index.ts";
import type { KernelFactory } from "../zircon/index.ts";
import { Coverage } from "./coverage.ts";
import { LAWS } from "./laws/index.ts";
import type { Law } from "./laws/law.ts";
import { DEFAULT_PROFILE, type Profile, findProfile } from "./profile.ts";
import { type Trial, trials } from "./trial.ts";

/** What the two ways to come to a trial make of the same seed: in one run, and generated first. */
function bothWays(
  right: KernelFactory,
  profile: Profile,
  runs: number,
  laws: readonly Law[] = LAWS,
): readonly (readonly Trial[])[] {
  const left = createReferenceKernel;
  const pair = { left, right, profile, maxOps: 40, seed: "" };
  const another: KernelFactory = (config) => createReferenceKernel(config);
  return [left, another].map((guide) => {
    const arbitrary: Arbitrary<Trial> = trials({ ...pair, guide }, new Coverage(), () => ({
      laws,
      checkEvery: Infinity,
    }));
    return sample(arbitrary, { numRuns: runs, seed: 7 });
  });
}

describe("a program that runs while it is generated", () => {
  it("is the one that is generated first", () => {
    const [together, apart] = bothWays(createPagedKernel, DEFAULT_PROFILE, 60);
    expect(together).toHaveLength(60);
    expect(together).toStrictEqual(apart);
  });

  it("goes on after a difference as if there had been none, and shows the same difference", () => {
    for (const { create } of FAULTS.slice(0, 12)) {
      const [together = [], apart] = bothWays(create, DEFAULT_PROFILE, 12);
      expect(together).toStrictEqual(apart);
    }
  });

  it("does not depend on what is asked besides its operations", () => {
    // Shows no page, so that pages that were touched are accessed, which commits them; the answers are the same.
    const shy: KernelFactory = (config) =>
      Object.assign(createReferenceKernel(config), { observePage: () => undefined });
    const contents = findProfile("contents") ?? DEFAULT_PROFILE;
    const profile = { ...contents, calls: { ...contents.calls, borrow: 0, release: 0 } };
    const [together = [], apart] = bothWays(shy, profile, 60, []);
    expect(together.every(({ difference }) => difference === undefined)).toBe(true);
    expect(together).toStrictEqual(apart);
  });
});
