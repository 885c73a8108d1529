import { dirname } from "node:path";
import { TraceError } from "../trace/error.ts";
import { readTraceFile, type TraceSource } from "../trace/files.ts";
import { type Failure, replayTrace } from "../trace/replay.ts";
import type { NamedKernel } from "../trace/session.ts";
import { contentHash } from "./content.ts";
import { traceFiles } from "./corpus.ts";

/** Something wrong with a corpus: a file or name that is not as it should be, or a trace that fails. */
export type CorpusProblem =
  | { readonly kind: "form"; readonly message: string }
  | { readonly kind: "failure"; readonly source: TraceSource; readonly failure: Failure };

export interface CorpusCheck {
  readonly traces: number;
  readonly steps: number;
  readonly problems: readonly CorpusProblem[];
}

/**
 * Whether a folder is a sound corpus: every file can be read, a name stands for one trace in its folder, no two traces have the same
 * content, and every trace passes on the kernels.
 */
export function checkCorpus(folder: string, kernels: readonly NamedKernel[]): CorpusCheck {
  const problems: CorpusProblem[] = [];
  const sources = traceFiles(folder).flatMap((file) => {
    try {
      return readTraceFile(file);
    } catch (error) {
      if (!(error instanceof TraceError)) throw error;
      problems.push({ kind: "form", message: error.message });
      return [];
    }
  });
  problems.push(...repeated(sources, ({ file, trace }) => `${dirname(file)}\n${trace.name}`, "name"));
  problems.push(...repeated(sources, ({ trace }) => contentHash(trace), "content"));
  for (const source of sources) {
    const failure = replayTrace(source.trace, kernels, { stopAtFirst: true })[0];
    if (failure !== undefined) problems.push({ kind: "failure", source, failure });
  }
  const steps = sources.reduce((sum, { trace }) => sum + trace.steps.length, 0);
  return { traces: sources.length, steps, problems };
}

function* repeated(
  sources: readonly TraceSource[],
  keyOf: (source: TraceSource) => string,
  what: string,
): Generator<CorpusProblem> {
  const firsts = new Map<string, TraceSource>();
  for (const source of sources) {
    const key = keyOf(source);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, source);
    else {
      const message = `${placeOf(source)}: the same ${what} as ${placeOf(first)}`;
      yield { kind: "form", message };
    }
  }
}

function placeOf({ file, trace }: TraceSource): string {
  return `${file}: trace "${trace.name}"`;
}
