import {
  type BytesAnswer,
  type Handle,
  INFO_HANDLE_BASIC_SIZE,
  type PageView,
  Signals,
  Status,
  type U64,
  type ValueAnswer,
  addU64,
  subU64,
} from "../zircon/index.ts";
import { type Outcome, type Session, execute } from "./execute.ts";
import { type Addr, type Op, PROCESS, type Program, ROOT, type Slot, type World, outOf } from "./program.ts";
import { type Parting, compareExceptions } from "./compare.ts";
import { exceptionText } from "./side.ts";
import { SpaceLog } from "./space.ts";

const WORD_BYTES = 8;

/** All signals that a VMO or the process can have. */
const SIGNALS = (Signals.USER_ALL | Signals.VMO_ZERO_CHILDREN) >>> 0;

/** Around how many mappings parts of the space are looked at. */
const WINDOWS = 3;

/** How much of each VMO and mapping is read back. */
const READ_BACK_PAGES = 8;

/** Asks both kernels a question that is an operation, and says whether they part there. Nothing is asked any more once they have. */
export type Ask = (op: Op) => boolean;

/**
 * What two kernels are asked at the end of a program: of each handle all that its kind can tell, and of each VMO and mapping its bytes,
 * where they differ. What traces have no words for (how many handles an object has, what the process is) is asked only there, too.
 * Answers whether they parted.
 */
export function interrogate(
  { world, ops }: Program,
  left: Session,
  right: Session,
  space: SpaceLog,
  ask: Ask,
): boolean {
  const { pageSize } = world.aspace;
  const vmars: Slot[] = [ROOT];
  const vmos: Slot[] = [];
  for (const op of ops) {
    const out = outOf(op);
    if (out === 0 || left.handle(out) === 0) continue;
    if (ask({ call: "basic_info", handle: out }) || partAtHandle(out, left, right, ask)) return true;
    // Which kind a handle has was just agreed upon: a call of the wrong kind answers WRONG_TYPE on both.
    const { call } = op;
    if (call === "allocate") vmars.push(out);
    else vmos.push(out);
    if (call === "handle_duplicate" || call === "handle_replace") vmars.push(out);
  }
  for (const vmar of vmars) {
    if (ask({ call: "info", vmar }) || ask({ call: "info_maps", vmar, capacity: undefined })) return true;
  }
  for (const vmo of vmos) {
    if (ask({ call: "vmo_info", vmo }) || ask({ call: "vmo_get_stream_size", vmo })) return true;
    if (partAtContents(vmo, READ_BACK_PAGES * pageSize, left, right, ask)) return true;
  }
  for (const handle of [ROOT, PROCESS]) {
    if (!sameBasics(handle, left, right) && partAt({ call: "basic_info", handle }, left, right, ask))
      return true;
    if (partAtHandle(handle, left, right, ask)) return true;
    if (!sameName(handle, left, right) && partAt({ call: "get_name", handle }, left, right, ask)) return true;
  }
  return partAtSpace(world, left, right, space, ask);
}

/** What the address space shows, whole and around some mappings, and what can be read at each mapping. */
function partAtSpace({ aspace }: World, left: Session, right: Session, space: SpaceLog, ask: Ask): boolean {
  const { base: start, size: total, pageSize } = aspace;
  const views = new Views(left, right, ask);
  if (views.partAround(start, total, pageSize)) return true;
  for (let i = 0, windows = 0; i < space.entries && windows < WINDOWS; i++) {
    if (space.isRegion(i)) continue;
    windows++;
    if (views.partAround(space.baseOf(i), space.sizeOf(i), pageSize)) return true;
  }
  for (let i = 0; i < space.entries; i++) {
    if (space.isRegion(i)) continue;
    const base = space.baseOf(i);
    const size = space.sizeOf(i);
    if (partAtMemory(base, size, pageSize, left, right, ask)) return true;
    if (partAtWord(addU64(base, pageSize), left, right, ask)) return true;
    if (partAtWord(addU64(base, size), left, right, ask)) return true;
  }
  return false;
}

/** The bytes of a VMO, up to `most` of them. */
function partAtContents(vmo: Slot, most: number, left: Session, right: Session, ask: Ask): boolean {
  const size = sizeOf(vmo, left);
  if (size === undefined) return ask({ call: "vmo_get_size", vmo });
  const len = Math.min(size, most);
  const at = differentByte(
    () => left.kernel.vmoRead(left.handle(vmo), 0, len, BUFFERS.left),
    () => right.kernel.vmoRead(right.handle(vmo), 0, len, BUFFERS.right),
  );
  if (at < 0) return false;
  return ask(
    at === Infinity
      ? { call: "vmo_read", vmo, offset: 0, len }
      : { call: "vmo_read", vmo, offset: at, len: 1 },
  );
}

/** A VMO's size, undefined if the kernel throws. */
function sizeOf(vmo: Slot, session: Session): number | undefined {
  try {
    return Number(session.kernel.vmoGetSize(session.handle(vmo)).value);
  } catch {
    // The operation is asked after it, which reports what was thrown.
    return undefined;
  }
}

