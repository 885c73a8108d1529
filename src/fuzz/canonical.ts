/**
 * The last steps of shrinking: from a small failing program towards the simplest there is, so that each failure of one fault ends as the
 * same program.
 *
 * What greedy passes leave is small, but which of several small forms they come to depends on where they began. Here the order of
 * `simplicity.ts` decides alone: any step that makes the program simpler is tried, also one that replaces a call by another, or gives up
 * an operation for a change elsewhere.
 */
import {
  type AspaceConfig,
  DEFAULT_ASPACE,
  PERM_MASK,
  Rights,
  type U64,
  VmOption,
  VmoOption,
  addU64,
  subU64,
} from "../zircon/index.ts";
import { INVALID, type Op, PROCESS, type Program, ROOT, type Slot, type World, outOf } from "./program.ts";
import { candidates, collapse, slotsOf, withoutDependents } from "./shrink.ts";
import { PLAIN_RIGHTS, compareSimplicity, worldWeight } from "./simplicity.ts";
import { substitutes } from "./substitutes.ts";
import { variants } from "./variants.ts";

/** Longer programs are left as they are: their pairs of operations are too many to try. */
const MAX_OPS = 8;

/** Simpler programs next to this one, the likeliest first. */
export function* simplerPrograms(program: Program): Generator<Program> {
  if (program.ops.length > MAX_OPS) return;
  for (const step of STEPS) {
    for (const next of step(program)) {
      if (compareSimplicity(next, program) < 0) yield next;
    }
  }
}

type Step = (program: Program) => Generator<Program>;

function* greedy(program: Program): Generator<Program> {
  for (const { program: next } of candidates(program, 0)) yield next;
}

/** How many seeds of placement are tried, from the first on. */
const SEEDS = 24;

function* otherSeed({ world, ops }: Program): Generator<Program> {
  if (world.aslrSeed === undefined) return;
  for (let seed = 0; seed < SEEDS; seed++) yield { world: { ...world, aslrSeed: `w${seed}` }, ops };
}

/** A stretch of addresses gone, out of the ranges that cover it, and what lies beyond it moved down: a page, a byte, a wide gap. */
function* withoutStretch(program: Program): Generator<Program> {
  const page = program.world.aspace.pageSize;
  const stretches = [0, 1, 2, 3].flatMap((at) => [
    { from: at * page, by: page },
    { from: at, by: 1 },
  ]);
  const points = [...new Set(program.ops.flatMap(pointsOf))].filter((point) => point % page === 0);
  for (const [i, point] of points.toSorted((a, b) => a - b).entries()) {
    const next = points[i + 1];
    if (next !== undefined && next - point > 2 * page)
      stretches.push({ from: point, by: next - point - page });
  }
  for (const stretch of stretches) {
    for (const keepsEnd of stretch.by >= page ? [false, true] : [false]) {
      yield { ...program, ops: program.ops.map((op) => without(op, stretch, keepsEnd, page)) };
    }
  }
}

/** Where an operation's range begins and ends. */
function pointsOf(op: Op): number[] {
  const start = "addr" in op ? op.addr.delta : op.call === "allocate" || op.call === "map" ? op.offset : 0;
  const len = "len" in op ? op.len : op.call === "allocate" ? op.size : 0;
  if (typeof start !== "number" || typeof len !== "number") return [];
  return [start, start + len];
}

interface Stretch {
  readonly from: number;
  readonly by: number;
}

