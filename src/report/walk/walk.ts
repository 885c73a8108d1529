import { hexOf, statusWord, typeWord } from "../../trace/answers.ts";
import type { Execution } from "../../trace/execute.ts";
import { wordFlags } from "../../trace/flags.ts";
import { type Failure, replayTrace } from "../../trace/replay.ts";
import { joinRuns, REGION, type Run } from "../../trace/runs.ts";
import { type NamedKernel, Session } from "../../trace/session.ts";
import type { Step, Trace } from "../../trace/types.ts";
import type { BreakReason, LeaseKind } from "../../ledger/lease.ts";
import type { LedgerEffects } from "../../ledger/ledger.ts";
import { type Aim, aimOf } from "./aim.ts";
import type { AspaceConfig } from "../../zircon/kernel.ts";
import { permsText } from "../../zircon/options.ts";
import { Rights } from "../../zircon/rights.ts";
import type { RuleId } from "../../zircon/rules.ts";
import { Status } from "../../zircon/status.ts";
import { formatU64, type U64 } from "../../zircon/u64.ts";

/** A region or a run of mapped pages, with names in place of koids. */
export interface Block {
  /** The root is at depth 1. */
  readonly depth: number;
  readonly base: U64;
  readonly size: U64;
  /** The region's name, or the VMO's. */
  readonly name: string;
  /** Of a mapping: `rw-`, and where in its VMO it begins. */
  readonly mapping?: { readonly perms: string; readonly vmoOffset: U64 };
}

/** A reference that the program holds, or that was broken by a step up to now. */
export interface Held {
  readonly name: string;
  readonly kind: LeaseKind;
  readonly addr: U64;
  readonly len: U64;
  /** Why it dangles, and from which page on. */
  readonly broken?: { readonly reason: BreakReason; readonly page: U64; readonly step: number };
  /** Whether this step changed its bytes. */
  readonly changed: boolean;
}

/** What one kernel did at one step. */
export interface Moment {
  readonly status: string;
  /** What the call returned besides, in words: `at 0x1101000`. */
  readonly outputs: readonly string[];
  /** The rules that the kernel told while it answered, in their order, each once. */
  readonly rules: readonly RuleId[];
  /** Where the call points. */
  readonly aim?: Aim;
  /** What the step changed in the space; undefined for nothing. {@link spaceAfter} makes the whole of it. */
  readonly change?: Change;
  /** All references after the step; the same array as before it if nothing happened to any. */
  readonly held: readonly Held[];
  readonly failures: readonly Failure[];
}

/** What to cut out of a space's list of blocks, and what to put there. */
export interface Change {
  readonly at: number;
  readonly removed: number;
  readonly added: readonly Block[];
}

/** One kernel's way through a trace. */
export interface Lane {
  readonly kernel: string;
  readonly start: readonly Block[];
  /** Fewer than the trace has steps if the kernel threw. */
  readonly moments: readonly Moment[];
}

export interface Walk {
  readonly trace: Trace;
  readonly aspace: AspaceConfig;
  readonly lanes: readonly Lane[];
  readonly failures: readonly Failure[];
}

/** The space after a step, -1 for before the first: differences are kept, not pictures, so that long traces stay small. */
export function spaceAfter({ start, moments }: Lane, step: number): readonly Block[] {
  const blocks = [...start];
  for (const { change } of moments.slice(0, step + 1))
    if (change !== undefined) blocks.splice(change.at, change.removed, ...change.added);
  return blocks;
}

/** Runs a trace on each kernel, step by step, and keeps everything that there is to look at. */
export function walkTrace(trace: Trace, kernels: readonly NamedKernel[]): Walk {
  const failures = replayTrace(trace, kernels);
  const walked = kernels.map((kernel) => walkLane(trace, kernel, failures));
  const [{ aspace } = { aspace: { base: 0, size: 0, pageSize: 4096 } }] = walked;
  return { trace, aspace, lanes: walked.map(({ lane }) => lane), failures };
}

function walkLane(
  trace: Trace,
  { name, factory }: NamedKernel,
  failures: readonly Failure[],
): { lane: Lane; aspace: AspaceConfig } {
  const told: RuleId[] = [];
  const listening: NamedKernel = {
    name,
    factory: (config) =>
      factory({
        ...config,
        onRule: (rule) => {
          told.push(rule);
          config.onRule?.(rule);
        },
      }),
  };
  const session = new Session(listening, trace);
  let runs = joinRuns(session.space());
  const start = runs.map((run) => blockOf(run, session));
  const moments: Moment[] = [];
  let held: readonly Held[] = [];
  for (const [index, step] of trace.steps.entries()) {
    const aim = aimOf(step, session);
    told.length = 0;
    let execution: Execution;
    try {
      execution = session.execute(step);
    } catch {
      // The failures say that it threw; there is nothing to see from here on.
      break;
    }
    // What is told behind the call's last rule was told to the harness, which looks at the handle.
    const last = session.rule === undefined ? -1 : told.lastIndexOf(session.rule);
    const rules = [...new Set(told.slice(0, last + 1))];
    const leased = step.op === "borrow" ? session.bindings.address(step.addr) : 0;
    const effects = session.settle(step, execution);
    held = heldAfter(held, step, index, execution, effects, leased);
    const before = runs;
    runs = joinRuns(session.space());
    const change = changeOf(before, runs, session);
    moments.push({
      status: statusWord(execution.outcome.status),
      outputs: outputsOf(step, execution),
      rules,
      ...(aim === undefined ? {} : { aim }),
      ...(change === undefined ? {} : { change }),
      held,
      failures: failuresAt(index, name, failures),
    });
  }
  return { lane: { kernel: name, start, moments }, aspace: session.aspace };
}

