import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Failure } from "../fuzz/fuzz.ts";
import { toTrace } from "../fuzz/to-trace.ts";
import { printTrace } from "../trace/print.ts";
import { recordTrace } from "../trace/record.ts";
import type { NamedKernel } from "../trace/session.ts";
import type { Trace } from "../trace/types.ts";

/** A failure as a trace: the smallest program, with what the left kernel answered as expectations. */
export function failureTrace(failure: Failure, left: NamedKernel, right: string, seed: string): Trace {
  const { program, difference } = failure;
  const about = `${difference.op.call}: ${difference.field} differs between ${left.name} and ${right}.`;
  const { vmarTrace, name, ...rest } = toTrace(program, "found", about);
  const recorded = recordTrace(
    { vmarTrace, name, ...rest, seed: { text: seed, path: failure.path }, rules: difference.rules },
    left,
  );
  // The same program has the same name, whatever found it.
  const digest = createHash("sha256").update(printable(recorded)).digest("hex").slice(0, 12);
  return { ...recorded, name: `found-${difference.op.call.replaceAll("_", "-")}-${digest}` };
}

/** What makes a trace the same finding: its world and steps. */
function printable({ aspace, semantics, steps }: Trace): string {
  return printTrace({
    vmarTrace: 1,
    name: "x",
    ...(aspace === undefined ? {} : { aspace }),
    ...(semantics === undefined ? {} : { semantics }),
    steps,
  });
}

/** Writes a trace into a folder under its own name, whole or not at all; the path. */
export function saveTrace(trace: Trace, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${trace.name}.json`);
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, printTrace(trace));
  renameSync(temporary, path);
  return path;
}
