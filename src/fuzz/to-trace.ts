import { describeStep } from "../trace/describe.ts";
import type { Addr as TraceAddr, Flags, Offset as TraceOffset, Step, Trace } from "../trace/types.ts";
import { wordFlags } from "../trace/flags.ts";
import {
  ALIGN_BASE,
  ALIGN_NAMES,
  CachePolicy,
  DEFAULT_ASPACE,
  DEFAULT_SEMANTICS,
  Rights,
  SWITCH_IDS,
  type Semantics,
  type U64,
  VmOption,
  VmarOp,
  VmoChildOption,
  VmoOp,
  VmoOption,
  addU64,
  formatU64,
  keysOf,
  subU64,
} from "../zircon/index.ts";
import {
  type Addr,
  INVALID,
  type Offset,
  type Op,
  PROCESS,
  type Program,
  ROOT,
  type Slot,
  UNKNOWN,
  type World,
  isTraced,
  outOf,
} from "./program.ts";

/** A program as a trace without expectations: the same calls, with a readable name for each slot. */
export function toTrace(program: Program, name: string, about: string): Trace {
  const names = slotNames(program.ops);
  const { aspace, semantics } = traceWorld(program.world);
  return {
    vmarTrace: 1,
    name,
    about,
    ...(aspace === undefined ? {} : { aspace }),
    ...(semantics === undefined ? {} : { semantics }),
    steps: program.ops.map((op) => toStep(op, names, program.world.aspace.base)),
  };
}

function traceWorld(world: World): Pick<Trace, "aspace" | "semantics"> {
  const { base, size, pageSize } = world.aspace;
  const aslr = world.aslrSeed === undefined ? false : { seed: world.aslrSeed };
  const isDefault =
    base === DEFAULT_ASPACE.base &&
    size === DEFAULT_ASPACE.size &&
    pageSize === DEFAULT_ASPACE.pageSize &&
    !aslr;
  const semantics: { -readonly [K in keyof Semantics]?: boolean } = {};
  for (const id of SWITCH_IDS) {
    if (world.semantics[id] !== DEFAULT_SEMANTICS[id]) semantics[id] = world.semantics[id];
  }
  return {
    ...(isDefault ? {} : { aspace: { base, size, pageSize, aslr } }),
    ...(Object.keys(semantics).length === 0 ? {} : { semantics }),
  };
}

/** The letter that a slot's name begins with: what made it says what it is. */
const LETTER: { readonly [call: string]: string } = {
  allocate: "r",
  map: "m",
  vmo_create: "v",
  vmo_create_physical: "v",
  vmo_create_contiguous: "v",
  vmo_create_child: "c",
  vmo_replace_as_executable: "x",
  handle_duplicate: "d",
  handle_replace: "d",
  borrow: "l",
};

/** A name for each slot: `r1` the first region, `m2` the second mapping, `v1` a VMO, `c1` its child, `d1` a duplicate, `l1` a lease. */
export function slotNames(ops: readonly Op[]): ReadonlyMap<Slot, string> {
  const names = new Map<Slot, string>([
    [ROOT, "root"],
    [INVALID, "invalid"],
    [UNKNOWN, "unknown"],
    [PROCESS, "process"],
  ]);
  const counts = new Map<string, number>();
  for (const op of ops) {
    if (outOf(op) === 0) continue;
    const letter = LETTER[op.call] ?? "h";
    const count = (counts.get(letter) ?? 0) + 1;
    counts.set(letter, count);
    names.set(outOf(op), `${letter}${count}`);
  }
  return names;
}

/** The names that stand for an address, by what made them; the address of any other slot is 0. */
const ADDRESSED = /^(?:root|[rm][0-9]+)$/;
/** The names that stand for no handle. */
const NO_HANDLE = /^[ml][0-9]+$/;

