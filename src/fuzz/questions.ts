import {
  type BytesAnswer,
  type Handle,
  INFO_HANDLE_BASIC_SIZE,
  Signals,
  Status,
  type U64,
  type ValueAnswer,
  addU64,
  subU64,
} from "../zircon/index.ts";
import { type Outcome, type Session, execute } from "./execute.ts";
import { type Addr, type Op, PROCESS, type Program, ROOT, type Slot, outOf } from "./program.ts";
import { type SpaceEntry, SpaceLog } from "./space.ts";

const WORD_BYTES = 8;

/** All signals that a VMO or the process can have. */
const SIGNALS = (Signals.USER_ALL | Signals.VMO_ZERO_CHILDREN) >>> 0;

/** Around how many mappings parts of the space are looked at. */
const WINDOWS = 3;

/** How much of each VMO and mapping is read back. */
const READ_BACK_PAGES = 8;

/**
 * What two kernels are asked at the end of a program: of each handle all that its kind can tell, and of each VMO and mapping its bytes,
 * where they differ. What traces have no words for (how many handles an object has, what the process is) is asked only there, too.
 */
export function* questions(program: Program, left: Session, right: Session, space: SpaceLog): Generator<Op> {
  const pageSize = program.world.aspace.pageSize;
  const vmars: Slot[] = [ROOT];
  const vmos: Slot[] = [];
  for (const op of program.ops) {
    const out = outOf(op);
    if (out === 0 || left.handle(out) === 0) continue;
    yield { call: "basic_info", handle: out };
    yield* handleQuestions(out, left, right);
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
    const at = differentByte(left, right, (session, buffer) =>
      session.kernel.vmoRead(session.handle(vmo), 0, read.len, buffer),
    );
    if (at >= 0) yield at === Infinity ? read : { ...read, offset: at, len: 1 };
  }
  for (const handle of [ROOT, PROCESS]) {
    if (!sameBasics(handle, left, right)) yield* differing({ call: "basic_info", handle }, left, right);
    yield* handleQuestions(handle, left, right);
    if (!sameName(handle, left, right)) yield* differing({ call: "get_name", handle }, left, right);
  }
  const mappings: SpaceEntry[] = [];
  space.forEach((entry) => {
    if (!entry.isRegion) mappings.push(entry);
  });
  const { base: start, size: total } = program.world.aspace;
  const views = new Views(left, right);
  yield* windowQuestions(start, total, pageSize, views);
  for (const { base, size } of mappings.slice(0, WINDOWS)) {
    yield* windowQuestions(base, size, pageSize, views);
  }
  for (const { base, size } of mappings) {
    // One page more than the entry has: a read stops where its mapping ends (PMEM-07).
    const len = Math.min(Number(size), READ_BACK_PAGES * pageSize) + pageSize;
    const at = differentByte(left, right, ({ kernel }, buffer) =>
      kernel.processReadMemory(kernel.process, base, len, buffer),
    );
    if (at >= 0) {
      yield {
        call: "read_memory",
        addr: fromRoot(left, base),
        len: at === Infinity ? len : at + 1,
      };
    }
    for (const border of [addU64(base, pageSize), addU64(base, size)])
      yield* wordQuestion(border, left, right);
  }
}

/**
 * An operation, where its answers differ. What is asked often is compared without it before, field by field, which is cheaper: what is
 * alike there is alike here.
 */
function* differing(op: Op, left: Session, right: Session): Generator<Op> {
  if (answerText(left, op) !== answerText(right, op)) yield op;
}

/** What the space shows around [base, base + size), where that differs: next to it, in nothing of it, in its first page, from there on. */
function* windowQuestions(base: U64, size: U64, pageSize: number, views: Views): Generator<Op> {
  yield* views.differing(subU64(base, pageSize), pageSize);
  yield* views.differing(addU64(base, size), pageSize);
  yield* views.differing(base, 0);
  yield* views.differing(base, pageSize);
  yield* views.differing(base, subU64(0, addU64(base, 1)));
}

/** Parts of the two address spaces, in lists that are used again for each. */
class Views {
  readonly #left: Session;
  readonly #right: Session;
  readonly #inLeft: SpaceLog;
  readonly #inRight: SpaceLog;

  constructor(left: Session, right: Session) {
    this.#left = left;
    this.#right = right;
    this.#inLeft = new SpaceLog(left);
    this.#inRight = new SpaceLog(right);
  }

