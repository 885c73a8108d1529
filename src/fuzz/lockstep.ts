/**
 * One program on two kernels, step by step: after each operation the answers and the address space must agree, and at the end
 * everything that can be asked.
 */
import {
  type BytesAnswer,
  type KernelFactory,
  type RuleId,
  type U64,
  formatU64,
  statusName,
} from "../zircon/index.ts";
import type { Coverage } from "./coverage.ts";
import { type Outcome, Session, execute, outputName } from "./execute.ts";
import { INVALID, type Op, type Program, ROOT, type Slot, kernelConfig, outOf } from "./program.ts";
import { type SpaceEntry, SpaceLog } from "./space.ts";

export interface Pair {
  readonly left: KernelFactory;
  readonly right: KernelFactory;
}

/** Where and how two kernels parted. */
export interface Difference {
  /** The index of the operation; the number of operations if it was a question asked at the end. */
  readonly step: number;
  /** The operation, or the question. */
  readonly op: Op;
  /** `status`, an output's name, `space` or `exception`. */
  readonly field: string;
  readonly left: string;
  readonly right: string;
  /** The rules that the left kernel applied in the step. */
  readonly rules: readonly RuleId[];
}

/** Runs `program` on both kernels; undefined if they agree in everything. */
export function lockstep(program: Program, pair: Pair, coverage?: Coverage): Difference | undefined {
  const rules: RuleId[] = [];
  const { world } = program;
  const onRule = (rule: RuleId): void => {
    rules.push(rule);
    coverage?.rule(rule);
  };
  const left = new Session(pair.left(kernelConfig(world, onRule)), world.aspace.base);
  const right = new Session(pair.right(kernelConfig(world)), world.aspace.base);
  const leftSpace = new SpaceLog(left);
  const rightSpace = new SpaceLog(right);

  const differs = (step: number, op: Op, field: string, leftText: string, rightText: string): Difference => ({
    step,
    op,
    field,
    left: leftText,
    right: rightText,
    rules: [...new Set(rules)],
  });

  /** Runs `op` on both; a kernel that throws has answered with its exception. */
  const ask = (step: number, op: Op): Difference | Outcome => {
    rules.length = 0;
    const a = attempt(left, op);
    const b = attempt(right, op);
    // Also when both throw alike: no call may throw, whatever it is given.
    if (typeof a === "string" || typeof b === "string") {
      return differs(step, op, "exception", outcomeText(a), outcomeText(b));
    }
    if (a.status !== b.status) return differs(step, op, "status", statusName(a.status), statusName(b.status));
    const count = Math.max(a.outputs.length, b.outputs.length);
    for (let i = 0; i < count; i++) {
      if (a.outputs[i] !== b.outputs[i]) {
        return differs(step, op, outputName(op.call, i), outputText(a.outputs[i]), outputText(b.outputs[i]));
      }
    }
    return a;
  };

  leftSpace.observe(world.aspace.base, world.aspace.size);
  let step = 0;
  for (const op of program.ops) {
    const result = ask(step, op);
    if ("field" in result) return result;
    coverage?.answered(op, result.status, left, leftSpace);
    leftSpace.observe(world.aspace.base, world.aspace.size);
    rightSpace.observe(world.aspace.base, world.aspace.size);
    const at = leftSpace.firstDifference(rightSpace);
    if (at >= 0) {
      return differs(step, op, "space", leftSpace.describe(at, slotText), rightSpace.describe(at, slotText));
    }
    step++;
  }

  for (const op of questions(program, left, right, leftSpace)) {
    const result = ask(step, op);
    if ("field" in result) return result;
  }
  return undefined;
}

function attempt(session: Session, op: Op): Outcome | string {
  try {
    return execute(session, op);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

function outcomeText(outcome: Outcome | string): string {
  return typeof outcome === "string" ? outcome : statusName(outcome.status);
}

function outputText(output: U64 | string | undefined): string {
  if (output === undefined) return "nothing";
  return typeof output === "string" ? output : formatU64(output);
}

function slotText(slot: number): string {
  return slot < 1 ? (slot > 0 ? "root" : "an unknown object") : `#${slot}`;
}

/** How much of each VMO and mapping is read back at the end. */
const READ_BACK_PAGES = 8;

/** What is asked at the end: of each handle all that its kind can tell, of each VMO and mapping its bytes where they differ. */
function* questions(program: Program, left: Session, right: Session, space: SpaceLog): Generator<Op> {
  const pageSize = program.world.aspace.pageSize;
  const vmars: Slot[] = [ROOT];
  const vmos: Slot[] = [];
  for (const op of program.ops) {
    const out = outOf(op);
    if (out === 0 || left.handle(out) === 0) continue;
    yield { call: "basic_info", handle: out };
    // Which kind a handle has was just agreed upon: a call of the wrong kind answers WRONG_TYPE on both.
    if (op.call === "allocate") vmars.push(out);
    else vmos.push(out);
    if (op.call === "handle_duplicate" || op.call === "handle_replace") vmars.push(out);
  }
  for (const vmar of vmars) {
    yield { call: "info", vmar };
    yield { call: "info_maps", vmar, capacity: undefined };
  }
  for (const vmo of vmos) {
    yield { call: "vmo_info", vmo };
    yield { call: "vmo_get_stream_size", vmo };
    const size = Number(left.kernel.vmoGetSize(left.handle(vmo)).value);
    const read: Op = { call: "vmo_read", vmo, offset: 0, len: Math.min(size, READ_BACK_PAGES * pageSize) };
    const at = differentByte(left, right, (session) =>
      session.kernel.vmoRead(session.handle(vmo), 0, read.len),
    );
    if (at >= 0) yield at === Infinity ? read : { ...read, offset: at, len: 1 };
  }
  const mappings: SpaceEntry[] = [];
  space.forEach((entry) => {
    if (!entry.isRegion) mappings.push(entry);
  });
  for (const { base, size } of mappings) {
    // One page more than the entry has: a read stops where its mapping ends (PMEM-07).
    const len = Math.min(Number(size), READ_BACK_PAGES * pageSize) + pageSize;
    const at = differentByte(left, right, ({ kernel }) =>
      kernel.processReadMemory(kernel.process, base, len),
    );
    if (at >= 0) {
      yield {
        call: "read_memory",
        addr: { slot: INVALID, delta: base },
        len: at === Infinity ? len : at + 1,
      };
    }
  }
}

/** The first byte in which two reads differ, -1 if they agree, Infinity if they differ in more than their bytes. */
function differentByte(left: Session, right: Session, read: (session: Session) => BytesAnswer): number {
  try {
    const a = read(left);
    const b = read(right);
    return a.status === b.status ? firstDifferentByte(a.bytes, b.bytes) : Infinity;
  } catch {
    // The read is asked again as an operation of its own, which reports what was thrown.
    return Infinity;
  }
}

function firstDifferentByte(a: Uint8Array, b: Uint8Array): number {
  if (Buffer.compare(a, b) === 0) return -1;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return i;
  return shorter;
}
