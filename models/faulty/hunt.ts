import { type FuzzResult, fuzz } from "../../src/fuzz/fuzz.ts";
import { DEFAULT_PROFILE } from "../../src/fuzz/profile.ts";
import { createReferenceKernel } from "../reference/index.ts";
import type { Fault } from "./fault.ts";

export interface HuntOptions {
  readonly seed: string;
  /** Programs before the hunt gives up. */
  readonly runs: number;
  /** Programs to try in shrinking what was found. */
  readonly shrinkLimit: number;
}

/** Hunts a fault with programs of the default profile, as `vmar-fuzz run --right faulty:ID` does. */
export function hunt(fault: Fault, { seed, runs, shrinkLimit }: HuntOptions): FuzzResult {
  return fuzz({
    seed,
    runs,
    shrinkLimit,
    maxOps: 50,
    profile: DEFAULT_PROFILE,
    guide: createReferenceKernel,
    left: createReferenceKernel,
    right: fault.create,
  });
}
