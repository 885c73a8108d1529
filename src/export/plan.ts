import { findKernel } from "../../models/index.ts";
import { statusWord } from "../trace/answers.ts";
import { aspaceOf } from "../trace/aspace.ts";
import { flagsWord, VM_OPTIONS } from "../trace/flags.ts";
import { Session } from "../trace/session.ts";
import type { Addr, Offset, RunRow, Step, Trace } from "../trace/types.ts";
import type { AspaceConfig } from "../zircon/kernel.ts";
import { DEFAULT_ASPACE } from "../zircon/kernel.ts";
import { VmOption } from "../zircon/options.ts";
import { Status, type StatusName } from "../zircon/status.ts";
import type { U64 } from "../zircon/u64.ts";
import { Identifiers } from "./identifiers.ts";
import { Naming } from "./naming.ts";
import type { Binding, HandleUse, Sum } from "./values.ts";

/** What a step is expected to answer, as an assertion sees it. */
export type Verdict =
  | { readonly kind: "ok" }
  | { readonly kind: "error"; readonly status: StatusName }
  /** One of several, or (without a list) anything. */
  | { readonly kind: "any"; readonly statuses?: readonly StatusName[] };

/** A step with everything in it resolved to variables. */
export interface PlannedStep {
  readonly index: number;
  readonly step: Step;
  readonly verdict: Verdict;
  readonly vmar?: HandleUse;
  readonly vmo?: HandleUse;
  readonly handle?: HandleUse;
  /** Of `addr`, or of `offset` where the op has one that may be written by names. */
  readonly place?: Sum;
  /** What the step makes. It is there for every step that makes something; its flags say what is used later. */
  readonly made?: Binding;
  /** The expected address, where the caller chose it; nobody can expect what a kernel chooses. */
  readonly at?: Sum;
  /** Whether `at` was expected of a place that the kernel chose. */
  readonly atIsKernels: boolean;
  readonly within?: Sum;
  readonly infoBase?: Sum;
  readonly maps?: readonly { readonly base: Sum; readonly vmo?: Binding }[];
  readonly runs?: readonly PlannedRun[] | "unnamed";
  readonly space?: readonly PlannedRun[] | "unnamed";
  readonly pages?: { readonly base: Sum; readonly perms: string };
}

/** A row of `space` or `runs`, the depth counted from the region asked about. */
export interface PlannedRun {
  readonly depth: number;
  readonly base: Sum;
  readonly size: U64;
  readonly mapping?: { readonly perms: string; readonly vmo: Binding; readonly offset: U64 };
}

/** A trace made ready to be written as a program. */
export interface Plan {
  readonly trace: Trace;
  readonly aspace: AspaceConfig;
  /** Whether the trace's address space is the default: the whole of a new process. Otherwise a region stands for it. */
  readonly isWholeProcess: boolean;
  readonly steps: readonly PlannedStep[];
}

type Draft = { -readonly [Field in keyof PlannedStep]: PlannedStep[Field] };

/** A trace's plan is the same for every target, and a page shows several. */
const plans = new WeakMap<Trace, Plan>();

/** Runs the trace once on the reference model, to know which names are bound to what, and where kernels choose. */
export function planTrace(trace: Trace): Plan {
  const known = plans.get(trace);
  if (known !== undefined) return known;
  const plan = makePlan(trace);
  plans.set(trace, plan);
  return plan;
}

function makePlan(trace: Trace): Plan {
  const factory = findKernel("reference");
  if (factory === undefined) throw new Error("the reference model is part of the package");
  const session = new Session({ name: "reference", factory }, trace);
  const naming = new Naming(session, new Identifiers());
  const steps = trace.steps.map((step, index) => planStep(step, index, session, naming));
  const aspace = aspaceOf(trace.aspace);
  const isWholeProcess = aspace.base === DEFAULT_ASPACE.base && aspace.size === DEFAULT_ASPACE.size;
  return { trace, aspace, isWholeProcess, steps };
}

