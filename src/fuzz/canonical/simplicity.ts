/**
 * Which of two programs is simpler: a total order up to the names of slots. Shrinking ends with the simplest program it can find, so two
 * failures of the same fault come to the same one.
 *
 * Fewer operations first; then the plainer world, the plainer operands in sum, makers in their usual order, and plain operations early.
 */
import {
  ALIGN_BASE,
  DEFAULT_ASPACE,
  DEFAULT_SEMANTICS,
  RIGHTS_VMAR_DEFAULT,
  RIGHTS_VMO_DEFAULT,
  Rights,
  SWITCH_IDS,
  type U64,
  VmOption,
  VmarOp,
  VmoOp,
  subU64,
} from "../../zircon/index.ts";
import {
  type Addr,
  type CallName,
  type Offset,
  type Op,
  type Program,
  ROOT,
  type Slot,
  type World,
  isTraced,
  outOf,
} from "../program.ts";
import { withSlots } from "./rewrite.ts";

/** Negative if `a` is simpler than `b`, 0 if they are the same but for the names of slots. */
export function compareSimplicity(a: Program, b: Program): number {
  // What can be written down as a trace is simpler than what cannot.
  const untraced = untracedOps(a) - untracedOps(b);
  if (untraced !== 0) return untraced;
  if (a.ops.length !== b.ops.length) return a.ops.length - b.ops.length;
  const world = worldWeight(a.world) - worldWeight(b.world);
  if (world !== 0) return world;
  const [weightsA, weightsB] = [opWeights(a), opWeights(b)];
  const total = sum(weightsA) - sum(weightsB);
  if (total !== 0) return total;
  const order = compareNumbers(a.ops.map(orderOf), b.ops.map(orderOf));
  if (order !== 0) return order;
  const weights = compareNumbers(weightsA, weightsB);
  if (weights !== 0) return weights;
  const [textA, textB] = [programKey(a), programKey(b)];
  return textA === textB ? 0 : textA < textB ? -1 : 1;
}

function untracedOps({ world, ops }: Program): number {
  return ops.filter((op) => !isTraced(op)).length + (world.debugSyscalls === false ? 1 : 0);
}

/** Where the makers of things stand in a tidy program; everything else comes after them. */
export function orderOf(op: Op): number {
  return MAKERS[op.call] ?? 9;
}

const MAKERS: { readonly [call: string]: number } = {
  vmo_create: 0,
  vmo_create_child: 1,
  vmo_replace_as_executable: 2,
  handle_duplicate: 3,
  allocate: 4,
  map: 5,
  borrow: 6,
};

/** A program as text in which slots are numbered as they are made: the same for programs that differ in nothing else. */
export function programKey(program: Program): string {
  return prefixKeys(program).at(-1) ?? "";
}

/** The keys of a program's beginnings: of no operation, of the first, of the first two … of all. */
export function prefixKeys({ world, ops }: Program): string[] {
  const numbers = new Map<Slot, number>();
  for (const op of ops)
    if (outOf(op) > 0 && !numbers.has(outOf(op))) numbers.set(outOf(op), numbers.size + 1);
  const text = (value: object): string =>
    JSON.stringify(
      Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      (_key, inner: unknown) => (typeof inner === "bigint" ? `${inner}n` : inner),
    );
  const numbered = (op: Op): Op => withSlots(op, (slot) => (slot > ROOT ? (numbers.get(slot) ?? -9) : slot));
  let key = text(world);
  return [key, ...ops.map((op) => (key += `; ${text(numbered(op))}`))];
}

/** The world that no other is plainer than. */
export const PLAIN_WORLD: World = {
  aspace: DEFAULT_ASPACE,
  aslrSeed: undefined,
  semantics: DEFAULT_SEMANTICS,
};

/** How far a world is from the default one. */
export function worldWeight({ aspace, aslrSeed, debugSyscalls, semantics }: World): number {
  const { base, size, pageSize } = aspace;
  let weight = SWITCH_IDS.filter((id) => semantics[id] !== DEFAULT_SEMANTICS[id]).length * 1000;
  if (pageSize !== DEFAULT_ASPACE.pageSize) weight += 1000;
  if (base !== DEFAULT_ASPACE.base) weight += 500;
  if (size !== DEFAULT_ASPACE.size) weight += 100 + numberWeight(size, pageSize, pageSize);
  if (aslrSeed !== undefined) weight += 100 + seedNumber(aslrSeed);
  if (debugSyscalls === false) weight += 1000;
  return weight;
}