/** `op` without a stretch of addresses; with `keepsEnd`, a mapping goes on showing the end of its VMO. */
function without(op: Op, { from, by }: Stretch, keepsEnd: boolean, page: number): Op {
  // Of single bytes those within a page count.
  const counts = (value: U64): value is number => typeof value === "number" && (by >= page || value < page);
  const down = (value: U64): U64 => (counts(value) && value >= from + by ? value - by : value);
  const shorter = (start: U64, len: U64): U64 =>
    counts(start) && counts(len) && len > by && start <= from && from + by <= start + len ? len - by : len;
  const changed = { ...op };
  if ("addr" in changed) {
    if ("len" in changed) changed.len = shorter(changed.addr.delta, changed.len);
    changed.addr = { ...changed.addr, delta: down(changed.addr.delta) };
  }
  if ("offset" in changed && typeof changed.offset !== "object") {
    const start = changed.offset;
    if (changed.call === "allocate") changed.size = shorter(start, changed.size);
    else if ("len" in changed) {
      const len = shorter(start, changed.len);
      if (changed.call === "map" && len !== changed.len && keepsEnd) {
        changed.vmoOffset = addU64(changed.vmoOffset, by);
      }
      changed.len = len;
    }
    changed.offset = down(start);
  }
  if ("size" in changed && changed.call !== "allocate") changed.size = shorter(0, changed.size);
  return changed;
}

function* varyOne(program: Program): Generator<Program> {
  for (const [i, op] of program.ops.entries()) {
    for (const other of variants(op, program.ops.slice(0, i), program.world)) yield withOp(program, i, other);
  }
}

function* replaceOne(program: Program): Generator<Program> {
  for (const i of program.ops.keys()) {
    for (const other of substitutes(program, i)) yield withOp(program, i, other);
  }
}

/** One operation gone, another changed to make up for it. */
function* dropAndVary(program: Program): Generator<Program> {
  for (const rest of reduced(program)) yield* varyOne(rest);
}

/** One operation gone, and two others changed a little. */
function* dropAndVaryTwo(program: Program): Generator<Program> {
  for (const rest of reduced(program)) yield* varyTwoALittle(rest);
}

function* varyTwoALittle(program: Program): Generator<Program> {
  const page = program.world.aspace.pageSize;
  for (const [i, op] of program.ops.entries()) {
    for (const other of smallVariants(op, page)) {
      const changed = withOp(program, i, other);
      for (const [j, second] of changed.ops.entries()) {
        if (j <= i) continue;
        for (const another of smallVariants(second, page)) yield withOp(changed, j, another);
      }
    }
  }
}

/** One operation gone, another replaced to make up for it. */
function* dropAndReplace(program: Program): Generator<Program> {
  for (const rest of reduced(program)) yield* replaceOne(rest);
}

/** The program without each of its operations: what depended on it is gone, uses what it was made of, or uses nothing. */
function* reduced(program: Program): Generator<Program> {
  const { world, ops } = program;
  for (let i = ops.length - 1; i >= 0; i--) {
    const op = ops[i];
    if (op !== undefined) yield { world, ops: withoutDependents(ops, new Set([op])) };
  }
  yield* collapse(program);
  for (const op of ops) {
    if (outOf(op) <= ROOT) continue;
    yield {
      world,
      ops: ops.filter((other) => other !== op).map((other) => withSlot(other, outOf(op), INVALID)),
    };
  }
}

/** Two operands changed at once, of one operation or of two. */
function* varyTwo(program: Program): Generator<Program> {
  const { ops, world } = program;
  for (const [i, op] of ops.entries()) {
    const before = ops.slice(0, i);
    for (const other of variants(op, before, world)) {
      const changed = withOp(program, i, other);
      if (compareSimplicity(changed, program) < 0) {
        for (const another of variants(other, before, world)) yield withOp(changed, i, another);
      }
      for (let j = i + 1; j < ops.length; j++) {
        const second = ops[j];
        if (second === undefined) continue;
        for (const another of variants(second, changed.ops.slice(0, j), world))
          yield withOp(changed, j, another);
      }
    }
  }
}

/** One operation replaced, another changed to make up for it. */
function* replaceAndVary(program: Program): Generator<Program> {
  for (const [i, op] of program.ops.entries()) {
    for (const other of substitutes(program, i)) {
      const replaced = withOp(program, i, other);
      if (other.call === op.call) continue;
      for (const [j, second] of replaced.ops.entries()) {
        if (j === i) continue;
        for (const another of smallVariants(second, program.world.aspace.pageSize))
          yield withOp(replaced, j, another);
      }
    }
  }
}

