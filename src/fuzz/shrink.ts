/**
 * Smaller programs: the candidates that fast-check tries one after the other, going on from the first that still fails.
 *
 * Rules of the passes:
 * - Each candidate is simpler by one measure and worse by none that an earlier pass minds, so shrinking ends.
 * - Operations go first, in halves, quarters … single ones; then the world, then operands, then the order.
 * - What a removed operation made is *repaired*: its users go as well, or use what it was made from (a child region's
 *   operations move to its parent, a duplicate's to its source), so nothing ever refers to nothing.
 * - A pass that made progress goes on where it is; only when every pass has failed in turn is the program a minimum.
 */
import {
  ALIGN_BASE,
  DEFAULT_ASPACE,
  DEFAULT_SEMANTICS,
  Rights,
  SWITCH_IDS,
  type U64,
  VmOption,
  addU64,
} from "../zircon/index.ts";
import {
  type Addr,
  INVALID,
  type Offset,
  type Op,
  type Program,
  ROOT,
  type Slot,
  type World,
  outOf,
} from "./program.ts";

import { compareSimplicity, orderOf } from "./canonical/simplicity.ts";
import { withoutStretch } from "./canonical/stretches.ts";

type Pass = (program: Program) => Generator<Program>;

/** A candidate and the pass that it came from. */
export interface Candidate {
  readonly program: Program;
  readonly pass: number;
}

/** All candidates for a program, beginning with the given pass and coming round to those before it. */
export function* candidates(program: Program, startPass: number): Generator<Candidate> {
  for (let i = 0; i < PASSES.length; i++) {
    const pass = (startPass + i) % PASSES.length;
    for (const candidate of PASSES[pass]?.(program) ?? []) yield { program: candidate, pass };
  }
}

/** Drops runs of operations with everything that uses what they made: halves, quarters … single ones, the last first. */
function* dropOperations(program: Program): Generator<Program> {
  const { ops } = program;
  for (let size = Math.ceil(ops.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = ops.length; end > 0; end -= size) {
      const start = Math.max(0, end - size);
      const removed = new Set(ops.slice(start, end));
      yield { ...program, ops: withoutDependents(ops, removed) };
    }
  }
}

export function withoutDependents(ops: readonly Op[], removed: ReadonlySet<Op>): Op[] {
  const gone = new Set<Slot>();
  return ops.filter((op) => {
    const stays = !removed.has(op) && !slotsOf(op).some((slot) => gone.has(slot));
    if (!stays && outOf(op) > 0) gone.add(outOf(op));
    return stays;
  });
}

/** Removes a maker and lets its users work on what it was made from. */
export function* collapse(program: Program): Generator<Program> {
  const { ops } = program;
  for (let i = ops.length - 1; i >= 0; i--) {
    const op = ops[i];
    if (op === undefined || outOf(op) === 0) continue;
    for (const replace of replacements(op, ops.slice(0, i))) {
      yield { ...program, ops: [...ops.slice(0, i), ...ops.slice(i + 1).map(replace)] };
    }
  }
}

/** Ways to rewrite the users of what `op` makes. */
function replacements(op: Op, before: readonly Op[]): ((user: Op) => Op)[] {
  const out = outOf(op);
  switch (op.call) {
    case "handle_duplicate":
    case "handle_replace":
      return [(user) => redirect(user, out, op.handle, baseOf(op.handle, before), 0)];
    case "vmo_replace_as_executable":
    case "vmo_create_child":
      return [(user) => redirect(user, out, op.vmo, op.vmo, 0)];
    case "allocate": {
      const shift = typeof op.offset === "object" ? 0 : op.offset;
      const base = baseOf(op.vmar, before);
      return (shift === 0 ? [0] : [shift, 0]).map((by) => (user) => redirect(user, out, op.vmar, base, by));
    }
    case "map": {
      const base = baseOf(op.vmar, before);
      const shift = typeof op.offset === "object" ? 0 : op.offset;
      return [(user) => redirect(user, out, INVALID, base, shift)];
    }
    case "vmo_create": {
      const other = before.find(({ call }) => call === "vmo_create");
      return other === undefined ? [] : [(user) => redirect(user, out, outOf(other), outOf(other), 0)];
    }
    default:
      return [];
  }
}