function seedNumber(seed: string): number {
  const number = /^w(\d{1,3})$/.exec(seed)?.[1];
  return number === undefined ? 1000 : Number(number);
}

function opWeights({ world, ops }: Program): number[] {
  return ops.map((op) => opWeight(op, world.aspace.pageSize));
}

/** Calls from the plainest on. */
const CALL_WEIGHTS: { readonly [call in CallName]: number } = {
  vmo_create: 1,
  allocate: 1,
  destroy: 1,
  handle_close: 2,
  info: 2,
  vmo_info: 2,
  info_maps: 3,
  basic_info: 3,
  map: 4,
  vmo_create_child: 9,
  unmap: 4,
  protect: 5,
  vmo_write: 5,
  vmo_read: 5,
  vmo_get_size: 5,
  vmo_get_stream_size: 5,
  vmo_set_size: 6,
  vmo_set_stream_size: 6,
  access: 7,
  read_memory: 8,
  handle_duplicate: 4,
  vmo_op_range: 3,
  op_range: 6,
  write_memory: 12,
  vmo_replace_as_executable: 60,
  vmo_set_cache_policy: 14,
  handle_replace: 15,
  set_name: 16,
  get_name: 16,
  signal: 17,
  wait: 17,
  borrow: 18,
  release: 18,
  vmo_create_physical: 20,
  vmo_create_contiguous: 21,
  vmo_discard: 22,
  info_sized: 23,
  basic_sized: 23,
  handle_count: 23,
  observe: 23,
  process_maps: 24,
  process_read: 25,
  process_write: 26,
  unmap_exit: 27,
  task_kill: 28,
};

/** How far an operation is from the plainest of its kind. */
export function opWeight(op: Op, page: number): number {
  let weight = CALL_WEIGHTS[op.call];
  if ("vmar" in op && op.call !== "destroy") weight += slotWeight(op.vmar);
  // Every VMO and every handle is a slot that something made.
  if ("vmo" in op && op.vmo <= ROOT) weight += 50;
  if ("handle" in op) weight += slotWeight(op.handle);
  if ("options" in op)
    weight +=
      op.call === "map" || op.call === "allocate" ? optionsWeight(op.options) : bitsWeight(op.options);
  if ("rights" in op) weight += rightsWeight(op.rights);
  if ("offset" in op) weight += offsetWeight(op.offset, page);
  if ("addr" in op) weight += addrWeight(op.addr, "vmar" in op ? op.vmar : ROOT, page);
  if ("vmoOffset" in op) weight += numberWeight(op.vmoOffset, page, 0);
  // A length weighs more than a start, so that a range shrinks to its last page where that will do.
  if ("len" in op) weight += 2 * numberWeight(op.len, page, plainLength(op));
  if ("size" in op) weight += 2 * numberWeight(op.size, page, plainSize(op));
  if ("bufferSize" in op && op.bufferSize !== 0) weight += op.bufferSize === 1 ? 20 : 30;
  if ("bytes" in op) weight += bytesWeight(op.bytes);
  if ("rangeOp" in op) weight += rangeOpWeight(op);
  switch (op.call) {
    case "access":
      weight += { read: 0, write: 10, execute: 20 }[op.kind] + (op.width === 8 ? 10 : 0);
      if (op.value !== undefined && op.value !== 1) weight += 10;
      break;
    case "borrow":
      weight += op.kind === "shared" ? 0 : 10;
      break;
    case "info_maps":
    case "process_maps":
      if (op.capacity !== undefined) weight += 10 + op.capacity;
      break;
    case "set_name":
      weight += op.name.length;
      break;
    case "vmo_set_cache_policy":
      weight += op.policy < 4 ? op.policy : 10;
      break;
    case "signal":
      weight += bitsWeight(op.clear) + bitsWeight(op.set);
      break;
    case "wait":
      weight += bitsWeight(op.signals);
      break;
    case "info_sized":
    case "basic_sized":
      weight += op.room;
      break;
    default:
  }
  return weight;
}

function rangeOpWeight(op: Extract<Op, { readonly rangeOp: number }>): number {
  const known: readonly number[] = Object.values(op.call === "op_range" ? VmarOp : VmoOp);
  return known.includes(op.rangeOp) ? op.rangeOp : op.rangeOp === 0 ? 20 : 30;
}

/** The length that is plainest for a call. */
export function plainLength(op: Op): "page" | "byte" {
  return op.call === "vmo_read" || op.call === "read_memory" || op.call === "process_read" ? "byte" : "page";
}

function plainSize(op: Op): "page" | 0 {
  // What is made has a page; what is cut is cut to nothing; a reference spans its parent and has no size of its own.
  if (op.call === "vmo_set_size" || op.call === "vmo_set_stream_size") return 0;
  return "page";
}

