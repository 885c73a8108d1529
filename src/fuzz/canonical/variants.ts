/** An operation with one operand changed: to the values that a person would try. */
import {
  ALIGN_BASE,
  CachePolicy,
  Rights,
  type U64,
  PLACEMENT_MASK,
  VmOption,
  VmarOp,
  VmoChildOption,
  VmoOp,
  VmoOption,
  subU64,
} from "../../zircon/index.ts";
import { type Addr, INVALID, type Op, ROOT, type Slot, type World, outOf } from "../program.ts";
import { PLAIN_OPTIONS, PLAIN_RIGHTS } from "./simplicity.ts";

/** The slots that stand for handles and addresses before an operation. */
export interface Scope {
  readonly vmars: readonly Slot[];
  readonly vmos: readonly Slot[];
  readonly mappings: readonly Slot[];
  readonly leases: readonly Slot[];
}

export function scopeOf(before: readonly Op[]): Scope {
  const vmars = [ROOT];
  const vmos: Slot[] = [];
  const mappings: Slot[] = [];
  const leases: Slot[] = [];
  for (const op of before) {
    const out = outOf(op);
    if (out <= ROOT) continue;
    if (op.call === "map") mappings.push(out);
    else if (op.call === "borrow") leases.push(out);
    else if (op.call === "allocate") vmars.push(out);
    else if ("handle" in op) (vmars.includes(op.handle) ? vmars : vmos).push(out);
    else vmos.push(out);
  }
  return { vmars, vmos, mappings, leases };
}

/** `op` with one operand changed, each way. */
export function* variants(op: Op, before: readonly Op[], world: World): Generator<Op> {
  const { vmars, vmos, mappings } = scopeOf(before);
  const page = world.aspace.pageSize;
  // Of the right kind first, then such as are none.
  if ("vmar" in op) {
    for (const vmar of [...vmars, ...vmos, INVALID]) {
      if (vmar === op.vmar) continue;
      // A range goes with its region.
      if ("addr" in op && vmar >= ROOT) yield { ...op, vmar, addr: { ...op.addr, slot: vmar } };
      yield { ...op, vmar };
    }
  }
  if ("vmo" in op) for (const vmo of [...vmos, ...vmars, INVALID]) if (vmo !== op.vmo) yield { ...op, vmo };
  if ("handle" in op) {
    for (const handle of [...vmars, ...vmos, INVALID]) if (handle !== op.handle) yield { ...op, handle };
  }
  if ("options" in op) for (const options of otherOptions(op)) yield { ...op, options };
  if ("rights" in op) for (const rights of otherRights(op.rights)) yield { ...op, rights };
  if ("offset" in op) {
    const offset = typeof op.offset === "object" ? op.offset.delta : op.offset;
    for (const other of numbers(offset, page)) yield { ...op, offset: other };
  }
  if ("addr" in op)
    for (const addr of otherAddrs(op.addr, [...vmars, ...mappings], world)) yield { ...op, addr };
  if (op.call === "allocate" || op.call === "map") {
    const { SPECIFIC, OFFSET_IS_UPPER_LIMIT } = VmOption;
    const anywhere = op.options & ~PLACEMENT_MASK;
    yield { ...op, options: anywhere >>> 0, offset: 0 };
    yield { ...op, options: (anywhere | SPECIFIC) >>> 0, offset: page };
    yield { ...op, options: (anywhere | OFFSET_IS_UPPER_LIMIT) >>> 0, offset: page };
  }
  if ("vmoOffset" in op) for (const vmoOffset of numbers(op.vmoOffset, page)) yield { ...op, vmoOffset };
  if ("len" in op) for (const len of numbers(op.len, page)) yield { ...op, len };
  if ("size" in op) for (const size of numbers(op.size, page)) yield { ...op, size };
  if ("rangeOp" in op) {
    const ops = op.call === "op_range" ? VmarOp : VmoOp;
    for (const rangeOp of [...Object.values(ops), 0]) if (rangeOp !== op.rangeOp) yield { ...op, rangeOp };
  }
  if ("bytes" in op && op.bytes.length > 1) yield { ...op, bytes: new Uint8Array([1]) };
  switch (op.call) {
    case "access":
      for (const kind of ["read", "write", "execute"] as const) {
        if (kind !== op.kind) yield { ...op, kind, width: 1, value: undefined };
      }
      if (op.kind === "write")
        for (const value of [1, undefined]) if (value !== op.value) yield { ...op, value };
      break;
    case "vmo_set_cache_policy":
      for (const policy of Object.values(CachePolicy)) if (policy !== op.policy) yield { ...op, policy };
      break;
    case "info_maps":
      for (const capacity of [undefined, 0, 1, 2]) if (capacity !== op.capacity) yield { ...op, capacity };
      break;
    default:
  }
}