/** The bytes of a mapping, and one page more than it has: a read stops where its mapping ends (PMEM-07). */
function partAtMemory(
  base: U64,
  size: U64,
  pageSize: number,
  left: Session,
  right: Session,
  ask: Ask,
): boolean {
  const len = Math.min(Number(size), READ_BACK_PAGES * pageSize) + pageSize;
  const at = differentByte(
    () => left.kernel.processReadMemory(left.kernel.process, base, len, BUFFERS.left),
    () => right.kernel.processReadMemory(right.kernel.process, base, len, BUFFERS.right),
  );
  if (at < 0) return false;
  return ask({ call: "read_memory", addr: fromRoot(left, base), len: at === Infinity ? len : at + 1 });
}

/**
 * Asks an operation where its answers differ. What is asked often is compared without it before, field by field, which is cheaper: what
 * is alike there is alike here.
 */
function partAt(op: Op, left: Session, right: Session, ask: Ask): boolean {
  return answerText(left, op) !== answerText(right, op) && ask(op);
}

/** Parts of the two address spaces, in lists that are used again for each. */
class Views {
  readonly #left: Session;
  readonly #right: Session;
  readonly #inLeft: SpaceLog;
  readonly #inRight: SpaceLog;
  readonly #ask: Ask;

  constructor(left: Session, right: Session, ask: Ask) {
    this.#left = left;
    this.#right = right;
    this.#inLeft = new SpaceLog(left);
    this.#inRight = new SpaceLog(right);
    this.#ask = ask;
  }

  /** Around [base, base + size): next to it, in nothing of it, in its first page, from there on. */
  partAround(base: U64, size: U64, pageSize: number): boolean {
    return (
      this.#partIn(subU64(base, pageSize), pageSize) ||
      this.#partIn(addU64(base, size), pageSize) ||
      this.#partIn(base, 0) ||
      this.#partIn(base, pageSize) ||
      this.#partIn(base, subU64(0, addU64(base, 1)))
    );
  }

  #partIn(from: U64, len: U64): boolean {
    if (this.#areAlike(from, len)) return false;
    const op: Op = { call: "observe", addr: fromRoot(this.#left, from), len };
    return partAt(op, this.#left, this.#right, this.#ask);
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
function partAtHandle(handle: Slot, left: Session, right: Session, ask: Ask): boolean {
  if (!sameCount(handle, left, right) && partAt({ call: "handle_count", handle }, left, right, ask))
    return true;
  return (
    !sameSignals(handle, left, right) && partAt({ call: "wait", handle, signals: SIGNALS }, left, right, ask)
  );
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
function partAtWord(border: U64, left: Session, right: Session, ask: Ask): boolean {
  const at = subU64(border, WORD_BYTES / 2);
  try {
    const word = left.kernel.access(at, "read", WORD_BYTES);
    // A trace cannot write down a wide read that faults: it loads a byte where no value is expected.
    if (word.status !== Status.OK) return false;
    if (sameValue(word, right.kernel.access(at, "read", WORD_BYTES))) return false;
  } catch {
    // One of them has thrown: the operation reports it, if it was not both.
  }
  const addr = fromRoot(left, at);
  return partAt(
    { call: "access", addr, kind: "read", width: WORD_BYTES, value: undefined },
    left,
    right,
    ask,
  );
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
export function pageQuestions(
  op: Op,
  { status }: Outcome,
  left: Session,
  right: Session,
): readonly Op[] | Parting {
  if (status !== Status.OK) return NO_QUESTIONS;
  // Allocating and mapping leave the address to the kernel, or say it as an offset.
  switch (op.call) {
    case "unmap":
    case "protect":
    case "op_range":
    case "unmap_exit":
      return accessesWhereDifferent(op.addr, op.len, left, right);
    default:
      return NO_QUESTIONS;
  }
}

function accessesWhereDifferent(
  addr: Addr,
  len: U64,
  left: Session,
  right: Session,
): readonly Op[] | Parting {
  const first = left.addr(addr);
  const last = subU64(addU64(first, len), 1);
  const atFirst = accessesIfDifferent(first, left, right);
  if (first === last || "field" in atFirst) return atFirst;
  const atLast = accessesIfDifferent(last, left, right);
  return "field" in atLast || atFirst.length === 0 ? atLast : [...atFirst, ...atLast];
}

const NO_QUESTIONS: readonly Op[] = [];

/** Where what a page permits, or whether it can be reached, differs; the rest the map entries have told. */
function accessesIfDifferent(addr: U64, left: Session, right: Session): readonly Op[] | Parting {
  const a = pageView(left, addr);
  const b = pageView(right, addr);
  if (typeof a === "string" || typeof b === "string") return compareExceptions(a, b);
  return a?.perms !== b?.perms || a?.reach !== b?.reach ? accesses(left, addr) : NO_QUESTIONS;
}

/** What a page shows, or what the kernel threw. */
function pageView({ kernel }: Session, addr: U64): PageView | string | undefined {
  try {
    return kernel.observePage(addr);
  } catch (error) {
    return exceptionText(error);
  }
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
function differentByte(left: () => BytesAnswer, right: () => BytesAnswer): number {
  try {
    const a = left();
    const b = right();
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
