import { createHash } from "node:crypto";
import type { Difference } from "../fuzz/lockstep.ts";
import { printTrace } from "../trace/print.ts";
import type { Trace } from "../trace/types.ts";

/** Digits of a content hash in names. */
const DIGITS = 12;

/** The hash of what a trace does and expects, its world and its steps; its name and where it comes from don't count. */
export function contentHash({ aspace, semantics, watch, steps }: Trace): string {
  const content: Trace = {
    vmarTrace: 1,
    name: "",
    ...(aspace === undefined ? {} : { aspace }),
    ...(semantics === undefined ? {} : { semantics }),
    ...(watch === undefined ? {} : { watch }),
    steps,
  };
  return createHash("sha256").update(printTrace(content)).digest("hex").slice(0, DIGITS);
}

/** What a found trace is called. */
export function foundName({ steps }: Trace, hash: string): string {
  return `found-${(steps.at(-1)?.op ?? "nothing").replaceAll("_", "-")}-${hash}`;
}

/**
 * What failures of one bug share: the kernel, the call, the field in which it differs, and the rules by which it should have
 * been decided. It stands in a found trace's `seed.bucket`.
 */
export function bucketOf(kernel: string, { op, field, rules }: Difference): string {
  return [kernel, op.call, anyIndex(field), rules.join(",") || "no rule"].join(" ");
}

/** A field without the numbers of entries or runs: which of several differs is the program's affair. */
export function anyIndex(field: string): string {
  return field.replaceAll(/\[[0-9]+\]/g, "[]");
}

/** The bucket that a trace was saved in, if it is a found one. */
export function savedBucket({ seed }: Trace): string | undefined {
  const bucket = seed?.["bucket"];
  return typeof bucket === "string" ? bucket : undefined;
}