/** The slot whose address is the base of the region that `vmar` is a handle to. */
function baseOf(vmar: Slot, ops: readonly Op[]): Slot {
  let slot = vmar;
  for (let i = ops.length - 1; i >= 0; i--) {
    const op = ops[i];
    if (op === undefined || outOf(op) !== slot || slot === ROOT) continue;
    if (op.call === "handle_duplicate" || op.call === "handle_replace") slot = op.handle;
  }
  return slot;
}

/** `op` with the handle `to` and the address `base` in place of those of `from`; addresses and offsets move by `shift`. */
function redirect(op: Op, from: Slot, to: Slot, base: Slot, shift: U64): Op {
  const moved = { ...op };
  if ("vmar" in moved && moved.vmar === from) {
    moved.vmar = to;
    if ("offset" in moved && typeof moved.offset !== "object" && moved.offset !== 0) {
      moved.offset = addU64(moved.offset, shift);
    }
  }
  if ("vmo" in moved && moved.vmo === from) moved.vmo = to;
  if ("handle" in moved && moved.handle === from) moved.handle = to;
  if ("addr" in moved && moved.addr.slot === from) {
    moved.addr = { slot: base, delta: addU64(moved.addr.delta, shift) };
  }
  if ("offset" in moved && typeof moved.offset === "object") {
    const { of, from: origin, delta } = moved.offset;
    moved.offset = { of: of === from ? base : of, from: origin === from ? base : origin, delta };
  }
  return moved;
}

/** Every slot that an operation uses. */
export function slotsOf(op: Op): Slot[] {
  const slots: Slot[] = [];
  if ("vmar" in op) slots.push(op.vmar);
  if ("vmo" in op) slots.push(op.vmo);
  if ("handle" in op) slots.push(op.handle);
  if ("addr" in op) slots.push(op.addr.slot);
  if ("lease" in op) slots.push(op.lease);
  if ("offset" in op && typeof op.offset === "object") slots.push(op.offset.of, op.offset.from);
  return slots.filter((slot) => slot > ROOT);
}

const SMALL_SPACES = [1, 2, 3, 4, 6, 8, 12, 16, 32, 64];

/** The default world, or as much of it as will do. */
function* simplifyWorld(program: Program): Generator<Program> {
  const { world } = program;
  const simpler: World[] = [];
  if (world.aslrSeed !== undefined) simpler.push({ ...world, aslrSeed: undefined });
  if (world.debugSyscalls === false) {
    const { debugSyscalls: _off, ...plain } = world;
    simpler.push(plain);
  }
  const changed = SWITCH_IDS.filter((id) => world.semantics[id] !== DEFAULT_SEMANTICS[id]);
  if (changed.length > 1) simpler.push({ ...world, semantics: DEFAULT_SEMANTICS });
  for (const id of changed) {
    simpler.push({ ...world, semantics: { ...world.semantics, [id]: DEFAULT_SEMANTICS[id] } });
  }
  const { aspace } = world;
  if (
    aspace.base !== DEFAULT_ASPACE.base ||
    aspace.size !== DEFAULT_ASPACE.size ||
    aspace.pageSize !== 4096
  ) {
    simpler.push({ ...world, aspace: DEFAULT_ASPACE });
    if (aspace.pageSize !== 4096) {
      const pages = Number(aspace.size) / aspace.pageSize;
      simpler.push({ ...world, aspace: { base: aspace.base, size: pages * 4096, pageSize: 4096 } });
    }
    if (aspace.base !== DEFAULT_ASPACE.base) {
      simpler.push({ ...world, aspace: { ...aspace, base: DEFAULT_ASPACE.base } });
    }
    for (const pages of SMALL_SPACES) {
      const size = pages * aspace.pageSize;
      if (size < aspace.size) simpler.push({ ...world, aspace: { ...aspace, size } });
    }
  }
  for (const candidate of simpler) yield { ...program, world: candidate };
}

/** Stretches of addresses taken out: see {@link withoutStretch}. */
function* closeGaps(program: Program): Generator<Program> {
  for (const next of withoutStretch(program)) if (compareSimplicity(next, program) < 0) yield next;
}

/** One operand of one operation made simpler. */
function* simplifyOperands(program: Program): Generator<Program> {
  const { ops, world } = program;
  const page = world.aspace.pageSize;
  for (let i = 0; i < ops.length; i++) {
    const op = ops[i];
    if (op === undefined) continue;
    for (const simpler of simplerOps(op, ops.slice(0, i), page)) {
      yield { ...program, ops: [...ops.slice(0, i), simpler, ...ops.slice(i + 1)] };
    }
  }
}