/**
 * What is wrong at a step; what misses an expectation and differs from another kernel's answer too is told once, and that a call which
 * failed chose no place goes without saying.
 */
function failuresAt(index: number, kernel: string, failures: readonly Failure[]): Failure[] {
  const here = failures.filter((failure) => failure.step === index && failure.kernel === kernel);
  const missed = new Set(here.filter(({ against }) => against === undefined).map(fieldOf));
  const otherStatus = missed.has("status");
  return here.filter(
    (failure) =>
      failure.against === undefined ||
      !(missed.has(fieldOf(failure)) || (otherStatus && failure.field === "at")),
  );
}

/** The field without the place in it: `space` of `space[2]`. An access's fault is its status. */
function fieldOf({ field }: Failure): string {
  return field === "fault" ? "status" : field.replace(/[[.].*$/, "");
}

/** The one place where two lists of runs differ, as wide as it must be. */
function changeOf(before: readonly Run[], after: readonly Run[], session: Session): Change | undefined {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && sameRun(before[head], after[head])) head++;
  if (head === before.length && head === after.length) return undefined;
  let tail = 0;
  while (tail < most - head && sameRun(before.at(-1 - tail), after.at(-1 - tail))) tail++;
  const added = after.slice(head, after.length - tail).map((run) => blockOf(run, session));
  return { at: head, removed: before.length - head - tail, added };
}

function sameRun(left: Run | undefined, right: Run | undefined): boolean {
  return (
    left !== undefined &&
    right !== undefined &&
    left.base === right.base &&
    left.size === right.size &&
    left.perms === right.perms &&
    left.depth === right.depth &&
    left.koid === right.koid &&
    left.vmoOffset === right.vmoOffset
  );
}

function blockOf({ perms, depth, base, size, koid, vmoOffset }: Run, { names }: Session): Block {
  const name = names.nameOf(koid);
  const block = { depth, base, size, name };
  if (perms === REGION) return block;
  return {
    ...block,
    name: name === "invalid" ? "a private clone" : name,
    mapping: { perms: permsText(perms), vmoOffset },
  };
}

function heldAfter(
  held: readonly Held[],
  step: Step,
  index: number,
  { outcome }: Execution,
  { broken, changed }: LedgerEffects,
  addr: U64,
): readonly Held[] {
  let next = held.map((lease): Held => {
    const live = lease.broken === undefined;
    const found = live ? broken.find((b) => b.lease === lease.name) : undefined;
    if (found !== undefined)
      return { ...lease, changed: false, broken: { reason: found.reason, page: found.page, step: index } };
    const isChanged = live && changed.includes(lease.name);
    return isChanged === lease.changed ? lease : { ...lease, changed: isChanged };
  });
  if (step.op === "release") next = next.filter(({ name }) => name !== step.lease);
  if (step.op === "borrow" && step.as !== undefined && outcome.status === Status.OK)
    next = [
      ...next.filter(({ name }) => name !== step.as),
      { name: step.as, kind: step.kind, addr, len: step.len, changed: false },
    ];
  const isSame = next.length === held.length && next.every((lease, at) => lease === held[at]);
  return isSame ? held : next;
}

/** Bytes that are written out; of a longer answer only how many there are. */
const BYTES_SHOWN = 16;

function outputsOf(step: Step, { outcome }: Execution): string[] {
  const {
    at,
    rights,
    info,
    actual,
    available,
    size,
    bytes,
    transferred,
    vmoInfo,
    type,
    name,
    observed,
    value,
  } = outcome;
  const outputs: string[] = [];
  if (at !== undefined) outputs.push(`at ${formatU64(at)}`);
  if (info !== undefined) outputs.push(`base ${formatU64(info.base)}`, `size ${formatU64(info.size)}`);
  if (actual !== undefined && available !== undefined) outputs.push(`${actual} of ${available} records`);
  if (size !== undefined) outputs.push(`size ${formatU64(size)}`);
  if (transferred !== undefined) outputs.push(`${formatU64(transferred)} bytes`);
  if (bytes !== undefined && bytes.length > 0)
    outputs.push(bytes.length > BYTES_SHOWN ? `${hexOf(bytes.subarray(0, BYTES_SHOWN))}…` : hexOf(bytes));
  if (vmoInfo !== undefined)
    outputs.push(
      `size ${formatU64(vmoInfo.sizeBytes)}`,
      `committed ${formatU64(vmoInfo.committedBytes)}`,
      `${vmoInfo.numMappings} mapping${vmoInfo.numMappings === 1 ? "" : "s"}`,
    );
  if (type !== undefined) outputs.push(typeWord(type) ?? String(type));
  if (rights !== undefined) outputs.push(`rights ${wordFlags(Rights, rights).join(" ") || "none"}`);
  if (name !== undefined) outputs.push(JSON.stringify(name));
  if (observed !== undefined) outputs.push(`signals ${formatU64(observed)}`);
  if (value !== undefined && step.op === "access") outputs.push(`value ${formatU64(value)}`);
  return outputs;
}