function planStep(step: Step, index: number, session: Session, naming: Naming): PlannedStep {
  const sum = (expression: Addr | Offset, isOffset = false): Sum => naming.sum(expression, isOffset);
  const planned: Draft = { index, step, verdict: verdictOf(step), atIsKernels: false };
  if ("vmar" in step) planned.vmar = naming.use(step.vmar, "vmar");
  if ("vmo" in step) planned.vmo = naming.use(step.vmo, "vmo");
  if ("handle" in step) planned.handle = naming.use(step.handle, "any");
  if ("addr" in step) planned.place = sum(step.addr);
  if (step.op === "allocate" || step.op === "map") planned.place = sum(step.offset, true);
  const { at, within, info, maps, runs, space, pages } = step.expect ?? {};
  if (at !== undefined && isPlacedByCaller(step)) planned.at = sum(at);
  else if (at !== undefined) planned.atIsKernels = true;
  if (within !== undefined) planned.within = sum(within.base);
  if (info !== undefined) planned.infoBase = sum(info.base);
  if (maps !== undefined)
    planned.maps = maps.map(({ base, vmo }) => {
      const binding = vmo === undefined ? undefined : naming.object(vmo);
      return { base: sum(base), ...(binding === undefined ? {} : { vmo: binding }) };
    });
  if (runs !== undefined) planned.runs = planRuns(runs, 0, naming);
  const execution = session.execute(step);
  session.settle(step, execution);
  const made = naming.bind(step, index, execution, isPlacedByCaller(step));
  if (made !== undefined) planned.made = made;
  if (space !== undefined) planned.space = planRuns(space, 1, naming);
  if (pages !== undefined) planned.pages = { base: sum(pages.base), perms: pages.perms };
  return planned;
}

function verdictOf(step: Step): Verdict {
  const expect = step.expect ?? {};
  const { status, fault } = expect;
  if (step.op === "release") return { kind: "ok" };
  if (step.op === "access") {
    if (fault === undefined) return expect.value === undefined ? { kind: "any" } : { kind: "ok" };
    return fault === "none" ? { kind: "ok" } : { kind: "error", status: fault };
  }
  if (typeof status === "string")
    return status === statusWord(Status.OK) ? { kind: "ok" } : { kind: "error", status };
  if (status !== undefined) return { kind: "any", statuses: status };
  const outputs = Object.keys(expect).filter((field) => !AFTER.has(field));
  return outputs.length > 0 ? { kind: "ok" } : { kind: "any" };
}

/** Expectations that do not say how the call ended. */
const AFTER: ReadonlySet<string> = new Set(["dangling", "changed", "space", "pages"]);

function isPlacedByCaller(step: Step): boolean {
  if (step.op !== "allocate" && step.op !== "map") return false;
  return (flagsWord(VM_OPTIONS, step.options) & (VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE)) !== 0;
}

/** Rows joined as far as the format lets a checker join them; "unnamed" if a VMO in them has no name to ask for. */
function planRuns(rows: readonly RunRow[], rootDepth: number, naming: Naming): PlannedRun[] | "unnamed" {
  const runs: PlannedRun[] = [];
  for (const row of rows) {
    const [, depth, base, size] = row;
    if (row[0] === "vmar") {
      runs.push({ depth: depth - rootDepth, base: naming.base(row[4], base), size });
      continue;
    }
    const run = { depth: depth - rootDepth, base: naming.sum(base), size };
    const vmo = naming.object(row[5]);
    if (vmo === undefined) return "unnamed";
    const mapping = { perms: row[4], vmo, offset: row[6] };
    const last = runs.at(-1);
    if (last !== undefined && joins(last, { ...run, mapping }))
      runs[runs.length - 1] = { ...last, size: naming.add(last.size, size) };
    else runs.push({ ...run, mapping });
  }
  return runs;
}

function joins(left: PlannedRun, right: PlannedRun): boolean {
  return (
    left.mapping !== undefined &&
    right.mapping !== undefined &&
    left.depth === right.depth &&
    left.mapping.perms === right.mapping.perms &&
    left.mapping.vmo === right.mapping.vmo &&
    BigInt(left.base.value) + BigInt(left.size) === BigInt(right.base.value) &&
    BigInt(left.mapping.offset) + BigInt(left.size) === BigInt(right.mapping.offset)
  );
}