/** The few changes that make up for much: of a length, a permission, an offset, a kind of VMO. */
function* smallVariants(op: Op, page: number): Generator<Op> {
  for (const pages of [1, 2, 3]) {
    if ("len" in op && op.len !== pages * page) yield { ...op, len: pages * page };
    if (op.call === "allocate" && op.size !== pages * page) yield { ...op, size: pages * page };
  }
  if ((op.call === "map" || op.call === "allocate") && (op.options & VmOption.SPECIFIC) !== 0) {
    for (const offset of [0, page]) if (offset !== op.offset) yield { ...op, offset };
  }
  if (op.call === "map") {
    yield { ...op, options: (op.options ^ VmOption.PERM_READ) >>> 0 };
    for (const vmoOffset of [0, page, subU64(0, page)]) {
      if (vmoOffset !== op.vmoOffset) yield { ...op, vmoOffset };
    }
  }
  if (op.call === "vmo_create") {
    for (const options of [0, ...Object.values(VmoOption)])
      if (options !== op.options) yield { ...op, options };
  }
  if ("addr" in op && op.addr.delta !== 0) yield { ...op, addr: { ...op.addr, delta: 0 } };
}

/** The default world, or a very small one, and one operation changed to make up for it. */
function* otherWorld(program: Program): Generator<Program> {
  const { world, ops } = program;
  const plain = { ...world, aslrSeed: undefined };
  const worlds: World[] = [];
  const odd = { ...smallSpace(1), base: Number(DEFAULT_ASPACE.base) + DEFAULT_ASPACE.pageSize };
  worlds.push({ ...plain, aspace: DEFAULT_ASPACE });
  for (const aslrSeed of ["w0", "w1"]) worlds.push({ ...plain, aspace: DEFAULT_ASPACE, aslrSeed });
  for (const pages of [1, 2, 3]) worlds.push({ ...plain, aspace: smallSpace(pages) });
  if (world.aslrSeed !== undefined) {
    for (const pages of [2, 3, 4]) worlds.push({ ...plain, aspace: smallSpace(pages), aslrSeed: "w0" });
  }
  worlds.push({ ...plain, aspace: odd });
  for (const other of worlds) {
    const moved = { world: other, ops };
    if (ops.length > 2 && worldWeight(other) >= worldWeight(world)) continue;
    yield moved;
    yield* varyOne(moved);
    yield* replaceOne(moved);
    yield* varyTwoALittle(moved);
    if (ops.length < 3) {
      yield* varyTwo(moved);
      yield* dropAndVary(moved);
    }
  }
}

function smallSpace(pages: number): AspaceConfig {
  return { ...DEFAULT_ASPACE, size: pages * DEFAULT_ASPACE.pageSize };
}

/** A region's operations on the root of a space as small as the region. */
function* regionAsRoot({ world, ops }: Program): Generator<Program> {
  for (const op of ops) {
    if (op.call !== "allocate" || typeof op.size !== "number") continue;
    const aspace = { ...DEFAULT_ASPACE, size: op.size };
    yield {
      world: { ...world, aspace },
      ops: ops.filter((other) => other !== op).map((other) => withSlot(other, op.out, ROOT)),
    };
  }
}

/** A region in place of the process that is killed: traces can tell of that. */
function* regionDestroyed({ world, ops }: Program): Generator<Program> {
  if (!ops.some(({ call }) => call === "task_kill")) return;
  const out = 1 + Math.max(0, ...ops.map(outOf));
  const size = 2 * world.aspace.pageSize;
  yield {
    world,
    ops: [
      { call: "allocate", vmar: ROOT, options: 0, offset: 0, size, out },
      ...ops.map((op): Op =>
        op.call === "task_kill" ? { call: "destroy", vmar: out } : withSlot(op, ROOT, out),
      ),
    ],
  };
}

