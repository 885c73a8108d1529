/** A trace as a test that stands alone, in the language of whoever wants to run it. */
import type { Trace } from "../trace/types.ts";
import { exportCpp } from "./cpp.ts";
import { exportRust } from "./rust.ts";
import { exportSyz } from "./syz.ts";
import { exportVitest } from "./vitest.ts";
import type { ExportedTrace } from "./writer.ts";

export type { ExportedTrace } from "./writer.ts";

export type ExportTarget = "rust" | "cpp" | "vitest" | "syz";

interface TargetEntry {
  /** What a file of it ends with. */
  readonly suffix: string;
  readonly write: (trace: Trace) => ExportedTrace;
}

export const EXPORT_TARGETS: Readonly<Record<ExportTarget, TargetEntry>> = {
  rust: { suffix: ".rs", write: exportRust },
  cpp: { suffix: ".cc", write: exportCpp },
  vitest: { suffix: ".test.js", write: exportVitest },
  syz: { suffix: ".syz", write: exportSyz },
};

export function exportTrace(trace: Trace, target: ExportTarget): ExportedTrace {
  return EXPORT_TARGETS[target].write(trace);
}