function* simplerOps(op: Op, before: readonly Op[], page: number): Generator<Op> {
  if ("vmar" in op && op.vmar !== ROOT) {
    for (const vmar of simplerSlots(op.vmar, before)) yield { ...op, vmar };
    if (op.vmar > ROOT) yield { ...op, vmar: ROOT };
  }
  if ("vmo" in op) for (const vmo of simplerSlots(op.vmo, before)) yield { ...op, vmo };
  if ("handle" in op) for (const handle of simplerSlots(op.handle, before)) yield { ...op, handle };
  if ("options" in op) for (const options of simplerOptions(op.options)) yield { ...op, options };
  if ("rights" in op) for (const rights of simplerRights(op.rights)) yield { ...op, rights };
  if ("offset" in op && (op.call === "allocate" || op.call === "map")) {
    for (const offset of simplerOffsets(op.offset, page)) yield { ...op, offset };
  } else if ("offset" in op && typeof op.offset !== "object") {
    for (const offset of simplerNumbers(op.offset, page, 0)) yield { ...op, offset };
  }
  if ("addr" in op) {
    const vmar = "vmar" in op ? op.vmar : ROOT;
    for (const addr of simplerAddrs(op.addr, baseOf(vmar, before), page)) yield { ...op, addr };
  }
  if ("vmoOffset" in op)
    for (const vmoOffset of simplerNumbers(op.vmoOffset, page, 0)) yield { ...op, vmoOffset };
  if ("len" in op) for (const len of simplerNumbers(op.len, page, page)) yield { ...op, len };
  if ("size" in op) {
    // What is made has a page; what is cut is cut to nothing, which moving down (moveTogether) also comes to.
    const best = op.call === "vmo_set_size" || op.call === "vmo_set_stream_size" ? 0 : page;
    for (const size of simplerNumbers(op.size, page, best)) yield { ...op, size };
  }
  if ("bufferSize" in op && op.bufferSize > 1) yield { ...op, bufferSize: 1 };
  if ("bytes" in op) {
    for (const bytes of simplerBytes(op.bytes)) yield { ...op, bytes };
    if (op.bytes.length > 1 && op.call !== "process_write") yield withoutFirstByte(op);
  }
  if (op.call === "access") {
    if (op.width === 8 && op.kind !== "write") yield { ...op, width: 1 };
    if (op.value !== undefined && op.value !== 1) yield { ...op, value: 1 };
    if (op.kind !== "read") yield { ...op, kind: "read", width: 1, value: undefined };
  }
  if (op.call === "borrow" && op.kind !== "shared") yield { ...op, kind: "shared" };
  if (op.call === "handle_replace") yield { ...op, call: "handle_duplicate" };
  if (op.call === "info_maps" && op.capacity !== undefined) yield { ...op, capacity: undefined };
  if (op.call === "set_name" && op.name.length > 1) yield { ...op, name: "a" };
}

function withoutFirstByte(op: Extract<Op, { call: "vmo_write" | "write_memory" }>): Op {
  const bytes = op.bytes.subarray(1);
  if (op.call === "vmo_write") return { ...op, offset: addU64(op.offset, 1), bytes };
  return { ...op, addr: { ...op.addr, delta: addU64(op.addr.delta, 1) }, bytes };
}

/** A single 1, half as many bytes, or as many that are all 1. */
function* simplerBytes(bytes: Uint8Array): Generator<Uint8Array> {
  const half = Math.ceil(bytes.length / 2);
  if (bytes.length > 1) yield new Uint8Array([1]);
  if (half > 1 && half < bytes.length) yield bytes.subarray(0, half);
  if (bytes.some((byte) => byte !== 1)) yield new Uint8Array(bytes.length).fill(1);
}

/** The handle that a slot was made from, and the first of its kind. */
function simplerSlots(slot: Slot, before: readonly Op[]): Slot[] {
  const maker = before.find((op) => outOf(op) === slot);
  if (maker === undefined) return [];
  if (maker.call === "handle_duplicate" || maker.call === "handle_replace") return [maker.handle];
  if (maker.call === "vmo_create_child" || maker.call === "vmo_replace_as_executable") return [maker.vmo];
  if (maker.call === "vmo_create") {
    return before
      .filter((op) => op.call === "vmo_create" && outOf(op) < slot)
      .map(outOf)
      .slice(0, 1);
  }
  return [];
}