/** A region without permissions, or a handle of the root without rights, in place of a VMO's handle without rights. */
function* restrictedElsewhere({ world, ops }: Program): Generator<Program> {
  for (const [i, op] of ops.entries()) {
    const source = restrictedBy(op);
    if (source === undefined || source === PROCESS) continue;
    const out = outOf(op);
    for (const other of restrictions(out, world.aspace.pageSize)) {
      const before = [...ops.slice(0, i), other];
      const users = ops.slice(i + 1);
      const moved = users.map((user) => {
        const plain = source === ROOT ? user : withSlot(user, out, source);
        const isMapOfIt = user.call === "map" && user.vmo === out && plain.call === "map";
        return isMapOfIt && plain.vmar === ROOT ? { ...plain, vmar: out } : plain;
      });
      yield { world, ops: [...before, ...moved] };
      if (source === ROOT)
        yield { world, ops: [...before, ...users.map((user) => withSlot(user, ROOT, out))] };
    }
  }
}

function restrictedBy(op: Op): Slot | undefined {
  if (op.call === "handle_duplicate") return op.handle;
  return op.call === "vmo_create_child" || op.call === "vmo_replace_as_executable" ? op.vmo : undefined;
}

/** Makers of something through which less may be mapped. */
function restrictions(out: Slot, page: number): Op[] {
  const { CAN_MAP_READ, CAN_MAP_WRITE, CAN_MAP_EXECUTE } = VmOption;
  const regions = [0, CAN_MAP_READ, CAN_MAP_WRITE, CAN_MAP_EXECUTE].flatMap((options) =>
    [page, 2 * page].map((size): Op => ({ call: "allocate", vmar: ROOT, options, offset: 0, size, out })),
  );
  const [plain = 0] = PLAIN_RIGHTS;
  const handles = [Rights.READ, Rights.WRITE].map((right): Op => ({
    call: "handle_duplicate",
    handle: ROOT,
    rights: plain ^ right,
    out,
  }));
  return [...regions, ...handles];
}

/** Two mappings side by side as one that is protected in part; a mapping that is partly overwritten as two. */
function* otherSplit({ world, ops }: Program): Generator<Program> {
  const page = world.aspace.pageSize;
  for (const [i, first] of ops.entries()) {
    if (first.call !== "map") continue;
    for (const [j, second] of ops.entries()) {
      if (j <= i) continue;
      const put = (a: Op, b: Op): Program => ({
        world,
        ops: ops.map((op, at) => (at === i ? a : at === j ? b : op)),
      });
      if (second.call === "map") {
        const [one, two] = [first.options & PERM_MASK, second.options & PERM_MASK];
        for (const [whole, part] of [
          [one, two],
          [two, one],
          [0, one | two],
        ] as const) {
          const wide: Op = { ...first, options: whole, offset: 0, vmoOffset: 0, len: 2 * page };
          for (const delta of [0, page]) {
            const addr = { slot: first.vmar, delta };
            yield put(wide, { call: "protect", vmar: second.vmar, options: part, addr, len: page });
          }
        }
        yield put({ ...first, options: second.options }, { ...second, options: first.options });
        const side = { offset: 0, len: page };
        yield put({ ...first, ...side, options: one }, { ...second, ...side, options: two });
        yield put(
          { ...second, ...side, options: two, out: first.out },
          { ...first, ...side, options: one, out: second.out },
        );
      }
      if (second.call === "protect") {
        const out = 1 + Math.max(0, ...ops.map(outOf));
        const half = { ...first, offset: 0, len: page };
        const protectedHalf = (first.options & ~PERM_MASK) | second.options;
        yield put(half, { ...half, options: protectedHalf >>> 0, vmoOffset: page, out });
        yield put({ ...half, options: protectedHalf >>> 0 }, { ...half, vmoOffset: page, out });
        // What keeps its permissions, and what gets others, the other way round.
        const [whole, part] = [second.options, first.options & PERM_MASK];
        for (const delta of [0, page]) {
          for (const vmar of new Set([first.vmar, second.vmar])) {
            yield put(
              { ...first, options: ((first.options & ~PERM_MASK) | whole) >>> 0 },
              { ...second, vmar, options: part, addr: { ...second.addr, delta } },
            );
          }
        }
      }
    }
  }
}

/** Every mapping and every change of protection with the other of no permission and READ. */
function* inverted({ world, ops }: Program): Generator<Program> {
  yield {
    world,
    ops: ops.map((op) =>
      op.call === "map" || op.call === "protect"
        ? { ...op, options: (op.options ^ VmOption.PERM_READ) >>> 0 }
        : op,
    ),
  };
}