/** One operation in words, also one that traces have none for. */
export function describeOp(op: Op, names: ReadonlyMap<Slot, string>, base: U64): string {
  if (isTraced(op)) return describeStep(toStep(op, names, base));
  const name = (slot: Slot): string => names.get(slot) ?? "invalid";
  const texts = Object.entries(op).flatMap(([field, value]: [string, unknown]) => {
    if (field === "call" || field === "out" || value === undefined) return [];
    if (typeof value === "number" && HANDLE_FIELDS.has(field)) return [name(value)];
    if (value instanceof Uint8Array) return [hex(value)];
    if ("addr" in op && field === "addr") return [`${name(op.addr.slot)}${deltaText(op.addr.delta)}`];
    return [
      typeof value === "bigint" || typeof value === "number" ? formatU64(value) : JSON.stringify(value),
    ];
  });
  const call = `${op.call}(${texts.join(", ")})`;
  return outOf(op) > 0 ? `${name(outOf(op))} = ${call}` : call;
}

const HANDLE_FIELDS: ReadonlySet<string> = new Set(["vmar", "vmo", "handle"]);

/**
 * One operation as a step of a trace.
 *
 * @param names of the slots ({@link slotNames})
 * @param base of the address space, the address of `root`
 * @throws RangeError for an operation that the trace format has no words for (isTraced)
 */