/** No options, then each bit gone for itself; the ALIGN field counts as one. */
function* simplerOptions(options: number): Generator<number> {
  if (options === 0) return;
  yield 0;
  const align = options >>> ALIGN_BASE;
  if (align !== 0) yield options & 0xff_ffff;
  for (let bit = 23; bit >= 0; bit--) {
    if ((options & (1 << bit)) !== 0) yield (options & ~(1 << bit)) >>> 0;
  }
  // Overwriting nothing is SPECIFIC.
  const overwrites = (options & VmOption.SPECIFIC_OVERWRITE) !== 0;
  if (overwrites) yield ((options & ~VmOption.SPECIFIC_OVERWRITE) | VmOption.SPECIFIC) >>> 0;
  if (align > 13) yield ((options & 0xff_ffff) | (13 << ALIGN_BASE)) >>> 0;
}

/** The same rights, or a right that was dropped given back. */
function* simplerRights(rights: number): Generator<number> {
  if (rights === Rights.SAME_RIGHTS) return;
  yield Rights.SAME_RIGHTS;
  for (const bit of [2, 3, 4, 5, 0, 1, 6, 7, 12, 14, 15, 21, 22]) {
    if ((rights & (1 << bit)) === 0) yield (rights | (1 << bit)) >>> 0;
  }
}

function* simplerOffsets(offset: Offset, page: number): Generator<Offset> {
  if (typeof offset === "object") {
    yield 0;
    if (offset.delta !== 0) yield { ...offset, delta: 0 };
    return;
  }
  yield* simplerNumbers(offset, page, 0);
}

function* simplerAddrs(addr: Addr, base: Slot, page: number): Generator<Addr> {
  if (addr.slot !== base && base !== INVALID) {
    yield { slot: base, delta: 0 };
    yield { slot: base, delta: addr.delta };
  }
  for (const delta of simplerNumbers(addr.delta, page, 0)) yield { ...addr, delta };
}

/** Nearer to `best`: it itself, a page multiple, half, a page less. Values near 2^64 count as far away. */
function* simplerNumbers(value: U64, page: number, best: number): Generator<U64> {
  if (value === best) return;
  yield best;
  if (typeof value === "bigint") return;
  if (value < best) {
    if (value > 1) yield 1;
    return;
  }
  const rest = value % page;
  if (rest !== 0) {
    yield value - rest + (best > 0 ? page : 0);
    if (rest !== 1) yield value - rest + 1;
  }
  // Half of it, three quarters …, a page less: what needs an exact value is reached in as many steps as it has bits.
  for (const step of steps(value / 2, page)) if (value - step > best) yield value - step;
}

/** The pieces of a range moved together: start up, length down; all of a region's, or a VMO's, operations one page down. */
function* moveTogether(program: Program): Generator<Program> {
  const { ops, world } = program;
  const page = world.aspace.pageSize;
  for (let i = 0; i < ops.length; i++) {
    const op = ops[i];
    if (op === undefined || !("addr" in op && "len" in op)) continue;
    if (typeof op.len !== "number" || op.len <= page) continue;
    for (const by of steps(op.len - page, page)) {
      const addr = { ...op.addr, delta: addU64(op.addr.delta, by) };
      yield { ...program, ops: [...ops.slice(0, i), { ...op, addr, len: op.len - by }, ...ops.slice(i + 1)] };
    }
  }
  const lowest = Math.min(...ops.map((op) => numericOffset(op) ?? Infinity));
  if (lowest < Infinity) {
    for (const by of steps(lowest, page)) yield { ...program, ops: ops.map((op) => lower(op, by)) };
  }
  // What lies far up in a VMO comes down by halves first, or all tries would go into single pages.
  const highest = Math.max(0, ...ops.map((op) => (op.call === "map" ? pagesOf(op.vmoOffset, page) : 0)));
  const far = [...steps(highest * page, page)].filter((by) => by > NEAR_PAGES * page);
  for (const by of [...far, page]) {
    const lowered = ops.map((op) => lowerInVmo(op, by, page));
    if (lowered.some((op, i) => op !== ops[i])) yield { ...program, ops: lowered };
  }
}

/** So few pages are walked one by one. */
const NEAR_PAGES = 16;

function pagesOf(value: U64, page: number): number {
  return typeof value === "number" ? Math.floor(value / page) : 0;
}

/** All of a distance, half of it, a quarter …, one page: in whole pages. */
function* steps(distance: number, page: number): Generator<number> {
  for (let pages = Math.floor(distance / page); pages >= 1; pages = Math.floor(pages / 2)) yield pages * page;
}