/** What goes through a mapping done to its VMO. */
function* throughVmo({ world, ops }: Program): Generator<Program> {
  for (const map of ops) {
    if (map.call !== "map") continue;
    const { vmo } = map;
    yield {
      world,
      ops: ops
        .filter((op) => op !== map)
        .map((op): Op => {
          if (!("addr" in op)) return op;
          const offset = op.addr.delta;
          if (op.call === "op_range")
            return { call: "vmo_op_range", vmo, rangeOp: op.rangeOp, offset, len: op.len };
          if (op.call === "write_memory") return { call: "vmo_write", vmo, offset, bytes: op.bytes };
          if (op.call === "read_memory") return { call: "vmo_read", vmo, offset, len: op.len };
          if (op.call !== "access") return op;
          return op.kind === "write"
            ? { call: "vmo_write", vmo, offset, bytes: new Uint8Array([1]) }
            : { call: "vmo_read", vmo, offset, len: 1 };
        }),
    };
  }
}

/** One operation at an earlier place. */
function* reordered({ world, ops }: Program): Generator<Program> {
  for (const [j, op] of ops.entries()) {
    for (let i = j - 1; i >= 0; i--) {
      const over = ops[i];
      if (over === undefined || (outOf(over) > 0 && slotsOf(op).includes(outOf(over)))) break;
      yield { world, ops: [...ops.slice(0, i), op, ...ops.slice(i, j), ...ops.slice(j + 1)] };
    }
  }
}

/** Two neighbours the other way round, and one operand changed to make up for it. */
function* swapAndVary(program: Program): Generator<Program> {
  const { world, ops } = program;
  for (let i = 0; i + 1 < ops.length; i++) {
    const [first, second] = [ops[i], ops[i + 1]];
    if (first === undefined || second === undefined) continue;
    if (outOf(first) > 0 && slotsOf(second).includes(outOf(first))) continue;
    const swapped = { world, ops: [...ops.slice(0, i), second, first, ...ops.slice(i + 2)] };
    yield swapped;
    yield* varyOne(swapped);
  }
}

/** The root's handle in place of a VMO's, with the rights that go with it. */
function* rootInPlaceOfVmo({ world, ops }: Program): Generator<Program> {
  const [ofVmar = 0, ofVmo = 0] = PLAIN_RIGHTS;
  for (const op of ops) {
    if (op.call !== "vmo_create") continue;
    const rest = ops.filter((other) => other !== op);
    yield {
      world,
      ops: rest.map((user) => {
        const moved = withSlot(user, op.out, ROOT);
        if (!("rights" in moved) || moved.rights === Rights.SAME_RIGHTS) return moved;
        return { ...moved, rights: (moved.rights ^ ofVmo ^ ofVmar) >>> 0 };
      }),
    };
  }
}

/** `op` with a slot in place of another. */
function withSlot(op: Op, from: Slot, to: Slot): Op {
  const changed = { ...op };
  if ("vmar" in changed && changed.vmar === from) changed.vmar = to;
  if ("vmo" in changed && changed.vmo === from) changed.vmo = to;
  if ("handle" in changed && changed.handle === from) changed.handle = to;
  if ("addr" in changed && changed.addr.slot === from) changed.addr = { ...changed.addr, slot: to };
  return changed;
}

function withOp({ world, ops }: Program, at: number, op: Op): Program {
  return { world, ops: [...ops.slice(0, at), op, ...ops.slice(at + 1)] };
}

const STEPS: readonly Step[] = [
  greedy,
  regionDestroyed,
  regionAsRoot,
  restrictedElsewhere,
  rootInPlaceOfVmo,
  otherSplit,
  inverted,
  throughVmo,
  otherSeed,
  withoutStretch,
  reordered,
  varyOne,
  replaceOne,
  otherWorld,
  dropAndVary,
  dropAndReplace,
  dropAndVaryTwo,
  swapAndVary,
  varyTwo,
  replaceAndVary,
];