export function toStep(op: Op, names: ReadonlyMap<Slot, string>, base: U64 = DEFAULT_ASPACE.base): Step {
  if (!isTraced(op)) throw new RangeError(`the trace format has no words for ${op.call}`);
  const name = (slot: Slot): string => names.get(slot) ?? "invalid";
  const handle = (slot: Slot): string => (NO_HANDLE.test(name(slot)) ? "invalid" : name(slot));
  const out = outOf(op) > 0 ? { as: name(outOf(op)) } : {};
  const addressed = (slot: Slot): string | undefined => (ADDRESSED.test(name(slot)) ? name(slot) : undefined);
  const addr = ({ slot, delta }: Addr): TraceAddr => {
    const from = addressed(slot);
    return from === undefined ? delta : `${from}${deltaText(delta)}`;
  };
  const offset = (value: Offset): TraceOffset => {
    if (typeof value !== "object") return value;
    const [of, from] = [addressed(value.of), addressed(value.from)];
    if (of === undefined && from === undefined) return value.delta;
    // Where one side is 0, the root and its known base take its place.
    if (of === undefined) return `root-${from}${deltaText(subU64(value.delta, base))}`;
    if (from === undefined) return `${of}-root${deltaText(addU64(value.delta, base))}`;
    return `${of}-${from}${deltaText(value.delta)}`;
  };
  switch (op.call) {
    case "allocate": {
      const { call, vmar, options, size } = op;
      return {
        op: call,
        vmar: handle(vmar),
        options: optionFlags(options),
        offset: offset(op.offset),
        size,
        ...out,
      };
    }
    case "map": {
      const { call, vmoOffset, len } = op;
      return {
        op: call,
        vmar: handle(op.vmar),
        options: optionFlags(op.options),
        offset: offset(op.offset),
        vmo: handle(op.vmo),
        vmoOffset,
        len,
        ...out,
      };
    }
    case "unmap":
      return { op: op.call, vmar: handle(op.vmar), addr: addr(op.addr), len: op.len };
    case "protect":
      return {
        op: op.call,
        vmar: handle(op.vmar),
        options: optionFlags(op.options),
        addr: addr(op.addr),
        len: op.len,
      };
    case "op_range": {
      const buffer = op.bufferSize === 0 ? {} : { bufferSize: op.bufferSize };
      const rangeOp = opName(VmarOp, op.rangeOp);
      return { op: op.call, vmar: handle(op.vmar), rangeOp, addr: addr(op.addr), len: op.len, ...buffer };
    }
    case "destroy":
    case "info":
      return { op: op.call, vmar: handle(op.vmar) };
    case "info_maps":
      return {
        op: op.call,
        vmar: handle(op.vmar),
        ...(op.capacity === undefined ? {} : { capacity: op.capacity }),
      };
    case "vmo_create":
      return { op: op.call, size: op.size, options: wordFlags(VmoOption, op.options), ...out };
    case "vmo_create_child": {
      const options = wordFlags(CHILD_OPTIONS, op.options);
      return { op: op.call, vmo: handle(op.vmo), options, offset: op.offset, size: op.size, ...out };
    }
    case "vmo_get_size":
    case "vmo_get_stream_size":
    case "vmo_info":
      return { op: op.call, vmo: handle(op.vmo) };
    case "vmo_set_size":
    case "vmo_set_stream_size":
      return { op: op.call, vmo: handle(op.vmo), size: op.size };
    case "vmo_read":
      return { op: op.call, vmo: handle(op.vmo), offset: op.offset, len: op.len };
    case "vmo_write":
      return { op: op.call, vmo: handle(op.vmo), offset: op.offset, bytes: hex(op.bytes) };
    case "vmo_op_range": {
      const rangeOp = opName(VmoOp, op.rangeOp);
      return { op: op.call, vmo: handle(op.vmo), rangeOp, offset: op.offset, len: op.len };
    }
    case "vmo_set_cache_policy": {
      const policy = keysOf(CachePolicy).find((key) => CachePolicy[key] === op.policy);
      if (policy === undefined) throw new Error(`the trace format has no name for cache policy ${op.policy}`);
      return { op: op.call, vmo: handle(op.vmo), policy };
    }
    case "vmo_replace_as_executable":
      return { op: op.call, vmo: handle(op.vmo), ...out };
    case "handle_duplicate":
    case "handle_replace":
      return { op: op.call, handle: handle(op.handle), rights: rightFlags(op.rights), ...out };
    case "handle_close":
    case "basic_info":
    case "get_name":
      return { op: op.call, handle: handle(op.handle) };
    case "set_name":
      return { op: op.call, handle: handle(op.handle), name: op.name };
    case "signal":
      return { op: op.call, handle: handle(op.handle), clear: op.clear, set: op.set };
    case "wait":
      return { op: op.call, handle: handle(op.handle), signals: op.signals };
    case "read_memory":
      return { op: op.call, addr: addr(op.addr), len: op.len };
    case "write_memory":
      return { op: op.call, addr: addr(op.addr), bytes: hex(op.bytes) };
    case "access": {
      const value = op.value === undefined ? {} : { value: op.value };
      return { op: op.call, addr: addr(op.addr), kind: op.kind, ...value };
    }
    case "borrow":
      return { op: op.call, addr: addr(op.addr), len: op.len, kind: op.kind, ...out };
    case "release":
      return { op: op.call, lease: name(op.lease) };
  }
}

/** A distance as it is written after a name: distances above 2^63 count backwards. */
export function deltaText(delta: U64): string {
  if (delta === 0) return "";
  const backwards = BigInt.asUintN(64, -BigInt(delta));
  return delta >= 2n ** 63n ? `-${formatU64(backwards)}` : `+${formatU64(delta)}`;
}

const CHILD_OPTIONS: Readonly<Record<string, number>> = Object.fromEntries(
  keysOf(VmoChildOption).map((option) => [`CHILD_${option}`, VmoChildOption[option]]),
);

function optionFlags(options: number): Flags {
  const align = options >>> ALIGN_BASE;
  const alignName = [...ALIGN_NAMES].find(([, exponent]) => exponent === align)?.[0];
  if (alignName === undefined) return wordFlags(VmOption, options);
  return [...wordFlags(VmOption, options & 0xff_ffff), alignName];
}

function rightFlags(rights: number): Flags {
  // SAME_RIGHTS together with other bits must be written raw: the name stands alone.
  return rights > Rights.SAME_RIGHTS ? [rights] : wordFlags(Rights, rights);
}

function opName(table: Readonly<Record<string, number>>, op: number): string | number {
  return Object.keys(table).find((name) => table[name] === op) ?? op;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