/** A VMO shorter by `by`, and what lies in it as much further down, as far as it can go. */
function lowerInVmo(op: Op, by: number, page: number): Op {
  const less = (value: U64, least: number): U64 =>
    typeof value === "number" && value >= least + by ? value - by : value;
  if (op.call === "vmo_create" && less(op.size, page) !== op.size)
    return { ...op, size: less(op.size, page) };
  if (op.call === "vmo_set_size" || op.call === "vmo_set_stream_size") {
    return less(op.size, 0) === op.size ? op : { ...op, size: less(op.size, 0) };
  }
  if (op.call === "map" && less(op.vmoOffset, 0) !== op.vmoOffset) {
    return { ...op, vmoOffset: less(op.vmoOffset, 0) };
  }
  if ((op.call === "vmo_write" || op.call === "vmo_op_range") && less(op.offset, 0) !== op.offset) {
    return { ...op, offset: less(op.offset, 0) };
  }
  return op;
}

function numericOffset(op: Op): number | undefined {
  if ("addr" in op && op.addr.slot === ROOT && typeof op.addr.delta === "number") return op.addr.delta;
  if ((op.call === "allocate" || op.call === "map") && op.vmar === ROOT && typeof op.offset === "number") {
    return op.offset === 0 && (op.options & 0x2030) === 0 ? undefined : op.offset;
  }
  return undefined;
}

function lower(op: Op, by: number): Op {
  const offset = numericOffset(op);
  if (offset === undefined) return op;
  if ("addr" in op) return { ...op, addr: { ...op.addr, delta: offset - by } };
  return op.call === "allocate" || op.call === "map" ? { ...op, offset: offset - by } : op;
}

/** One range made shorter, and everything that lies beyond its end moved down by as much. */
function* closeUp(program: Program): Generator<Program> {
  const { ops, world } = program;
  const page = world.aspace.pageSize;
  for (const [i, op] of ops.entries()) {
    const len = "len" in op ? op.len : op.call === "allocate" || op.call === "vmo_create" ? op.size : 0;
    if (typeof len !== "number" || len <= page) continue;
    for (const by of new Set([len - page, Math.floor(len / 2 / page) * page, page])) {
      if (by <= 0 || by >= len) continue;
      for (const alsoLengths of [true, false]) {
        yield {
          ...program,
          ops: ops.map((other, j) =>
            j === i ? shortened(other, by) : movedDown(other, len, by, alsoLengths),
          ),
        };
      }
    }
  }
}

function shortened(op: Op, by: number): Op {
  if ("len" in op && typeof op.len === "number") return { ...op, len: op.len - by };
  const sized = op.call === "allocate" || op.call === "vmo_create";
  return sized && typeof op.size === "number" ? { ...op, size: op.size - by } : op;
}

/** `op` with what lies at or beyond `from` moved down. */
function movedDown(op: Op, from: number, by: number, alsoLengths: boolean): Op {
  const down = (value: U64): U64 => (typeof value === "number" && value >= from ? value - by : value);
  const moved = { ...op };
  if ("addr" in moved) moved.addr = { ...moved.addr, delta: down(moved.addr.delta) };
  if ("vmoOffset" in moved) moved.vmoOffset = down(moved.vmoOffset);
  if ("offset" in moved && typeof moved.offset !== "object") moved.offset = down(moved.offset);
  if (!alsoLengths) return moved;
  if ("len" in moved) moved.len = down(moved.len);
  if ("size" in moved) moved.size = down(moved.size);
  return moved;
}

/** Neighbours swapped where that brings makers into their usual order. */
function* tidyOrder(program: Program): Generator<Program> {
  const { ops } = program;
  for (let i = 0; i + 1 < ops.length; i++) {
    const [first, second] = [ops[i], ops[i + 1]];
    if (first === undefined || second === undefined) continue;
    if (orderOf(second) >= orderOf(first)) continue;
    if (outOf(first) > 0 && slotsOf(second).includes(outOf(first))) continue;
    yield { ...program, ops: [...ops.slice(0, i), second, first, ...ops.slice(i + 2)] };
  }
}

const PASSES: readonly Pass[] = [
  dropOperations,
  collapse,
  simplifyWorld,
  closeGaps,
  simplifyOperands,
  moveTogether,
  closeUp,
  tidyOrder,
];