function slotWeight(slot: Slot): number {
  return slot === ROOT ? 0 : slot > ROOT ? 5 : 50 - slot;
}

/** 0 for the plainest value; then page counts, single bytes, odd sizes, and what is near 2^64. */
function numberWeight(value: U64, page: number, plainest: number | "page" | "byte"): number {
  if (value === (plainest === "page" ? page : plainest === "byte" ? 1 : plainest)) return 0;
  if (typeof value === "bigint") return 200 + hostileWeight(value, page);
  const pages = Math.floor(value / page);
  const rest = value % page;
  const count = pages <= 64 ? pages : 64 + magnitude(pages);
  if (rest === 0) return 10 + count;
  return 20 + count + (rest === 1 ? 0 : rest === page - 1 ? 1 : 2 + rest / page);
}

/** Grows with `value`, by 4 where it doubles. */
function magnitude(value: number): number {
  let bits = 0;
  let rest = value;
  while (rest >= 2) {
    rest /= 2;
    bits++;
  }
  return 4 * (bits + rest - 1);
}

/** Values at the end of the address space first, by their distance from it. */
function hostileWeight(value: U64, page: number): number {
  const distance = subU64(0, value);
  if (typeof distance === "bigint") return distance === 1n << 63n ? 0 : 40;
  return distance === page
    ? 1
    : distance === 1
      ? 2
      : distance % page === 0
        ? 3 + Math.min(16, distance / page)
        : 21 + Math.min(1, distance / page) + (distance % page) / page;
}

function offsetWeight(offset: Offset, page: number): number {
  if (typeof offset !== "object") return numberWeight(offset, page, 0);
  return 40 + (offset.delta === 0 ? 0 : numberWeight(offset.delta, page, 0));
}

function addrWeight({ slot, delta }: Addr, vmar: Slot, page: number): number {
  const from = slot === vmar || slot === ROOT ? 0 : slot > ROOT ? 3 : 30;
  return from + numberWeight(delta, page, 0);
}

/** The options of allocate and map from the plainest on. */
export const PLAIN_OPTIONS: readonly number[] = [
  VmOption.PERM_READ,
  VmOption.PERM_WRITE,
  VmOption.PERM_EXECUTE,
  VmOption.SPECIFIC,
  VmOption.CAN_MAP_READ,
  VmOption.CAN_MAP_WRITE,
  VmOption.CAN_MAP_EXECUTE,
  VmOption.CAN_MAP_SPECIFIC,
  VmOption.OFFSET_IS_UPPER_LIMIT,
  VmOption.SPECIFIC_OVERWRITE,
  VmOption.ALLOW_FAULTS,
  VmOption.REQUIRE_NON_RESIZABLE,
  VmOption.MAP_RANGE,
  VmOption.COMPACT,
  VmOption.FAULT_BEYOND_STREAM_SIZE,
  VmOption.PERM_READ_IF_XOM_UNSUPPORTED,
];

function optionsWeight(options: number): number {
  let weight = 0;
  for (const [i, bit] of PLAIN_OPTIONS.entries()) if ((options & bit) !== 0) weight += 20 + i;
  for (let bit = 16; bit < ALIGN_BASE; bit++) if ((options & (1 << bit)) !== 0) weight += 40 + bit;
  const align = options >>> ALIGN_BASE;
  if (align !== 0) weight += 30 + (align >= 13 ? (align - 13) / 4 : 100 - align);
  return weight;
}

function bitsWeight(bits: number): number {
  let weight = 0;
  for (let bit = 0; bit < 32; bit++) if ((bits & (1 << bit)) !== 0) weight += 20 + bit;
  return weight;
}

const ALL_PERMS = Rights.READ | Rights.WRITE | Rights.EXECUTE;
/** What handles have that are given out: regions', mapped files'. */
export const PLAIN_RIGHTS: readonly number[] = [RIGHTS_VMAR_DEFAULT | ALL_PERMS, RIGHTS_VMO_DEFAULT];

/** Rights that are dropped or added, against those that a handle is given out with. */
function rightsWeight(rights: number): number {
  if (rights === Rights.SAME_RIGHTS) return 0;
  return 20 + Math.min(...PLAIN_RIGHTS.map((plain) => bitsWeight(rights ^ plain)));
}

function bytesWeight(bytes: Uint8Array): number {
  return 10 * (bytes.length - 1) + bytes.reduce((weight, byte) => weight + (byte === 1 ? 0 : 1), 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((number, i) => number !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
