import type { Shrunk } from "../fuzz/fuzz.ts";
import { isTraceable } from "../fuzz/program.ts";
import { toTrace } from "../fuzz/to-trace.ts";
import { recordTrace } from "../trace/record.ts";
import type { NamedKernel } from "../trace/session.ts";
import type { Trace } from "../trace/types.ts";
import { bucketOf, contentHash, foundName } from "./content.ts";
import { CorpusFolder } from "./corpus-folder.ts";

/** The kernel that is believed, and the one that is tried. */
export interface Sides {
  readonly left: NamedKernel;
  readonly right: NamedKernel;
}

/** Where a failure comes from: for one that was generated its seed and path, for one that was read its source. */
export type Origin =
  { readonly seed: string; readonly place: string | undefined } | { readonly source: string };

/**
 * A failure as a trace: the smallest program, with what the left kernel answered as expectations, and the bucket that it falls in.
 *
 * @returns undefined if the trace format has no words for the program
 */
export function failureTrace(failure: Shrunk, { left, right }: Sides, origin: Origin): Trace | undefined {
  if (!isTraceable(failure.program)) return undefined;
  const { program, difference } = failure;
  const about = `${difference.op.call}: ${difference.field} differs between ${left.name} and ${right.name}.`;
  const { vmarTrace, name, ...calls } = toTrace(program, "found", about);
  const bucket = bucketOf(right.name, difference);
  const found =
    "source" in origin
      ? { source: origin.source, seed: { bucket } }
      : {
          seed: { text: origin.seed, ...(origin.place === undefined ? {} : { path: origin.place }), bucket },
        };
  const trace = recorded({ vmarTrace, name, ...found, rules: difference.rules, ...calls }, left);
  return { ...trace, name: foundName(trace, contentHash(trace)) };
}

/**
 * Writes a failure into a folder of found traces.
 *
 * @returns the file that keeps it, or a shorter one of the same bug; undefined where the trace format has no words for the program
 */
export function saveFailure(
  failure: Shrunk,
  sides: Sides,
  origin: Origin,
  folder: string,
): string | undefined {
  const trace = failureTrace(failure, sides, origin);
  return trace === undefined ? undefined : new CorpusFolder(folder, true).add(trace).path;
}

/** A kernel that throws answers nothing that could be expected: the calls alone show that. */
function recorded(trace: Trace, left: NamedKernel): Trace {
  try {
    return recordTrace(trace, left);
  } catch {
    return trace;
  }
}
