import { test } from "vitest";
import { type CampaignFailure, campaign, revisit } from "../campaign/campaign.ts";
import { type KernelChoice, resolveKernel } from "../campaign/kernels.ts";
import { type Sides, saveFailure } from "../campaign/save.ts";
import type { Subject } from "../campaign/shard.ts";
import { DEFAULT_PROFILE } from "../fuzz/profile.ts";
import { findingText } from "../report/finding.ts";
import type { KernelFactory } from "../zircon/index.ts";

/** What a fuzz test tries; everything has a default but the kernel that is tried. */
export interface FuzzTestOptions {
  /** The kernel that is tried: a factory, or what `vmar-fuzz run --right` takes. */
  readonly right: KernelFactory | string;
  /** The kernel that is believed; default `"reference"`. */
  readonly left?: KernelFactory | string;
  /** Any text: the same text makes the same programs; default `"1"`. */
  readonly seed?: string;
  /** Programs; default 1000, a second or two. */
  readonly runs?: number;
  /** The most operations in a program, from 1; default 50. */
  readonly maxOps?: number;
  /** Asks for everything, and holds it against the laws, after so many operations of a program; default at its end. */
  readonly checkEvery?: number;
  /** What to generate, by the name of a profile; default `"everything"`. */
  readonly profile?: string;
  /** The most programs to try when shrinking; default 5000. */
  readonly shrinkLimit?: number;
  /** The place that a failure named: with the same seed only its program is run. */
  readonly path?: string;
  /** A folder for the failing program, as a trace; by default none is written. */
  readonly save?: string;
  /** Milliseconds until vitest gives up; default vitest's own. */
  readonly timeout?: number;
}

/**
 * Registers a vitest test: two kernels must answer generated programs alike. It fails with what `vmar-fuzz run` prints: the
 * shortest program, who answered what, the address space before and after, and how to see it again.
 *
 *     fuzzTest("my kernel does what the reference does", { right: createMyKernel, runs: 5000 });
 */
export function fuzzTest(name: string, options: FuzzTestOptions): void {
  // The title is the user's, and the assertion is mustAgree.
  // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title
  test(name, () => mustAgree(options), options.timeout);
}

/**
 * What a fuzz test does.
 *
 * @throws Error if the kernels differ; its message is the failure report
 * @throws KernelNameError for a kernel's name that means none
 */
export async function mustAgree(options: FuzzTestOptions): Promise<void> {
  const { seed = "1", runs = 1000, maxOps = 50, shrinkLimit = 5000, path } = options;
  const left = await resolveKernel(chosen(options.left ?? "reference", "left"));
  const right = await resolveKernel(chosen(options.right, "right"));
  const profile = options.profile ?? DEFAULT_PROFILE.name;
  const subject: Subject = { seed, left, right, maxOps, profile, checkEvery: options.checkEvery };
  const failure =
    path === undefined
      ? (
          await campaign({
            ...subject,
            shrinkLimit,
            workers: 1,
            guided: false,
            budget: { ...UNBOUNDED, runs },
          })
        ).failure
      : await revisit({ ...subject, shrinkLimit }, path);
  if (failure !== undefined) throw new Error(failureMessage(failure, { seed, left, right }, options.save));
}

const UNBOUNDED = { operations: Infinity, seconds: Infinity };

/** A kernel that was given as itself goes by its function's name. */
function chosen(kernel: KernelFactory | string, side: string): KernelChoice {
  return typeof kernel === "string" ? kernel : { name: kernel.name || side, factory: kernel };
}

function failureMessage(
  failure: CampaignFailure,
  { seed, left, right }: Sides & { readonly seed: string },
  folder: string | undefined,
): string {
  const { place } = failure;
  const saved =
    folder === undefined ? undefined : saveFailure(failure, { left, right }, { seed, place }, folder);
  const again = [
    `fuzzTest with the same options and { seed: ${JSON.stringify(seed)}, path: ${JSON.stringify(place)} }`,
  ];
  return findingText({ failure, left, right, saved, again }).join("\n");
}