  /** The question for [from, from + len), where both do not show the same there. */
  differing(from: U64, len: U64): Iterable<Op> {
    if (this.#areAlike(from, len)) return NO_QUESTIONS;
    return differing({ call: "observe", addr: fromRoot(this.#left, from), len }, this.#left, this.#right);
  }

  #areAlike(from: U64, len: U64): boolean {
    try {
      this.#inLeft.observe(from, len);
      this.#inRight.observe(from, len);
    } catch {
      return false;
    }
    return this.#inLeft.firstDifference(this.#inRight) < 0;
  }
}

/** What traces have no words for: how many handles its object has, and the signals of that. */
function* handleQuestions(handle: Slot, left: Session, right: Session): Generator<Op> {
  if (!sameCount(handle, left, right)) yield* differing({ call: "handle_count", handle }, left, right);
  const wait: Op = { call: "wait", handle, signals: SIGNALS };
  if (!sameSignals(handle, left, right)) yield* differing(wait, left, right);
}

const sameCount = sameAnswers(({ kernel }, handle) => kernel.infoHandleCount(handle), sameValue);

const sameSignals = sameAnswers(
  ({ kernel }, handle) => kernel.objectWaitOne(handle, SIGNALS),
  (a, b) => a.status === b.status && a.observed === b.observed,
);

const sameName = sameAnswers(
  ({ kernel }, handle) => kernel.objectGetName(handle),
  (a, b) => a.status === b.status && a.name === b.name,
);

/** Whether both say the same of a handle and what it is to. */
const sameBasics = sameAnswers(
  (session, handle) => {
    const { status, info } = session.kernel.infoHandleBasic(handle, INFO_HANDLE_BASIC_SIZE);
    return { status, info, object: info === undefined ? -1 : session.object(info.koid) };
  },
  (a, b) =>
    a.status === b.status &&
    a.object === b.object &&
    a.info?.rights === b.info?.rights &&
    a.info?.type === b.info?.type &&
    a.info?.relatedKoid === b.info?.relatedKoid,
);

/** A question about a handle that is asked of both without an operation. */
function sameAnswers<A>(
  ask: (session: Session, handle: Handle) => A,
  areSame: (a: A, b: A) => boolean,
): (handle: Slot, left: Session, right: Session) => boolean {
  return (handle, left, right) => {
    try {
      return areSame(ask(left, left.handle(handle)), ask(right, right.handle(handle)));
    } catch {
      // The operation is asked after it, which reports what was thrown.
      return false;
    }
  };
}

function sameValue(left: ValueAnswer, right: ValueAnswer): boolean {
  return left.status === right.status && left.value === right.value;
}

/** A word across a page border, where the left kernel reads one and the right one does not read the same. */
function wordQuestion(border: U64, left: Session, right: Session): Iterable<Op> {
  const at = subU64(border, WORD_BYTES / 2);
  try {
    const word = left.kernel.access(at, "read", WORD_BYTES);
    // A trace cannot write down a wide read that faults: it loads a byte where no value is expected.
    if (word.status !== Status.OK) return NO_QUESTIONS;
    if (sameValue(word, right.kernel.access(at, "read", WORD_BYTES))) return NO_QUESTIONS;
  } catch {
    // One of them has thrown: the operation reports it, if it was not both.
  }
  const addr = fromRoot(left, at);
  return differing({ call: "access", addr, kind: "read", width: WORD_BYTES, value: undefined }, left, right);
}

function answerText(session: Session, op: Op): string {
  try {
    const { status, outputs } = execute(session, op);
    return [status, ...outputs].join(" ");
  } catch {
    return "";
  }
}

/**
 * Accesses to the pages that an operation touched, where the two kernels do not show a page alike: what a page permits is more than
 * what its map entry says, as a stale translation shows.
 */
export function pageQuestions(op: Op, { status }: Outcome, left: Session, right: Session): readonly Op[] {
  if (status !== Status.OK) return NO_QUESTIONS;
  // Allocating and mapping leave the address to the kernel, or say it as an offset.
  if (op.call !== "unmap" && op.call !== "protect" && op.call !== "op_range" && op.call !== "unmap_exit") {
    return NO_QUESTIONS;
  }
  const first = left.addr(op.addr);
  const last = subU64(addU64(first, op.len), 1);
  const atFirst = pageDiffers(left, right, first) ? accesses(left, first) : NO_QUESTIONS;
  if (first === last || !pageDiffers(left, right, last)) return atFirst;
  return [...atFirst, ...accesses(left, last)];
}

const NO_QUESTIONS: readonly Op[] = [];

/** Whether what a page permits, or whether it can be reached, differs; the rest the map entries have told. */
function pageDiffers(left: Session, right: Session, addr: U64): boolean {
  const a = left.kernel.observePage(addr);
  const b = right.kernel.observePage(addr);
  return a?.perms !== b?.perms || a?.reach !== b?.reach;
}

function accesses(left: Session, addr: U64): Op[] {
  const at = fromRoot(left, addr);
  return (["read", "write", "execute"] as const).map((kind) => ({
    call: "access",
    addr: at,
    kind,
    width: 1,
    value: undefined,
  }));
}

/** An address as its distance from the root's base. */
function fromRoot(session: Session, addr: U64): Addr {
  return { slot: ROOT, delta: subU64(addr, session.addr({ slot: ROOT, delta: 0 })) };
}

/** The first byte in which two reads differ, -1 if they agree, Infinity if they differ in more than their bytes. */
function differentByte(
  left: Session,
  right: Session,
  read: (session: Session, buffer: Uint8Array) => BytesAnswer,
): number {
  try {
    const a = read(left, BUFFERS.left);
    const b = read(right, BUFFERS.right);
    return a.status === b.status ? firstDifferentByte(a.bytes, b.bytes) : Infinity;
  } catch {
    // The read is asked again as an operation of its own, which reports what was thrown.
    return Infinity;
  }
}

const MOST_BYTES = (READ_BACK_PAGES + 1) * 0x1_0000;

/** What is read back is compared at once, so it comes in the same memory each time. */
const BUFFERS = { left: new Uint8Array(MOST_BYTES), right: new Uint8Array(MOST_BYTES) };

function firstDifferentByte(a: Uint8Array, b: Uint8Array): number {
  if (Buffer.compare(a, b) === 0) return -1;
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) if (a[i] !== b[i]) return i;
  return shorter;
}