/** The values that matter near a page and near the ends of 64 bits, and those next to `value`. */
function numbers(value: U64, page: number): U64[] {
  const all = [
    0,
    page,
    2 * page,
    3 * page,
    1,
    page - 1,
    page + 1,
    1n << 63n,
    subU64(0, page),
    subU64(0, 1),
    subU64(0, 2 * page),
  ];
  if (typeof value === "number") {
    all.push(value + page);
    if (value >= page) all.push(value - page, value - (value % page));
  }
  return [...new Set(all)].filter((other) => other !== value);
}

function otherOptions(op: Extract<Op, { readonly options: number }>): number[] {
  const { options } = op;
  switch (op.call) {
    case "allocate":
    case "map":
      return [...new Set(otherVmOptions(options))].filter((other) => other !== options);
    case "protect":
      return [0, 1, 2, 3, 4, 5, 6, 7].filter((other) => other !== options);
    case "vmo_create":
      return [0, ...Object.values(VmoOption)].flatMap((bit) => (bit === options ? [] : [bit]));
    case "vmo_create_child": {
      const { NO_WRITE, RESIZABLE, ...kinds } = VmoChildOption;
      const plain = Object.values(kinds).flatMap((kind) => [kind, kind | NO_WRITE, kind | RESIZABLE]);
      return [0, ...plain].filter((other) => other !== options);
    }
  }
}

function otherVmOptions(options: number): number[] {
  const others = [0];
  const set = PLAIN_OPTIONS.filter((bit) => (options & bit) !== 0);
  for (const bit of PLAIN_OPTIONS) others.push((options ^ bit) >>> 0);
  // One bit for another.
  for (const bit of set) {
    for (const other of PLAIN_OPTIONS)
      if (!set.includes(other)) others.push(((options & ~bit) | other) >>> 0);
  }
  for (let bit = 16; bit < ALIGN_BASE; bit++) {
    if ((options & (1 << bit)) === 0) continue;
    others.push((options & ~(1 << bit)) >>> 0, ((options & ~(1 << bit)) | 0x1_0000) >>> 0);
  }
  const flags = options & 0xff_ffff;
  // 25 is the least that the default space's base does not have.
  for (const align of [0, 13, 14, 25, 33]) others.push((flags | (align << ALIGN_BASE)) >>> 0);
  for (const placing of [VmOption.SPECIFIC, VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE]) {
    others.push((flags & ~(VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE)) | placing);
  }
  return others;
}

function otherRights(rights: number): number[] {
  const others: number[] = [Rights.SAME_RIGHTS];
  for (const plain of PLAIN_RIGHTS) {
    others.push(plain, 0);
    for (const bit of RIGHT_BITS) others.push((plain ^ bit) >>> 0, (rights ^ bit) >>> 0);
  }
  return [...new Set(others)].filter((other) => other !== rights);
}

const RIGHT_BITS: readonly number[] = Object.values(Rights).filter(
  (bit) => bit !== Rights.SAME_RIGHTS && bit !== Rights.MANAGE_VMO,
);

function* otherAddrs(addr: Addr, slots: readonly Slot[], { aspace }: World): Generator<Addr> {
  if (addr.slot === INVALID) {
    const delta = subU64(addr.delta, aspace.base);
    if (delta < aspace.size) yield { slot: ROOT, delta };
  }
  for (const slot of slots) {
    if (slot === addr.slot) continue;
    const inPage = typeof addr.delta === "number" ? addr.delta % aspace.pageSize : 0;
    for (const delta of new Set([addr.delta, 0, inPage])) yield { slot, delta };
  }
  if (addr.slot !== INVALID) yield { slot: INVALID, delta: 0 };
  for (const delta of numbers(addr.delta, aspace.pageSize)) yield { ...addr, delta };
}

/** The few changes that make up for much: of a length, a permission, an offset, a kind of VMO. */
export function* smallVariants(op: Op, page: number): Generator<Op> {
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
  if (op.call === "access" && op.value !== undefined && op.value !== 1) yield { ...op, value: 1 };
}
