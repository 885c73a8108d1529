import { relative } from "node:path";
import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { findKernel } from "../models/index.ts";
import { packagedCorpus, traceFiles } from "../src/campaign/corpus.ts";
import { EXPORT_TARGETS, exportTrace } from "../src/export/index.ts";
import { printLog } from "../src/import/testing/print-log.ts";
import { importZxLog } from "../src/import/index.ts";
import { reportData } from "../src/report/html/data.ts";
import { showStep } from "../src/report/terminal/show.ts";
import { type Walk, walkTrace } from "../src/report/walk/walk.ts";
import { readTraceFile } from "../src/trace/files.ts";
import { replayTrace } from "../src/trace/replay.ts";
import type { NamedKernel } from "../src/trace/session.ts";
import type { Trace } from "../src/trace/types.ts";
import { keysOf } from "../src/zircon/typed.ts";

/**
 * Every trace that comes with the package, conformance data included, can be seen and taken elsewhere: what the commands `show`,
 * `report`, `export` and `import` do with it. One walk through a trace serves all of them.
 */
function kernel(name: string): NamedKernel {
  const factory = findKernel(name);
  if (factory === undefined) throw new Error(`no kernel ${name}`);
  return { name, factory };
}

const reference = kernel("reference");
const kernels = [reference, kernel("paged")];
const plain = pc.createColors(false);

/** What a program must not hold: a value that was none, written out. The helpers of vitest exports say `undefined` themselves. */
const NO_VALUE = /NaN|\[object|undefinedAddr|undefined_addr/;
const targets = keysOf(EXPORT_TARGETS);

/** Steps that are no calls, so that no log tells them. */
const LEASES: ReadonlySet<string> = new Set(["borrow", "release"]);

/** In the terminal the step that `show` would choose, within 80 columns. */
function shown(walk: Walk): string[] {
  if (walk.trace.steps.length === 0) return [];
  const wide = showStep(walk, walk.trace.steps.length - 1, plain, false).filter(
    (line) => !/^.{0,80}$/u.test(line),
  );
  return wide.map((line) => `too wide: ${line}`);
}

/** On the page: a text and an answer of each kernel for each step, and no difference. */
function reported(walk: Walk): string[] {
  const [page] = reportData([walk], "").traces;
  if (page === undefined) return ["not on the page"];
  const { steps, lanes, differing } = page;
  return [
    ...(differing.length > 0 ? [`differs in step ${differing.join(", ")}`] : []),
    ...(steps.length !== walk.trace.steps.length ? ["the page has other steps"] : []),
    ...(lanes.some((lane) => lane.steps.length !== steps.length) ? ["a kernel has no answer"] : []),
    ...(steps.some(({ words, call }) => words === "" || call === "") ? ["a step without words"] : []),
  ];
}

function exported(trace: Trace): string[] {
  return targets.flatMap((target) => {
    const found = NO_VALUE.exec(exportTrace(trace, target).source);
    return found === null ? [] : [`${target}: ${found[0]}`];
  });
}

/** Its log, as a device would print it, is a trace of the same calls that both kernels pass. */
function imported(trace: Trace): string[] {
  const semantics = trace.semantics === undefined ? {} : { semantics: trace.semantics };
  const again = importZxLog(printLog(trace, reference), { name: trace.name, ...semantics });
  const calls = trace.steps.filter(({ op }) => !LEASES.has(op)).length;
  return [
    ...(again.steps.length === calls ? [] : [`${again.steps.length} of ${calls} calls`]),
    ...replayTrace(again, kernels).map(({ step, field }) => `imported: step ${step}: ${field}`),
  ];
}

describe.each(
  traceFiles(packagedCorpus()).map((file): [string, string] => [relative(packagedCorpus(), file), file]),
)("the traces of %s", (_, file) => {
  it("are shown, reported, exported and imported", () => {
    const problems = readTraceFile(file).flatMap(({ trace }) => {
      const walk = walkTrace(trace, kernels);
      const found = [...shown(walk), ...reported(walk), ...exported(trace), ...imported(trace)];
      return found.map((problem) => `${trace.name}: ${problem}`);
    });
    expect(problems).toEqual([]);
  });
});
