import { type FuzzResult, fuzz } from "../../src/fuzz/fuzz.ts";
import { DEFAULT_PROFILE, type Profile } from "../../src/fuzz/profile.ts";
import { createReferenceKernel } from "../reference/index.ts";
import type { Fault } from "./fault.ts";

export interface HuntOptions {
  readonly seed: string;
  /** What is generated; by default what `vmar-fuzz run` generates. */
  readonly profile?: Profile;
  /** Programs before the hunt gives up. */
  readonly runs: number;
  /** Programs to try in shrinking what was found. */
  readonly shrinkLimit: number;
}

/** Hunts a fault, or any kernel's, as `vmar-fuzz run --right faulty:ID` does. */
export function hunt(
  { create }: Pick<Fault, "create">,
  { seed, profile = DEFAULT_PROFILE, runs, shrinkLimit }: HuntOptions,
): FuzzResult {
  return fuzz({
    seed,
    runs,
    shrinkLimit,
    maxOps: 50,
    profile,
    guide: createReferenceKernel,
    left: createReferenceKernel,
    right: create,
  });
}
