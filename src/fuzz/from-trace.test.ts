import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { traceFiles } from "../campaign/corpus.ts";
import { parseTrace } from "../trace/parse.ts";
import { printTrace } from "../trace/print.ts";
import { recordTrace } from "../trace/record.ts";
import { TraceError } from "../trace/error.ts";
import { readTraceFile } from "../trace/files.ts";
import { Session } from "../trace/session.ts";
import type { Expectation, Step, Trace } from "../trace/types.ts";
import { fromTrace } from "./from-trace.ts";
import { DEFAULT_PROFILE } from "./profile.ts";
import { INVALID, ROOT } from "./program.ts";
import { eachProgram } from "./sample.ts";
import { candidates } from "./shrink.ts";
import { toTrace } from "./to-trace.ts";

const REFERENCE = { name: "reference", factory: createReferenceKernel };
const CORPUS = fileURLToPath(new URL("../../corpus", import.meta.url));

/** What each step of a trace answers and leaves, objects and leases numbered in the order in which they are first told. */
function answers(trace: Trace): unknown[] {
  const session = new Session(REFERENCE, trace);
  const numbers = new Map<string, number>();
  const number = (label: string): number => {
    const known = numbers.get(label) ?? numbers.size;
    numbers.set(label, known);
    return known;
  };
  return trace.steps.map((step) => {
    const execution = session.execute(step);
    const { maps, vmoInfo, object, ...rest } = execution.outcome;
    const { broken, changed } = session.settle(step, execution);
    return {
      ...rest,
      ...(object === undefined ? {} : { object: number(object) }),
      maps: maps?.map((row) => ({ ...row, vmo: row.vmo === undefined ? undefined : number(row.vmo) })),
      ...(vmoInfo === undefined
        ? {}
        : { vmoInfo: { ...vmoInfo, object: number(vmoInfo.object), parent: number(vmoInfo.parent) } }),
      broken: broken.map(({ lease, ...how }) => ({ ...how, lease: number(`lease ${lease}`) })),
      changed: changed.map((lease) => number(`lease ${lease}`)),
      // Objects by koid, which one kernel gives out alike: where the trace has no name for one, the program has.
      space: session.space().map((run) => ({ ...run, object: run.koid })),
    };
  });
}

/** Only how many bytes an access is about stays of a step's expectation: a recorded `value` says eight. */
function bare({ steps, ...head }: Trace, widths: readonly Step[] = steps): Trace {
  return {
    ...head,
    steps: steps.map((step, i) => {
      const { value } = widths[i]?.expect ?? {};
      return { ...step, expect: value === undefined ? {} : { value } };
    }),
  };
}

function infoTrace(expectation: Expectation | undefined): Trace {
  const info = { op: "info", vmar: "r", as: "b" } as const;
  return {
    vmarTrace: 1,
    name: "t",
    steps: [
      { op: "allocate", vmar: "root", options: [], offset: 0, size: 4096, as: "r" },
      { op: "handle_duplicate", handle: "r", rights: ["SAME_RIGHTS"], as: "r" },
      expectation === undefined ? info : { ...info, expect: expectation },
      { op: "unmap", vmar: "root", addr: "b-0x1000", len: 4096 },
    ],
  };
}

function lastAddr(expectation: Expectation): unknown {
  const op = fromTrace(infoTrace(expectation)).ops[3];
  return op?.call === "unmap" ? op.addr : undefined;
}

describe("fromTrace", () => {
  it.each(traceFiles(CORPUS))("%s: as a program and back again, each trace is the same calls", (file) => {
    for (const { trace } of readTraceFile(file)) {
      const again = toTrace(fromTrace(trace), trace.name, "");
      expect({ name: trace.name, answers: answers(bare(again, trace.steps)) }).toEqual({
        name: trace.name,
        answers: answers(bare(trace)),
      });
    }
  });

  it("takes back every program that is generated or tried in shrinking, as its trace is printed and read", () => {
    const constraints = {
      profile: { ...DEFAULT_PROFILE, untraced: 0 },
      maxOps: 30,
      guide: createReferenceKernel,
    };
    eachProgram({ ...constraints, seed: "x" }, 40, (generated) => {
      const tried = [...candidates(generated, 0)].filter((_, i) => i % 25 === 0);
      for (const program of [generated, ...tried.map((candidate) => candidate.program)]) {
        // Expectations say which calls fail; without them a name of a failed one would be no handle.
        const trace = recordTrace(toTrace(program, "t", ""), REFERENCE);
        const read = parseTrace(printTrace(trace));
        expect(read).toEqual(trace);
        const { steps } = toTrace(fromTrace(read), "t", "");
        expect(steps).toEqual(trace.steps.map(({ expect: _expect, ...step }) => step));
      }
    });
  });

  it("tells apart what a name stands for before and after it is bound again", () => {
    const { ops } = fromTrace({
      vmarTrace: 1,
      name: "t",
      steps: [
        { op: "vmo_create", size: 4096, options: [], as: "a" },
        { op: "map", vmar: "root", options: [], offset: 0, vmo: "a", vmoOffset: 0, len: 4096, as: "a" },
        { op: "vmo_create", size: 8192, options: [], as: "a" },
        { op: "map", vmar: "root", options: [], offset: "a-root", vmo: "a", vmoOffset: 0, len: 1 },
        { op: "unmap", vmar: "unknown", addr: "a-1", len: 4096 },
      ],
    });
    expect(ops.slice(1)).toMatchObject([
      { vmar: ROOT, vmo: 1, out: 2 },
      { out: 3 },
      { offset: { of: 2, from: ROOT, delta: 0 }, vmo: 3, out: 4 },
      { addr: { slot: 2, delta: 2n ** 64n - 1n } },
    ]);
  });

  it("takes the address that info names for that of the region's maker", () => {
    const delta = 2n ** 64n - 0x1000n;
    expect(lastAddr({ status: "OK" })).toEqual({ slot: 1, delta });
    expect(lastAddr({ info: { base: "r", size: 4096 } })).toEqual({ slot: 1, delta });
    expect(lastAddr({ status: ["BAD_STATE", "BAD_HANDLE"] })).toEqual({ slot: INVALID, delta });
  });

  it.each([[undefined], [{ status: ["OK", "BAD_STATE"] }]] as const)(
    "refuses an info that expects %j: whether its name has an address is open",
    (expectation) => {
      const refused = (): unknown => fromTrace(infoTrace(expectation));
      expect(refused).toThrow(TraceError);
      expect(refused).toThrow('trace "t": step 2: field "as": expected');
    },
  );
});
