import { type LedgerEffects, NO_EFFECTS, SafetyLedger } from "../ledger/index.ts";
import {
  type AspaceConfig,
  HANDLE_INVALID,
  HANDLE_NEVER,
  INFO_HANDLE_BASIC_SIZE,
  INFO_MAPS_SIZE,
  INFO_VMAR_SIZE,
  KOID_FIRST,
  type Handle,
  type InfoMapsAnswer,
  type Kernel,
  type MapInfo,
  Status,
  type U64,
  VmOption,
  type VmoInfo,
  addU64,
  subU64,
} from "../zircon/index.ts";
import { type Addr, INVALID, type Offset, type Op, PROCESS, ROOT, type Slot, UNKNOWN } from "./program.ts";

/** One output of a call. */
export type Output = U64 | string;

const NO_OUTPUTS: readonly Output[] = [];

/** What a call answered, in terms that two kernels share: objects by slot, no handle values, no koids. */
export class Outcome {
  readonly status: Status;
  /** The first output, undefined if there is none. Most calls have no other, and a list for each would cost more than the comparison. */
  readonly first: Output | undefined;
  /** The outputs after the first. */
  readonly more: readonly Output[];

  constructor(status: Status, first?: Output, more: readonly Output[] = NO_OUTPUTS) {
    this.status = status;
    this.first = first;
    this.more = more;
  }

  /** Outputs in a fixed order for each call; {@link outputName} names them. Empty if there are none. */
  get outputs(): readonly Output[] {
    return this.first === undefined ? NO_OUTPUTS : [this.first, ...this.more];
  }
}

/** The object that a koid stands for: the slot that first named it, 0 for a clone that the kernel made, -1 for anything else. */
export type ObjectId = number;
export const NAMELESS: ObjectId = 0;
const STRANGER: ObjectId = -1;
/** The object id of the root VMAR; slots count from 1, so it takes a number of its own. */
const ROOT_OBJECT: ObjectId = 0.5;

/** A kernel with what a program has bound on it so far. */
export class Session {
  readonly kernel: Kernel;
  /** The leases that the program holds, each under its slot's name ({@link leaseName}). */
  readonly ledger: SafetyLedger;
  readonly #handles: Handle[];
  readonly #addrs: U64[];
  /** By koids counted from {@link KOID_FIRST}: what a well-made kernel gives its objects (HND-05). Other koids are in a map. */
  readonly #objects: ObjectId[] = [];
  readonly #others = new Map<U64, ObjectId>();
  /** For each slot that names a region the slot that holds its base: that of its allocate call. */
  readonly #regions: (Slot | undefined)[] = [ROOT];

  constructor(kernel: Kernel, { base, pageSize }: AspaceConfig) {
    this.kernel = kernel;
    this.ledger = new SafetyLedger(kernel, pageSize);
    this.#handles = [kernel.rootVmar];
    this.#addrs = [base];
    this.#others.set(0, NAMELESS);
    const root = kernel.infoHandleBasic(kernel.rootVmar, INFO_HANDLE_BASIC_SIZE).info;
    if (root !== undefined) this.#name(root.koid, ROOT_OBJECT);
  }

  handle(slot: Slot): Handle {
    if (slot === INVALID) return HANDLE_INVALID;
    if (slot === UNKNOWN) return HANDLE_NEVER;
    if (slot === PROCESS) return this.kernel.process;
    return this.#handles[slot] ?? HANDLE_INVALID;
  }

  addr(addr: Addr): U64 {
    return addr.slot < ROOT ? addr.delta : addU64(this.#addrs[addr.slot] ?? 0, addr.delta);
  }

  offset(offset: Offset): U64 {
    if (typeof offset !== "object") return offset;
    return addU64(subU64(this.#addrs[offset.of] ?? 0, this.#addrs[offset.from] ?? 0), offset.delta);
  }

  object(koid: U64): ObjectId {
    const index = indexOf(koid);
    return (index < 0 ? this.#others.get(koid) : this.#objects[index]) ?? STRANGER;
  }

  #name(koid: U64, object: ObjectId): void {
    const index = indexOf(koid);
    if (index < 0) {
      this.#others.set(koid, object);
      return;
    }
    while (this.#objects.length <= index) this.#objects.push(STRANGER);
    this.#objects[index] = object;
  }

  /** Binds `slot` to a handle (0 after a failure) and, for a call that makes a handle, answers the handle's rights. */
  bindHandle(slot: Slot, handle: Handle): number {
    this.#handles[slot] = handle;
    if (handle === HANDLE_INVALID) return 0;
    const info = this.kernel.infoHandleBasic(handle, INFO_HANDLE_BASIC_SIZE).info;
    if (info === undefined) return -1;
    if (this.object(info.koid) === STRANGER) this.#name(info.koid, slot);
    return info.rights;
  }

  bindAddr(slot: Slot, addr: U64): void {
    this.#addrs[slot] = addr;
  }

  /** The base of the region that a handle names, if some slot holds it as its address. */
  regionBase(slot: Slot): U64 | undefined {
    const region = this.#regions[slot];
    return region === undefined ? undefined : this.#addrs[region];
  }

  bindRegion(slot: Slot): void {
    this.#regions[slot] = slot;
  }

  /** Remembers that `copy` names what `slot` names. */
  bindCopy(copy: Slot, slot: Slot): void {
    const region = this.#regions[slot];
    if (region !== undefined) this.#regions[copy] = region;
  }
}

/** So many koids from the first on are looked up in a list. */
const LISTED_KOIDS = 0x1_0000;

/** Where the list of objects has a koid, or -1. */
function indexOf(koid: U64): number {
  if (typeof koid !== "number") return -1;
  const index = koid - KOID_FIRST;
  return index >= 0 && index < LISTED_KOIDS && Number.isInteger(index) ? index : -1;
}

/** Runs one operation and says what it answered. */
export function execute(session: Session, op: Op): Outcome {
  const kernel = session.kernel;
  switch (op.call) {
    case "allocate": {
      const answer = kernel.vmarAllocate(
        session.handle(op.vmar),
        op.options,
        session.offset(op.offset),
        op.size,
      );
      session.bindAddr(op.out, answer.addr);
      session.bindRegion(op.out);
      return new Outcome(answer.status, answer.addr, [session.bindHandle(op.out, answer.handle)]);
    }
    case "map": {
      const answer = kernel.vmarMap(
        session.handle(op.vmar),
        op.options,
        session.offset(op.offset),
        session.handle(op.vmo),
        op.vmoOffset,
        op.len,
      );
      session.bindAddr(op.out, answer.addr);
      return new Outcome(answer.status, answer.addr);
    }
    case "unmap":
      return only(kernel.vmarUnmap(session.handle(op.vmar), session.addr(op.addr), op.len));
    case "protect":
      return only(kernel.vmarProtect(session.handle(op.vmar), op.options, session.addr(op.addr), op.len));
    case "op_range":
      return only(
        kernel.vmarOpRange(session.handle(op.vmar), op.rangeOp, session.addr(op.addr), op.len, op.bufferSize),
      );
    case "destroy":
      return only(kernel.vmarDestroy(session.handle(op.vmar)));
    case "info": {
      const { status, info } = kernel.infoVmar(session.handle(op.vmar), INFO_VMAR_SIZE);
      return info === undefined ? only(status) : new Outcome(status, info.base, [info.len]);
    }
    case "info_maps":
      return maps(session, kernel.infoVmarMaps(session.handle(op.vmar), bytesFor(op.capacity)));
    case "info_sized": {
      const { status, actual, available } = kernel.infoVmar(session.handle(op.vmar), op.room);
      return new Outcome(status, actual, [available]);
    }
    case "basic_sized": {
      const { status, info } = kernel.infoHandleBasic(session.handle(op.handle), op.room);
      return info === undefined ? only(status) : new Outcome(status, info.type);
    }
    case "handle_count":
      return value(kernel.infoHandleCount(session.handle(op.handle)));
    case "observe":
      return new Outcome(Status.OK, shown(session, session.addr(op.addr), op.len));
    case "process_maps":
      return maps(session, kernel.infoProcessMaps(session.handle(op.handle), bytesFor(op.capacity)));
    case "process_read": {
      const { status, bytes } = kernel.processReadMemory(
        session.handle(op.handle),
        session.addr(op.addr),
        op.len,
      );
      return new Outcome(status, bytes.length, [hex(bytes)]);
    }
    case "process_write":
      return value(kernel.processWriteMemory(session.handle(op.handle), session.addr(op.addr), op.bytes));
    case "unmap_exit":
      return only(
        kernel.vmarUnmapHandleCloseThreadExit(
          session.handle(op.vmar),
          session.addr(op.addr),
          op.len,
          session.handle(op.handle),
        ),
      );
    case "task_kill":
      return only(kernel.taskKill(session.handle(op.handle)));
    case "vmo_discard":
      return only(kernel.vmoDiscard(session.handle(op.vmo)));
    case "vmo_create_physical":
      return made(session, op.out, kernel.vmoCreatePhysical(op.size));
    case "vmo_create_contiguous":
      return made(session, op.out, kernel.vmoCreateContiguous(op.size));
    case "vmo_create":
      return made(session, op.out, kernel.vmoCreate(op.size, op.options));
    case "vmo_create_child":
      return made(
        session,
        op.out,
        kernel.vmoCreateChild(session.handle(op.vmo), op.options, op.offset, op.size),
      );
    case "vmo_get_size":
      return value(kernel.vmoGetSize(session.handle(op.vmo)));
    case "vmo_get_stream_size":
      return value(kernel.vmoGetStreamSize(session.handle(op.vmo)));
    case "vmo_info": {
      const { status, info } = kernel.infoVmo(session.handle(op.vmo));
      return info === undefined ? only(status) : vmoInfoOutcome(status, session, info);
    }
    case "vmo_set_size":
      return only(kernel.vmoSetSize(session.handle(op.vmo), op.size));
    case "vmo_set_stream_size":
      return only(kernel.vmoSetStreamSize(session.handle(op.vmo), op.size));
    case "vmo_read": {
      const { status, bytes } = kernel.vmoRead(session.handle(op.vmo), op.offset, op.len);
      return new Outcome(status, hex(bytes));
    }
    case "vmo_write":
      return only(kernel.vmoWrite(session.handle(op.vmo), op.offset, op.bytes));
    case "vmo_op_range":
      return only(kernel.vmoOpRange(session.handle(op.vmo), op.rangeOp, op.offset, op.len));
    case "vmo_set_cache_policy":
      return only(kernel.vmoSetCachePolicy(session.handle(op.vmo), op.policy));
    case "vmo_replace_as_executable":
      return made(session, op.out, kernel.vmoReplaceAsExecutable(session.handle(op.vmo)));
    case "handle_duplicate":
      session.bindCopy(op.out, op.handle);
      return made(session, op.out, kernel.handleDuplicate(session.handle(op.handle), op.rights));
    case "handle_replace":
      session.bindCopy(op.out, op.handle);
      return made(session, op.out, kernel.handleReplace(session.handle(op.handle), op.rights));
    case "handle_close":
      return only(kernel.handleClose(session.handle(op.handle)));
    case "basic_info": {
      const { status, info } = kernel.infoHandleBasic(session.handle(op.handle), INFO_HANDLE_BASIC_SIZE);
      if (info === undefined) return only(status);
      return new Outcome(status, session.object(info.koid), [info.rights, info.type, info.relatedKoid]);
    }
    case "get_name": {
      const { status, name } = kernel.objectGetName(session.handle(op.handle));
      return new Outcome(status, name);
    }
    case "set_name":
      return only(kernel.objectSetName(session.handle(op.handle), op.name));
    case "signal":
      return only(kernel.objectSignal(session.handle(op.handle), op.clear, op.set));
    case "wait": {
      const { status, observed } = kernel.objectWaitOne(session.handle(op.handle), op.signals);
      return new Outcome(status, observed);
    }
    case "read_memory": {
      const { status, bytes } = kernel.processReadMemory(kernel.process, session.addr(op.addr), op.len);
      return new Outcome(status, bytes.length, [hex(bytes)]);
    }
    case "write_memory":
      return value(kernel.processWriteMemory(kernel.process, session.addr(op.addr), op.bytes));
    case "access":
      return value(kernel.access(session.addr(op.addr), op.kind, op.width, op.value));
    case "borrow":
      return only(session.ledger.borrow(leaseName(op.out), session.addr(op.addr), op.len, op.kind));
    case "release":
      return new Outcome(Status.OK, session.ledger.release(leaseName(op.lease)));
  }
}

/** The entries of a part of the address space, a line each. */
function shown(session: Session, base: U64, size: U64): string {
  const rows: string[] = [];
  session.kernel.observeSpace(base, size, {
    region: (koid, ...fields) => rows.push(`region ${session.object(koid)} ${fields.join(" ")}`),
    mapping: (at, len, depth, perms, koid, vmoOffset) =>
      rows.push(`mapping ${session.object(koid)} ${[at, len, depth, perms, vmoOffset].join(" ")}`),
  });
  return rows.join("\n");
}

/** What reports and the ledger call the lease of a slot. */
export function leaseName(slot: Slot): string {
  return `#${slot}`;
}

/** What an operation that was just executed did to the live leases; costs nothing where there are none. */
export function settle(session: Session, op: Op, outcome: Outcome): LedgerEffects {
  if (session.ledger.liveLeases === 0) return NO_EFFECTS;
  const call = { op: op.call, ok: outcome.status === Status.OK };
  if (!("vmar" in op)) return session.ledger.examine(call);
  const { info } = session.kernel.infoHandleBasic(session.handle(op.vmar), INFO_HANDLE_BASIC_SIZE);
  const through = info === undefined ? call : { ...call, vmar: info.koid };
  if (op.call === "map") {
    const overwrite = (op.options & VmOption.SPECIFIC_OVERWRITE) !== 0;
    const addr = session.addr({ slot: op.out, delta: 0 });
    return session.ledger.examine({ ...through, overwrite, addr, len: op.len });
  }
  if (!("addr" in op)) return session.ledger.examine(through);
  return session.ledger.examine({ ...through, addr: session.addr(op.addr), len: op.len });
}

/** The names of a call's outputs, in order; info_maps repeats MAP_OUTPUTS for each entry after its two counts. */
const OUTPUTS: { readonly [call: string]: readonly string[] } = {
  allocate: ["address", "rights"],
  map: ["address"],
  info: ["base", "len"],
  info_maps: ["actual", "available"],
  info_sized: ["actual", "available"],
  basic_sized: ["type"],
  handle_count: ["count"],
  observe: ["shown"],
  process_maps: ["actual", "available"],
  process_read: ["transferred", "bytes"],
  process_write: ["transferred"],
  vmo_create_physical: ["rights"],
  vmo_create_contiguous: ["rights"],
  vmo_create: ["rights"],
  vmo_create_child: ["rights"],
  vmo_get_size: ["size"],
  vmo_get_stream_size: ["size"],
  vmo_read: ["bytes"],
  vmo_replace_as_executable: ["rights"],
  handle_duplicate: ["rights"],
  handle_replace: ["rights"],
  basic_info: ["object", "rights", "type", "relatedKoid"],
  get_name: ["name"],
  wait: ["observed"],
  read_memory: ["transferred", "bytes"],
  write_memory: ["transferred"],
  access: ["value"],
  release: ["lease"],
};

/** The byte counters, which mapping entries and VMOs both end with. */
const COUNTERS = [
  "committedBytes",
  "populatedBytes",
  "committedPrivateBytes",
  "populatedPrivateBytes",
  "committedScaledBytes",
  "populatedScaledBytes",
  "committedFractionalScaledBytes",
  "populatedFractionalScaledBytes",
] as const;

const MAP_OUTPUTS = [
  "type",
  "name",
  "base",
  "size",
  "depth",
  "perms",
  "vmo",
  "vmoOffset",
  ...COUNTERS,
] as const;

const VMO_INFO_OUTPUTS = [
  "vmo",
  "name",
  "sizeBytes",
  "parent",
  "numChildren",
  "numMappings",
  "shareCount",
  "flags",
  "handleRights",
  "cachePolicy",
  ...COUNTERS,
] as const;

/** The name of output `index` of a call, for reports. */
export function outputName(call: Op["call"], index: number): string {
  if (call === "vmo_info") return VMO_INFO_OUTPUTS[index] ?? `output ${index}`;
  const fixed = OUTPUTS[call] ?? [];
  const name = fixed[index];
  if (name !== undefined) return name;
  if (call !== "info_maps" && call !== "process_maps") return `output ${index}`;
  const at = index - fixed.length;
  return `maps[${Math.floor(at / MAP_OUTPUTS.length)}].${MAP_OUTPUTS[at % MAP_OUTPUTS.length] ?? ""}`;
}

/** The buffer for so many records of maps. */
function bytesFor(capacity: number | undefined): number {
  return capacity === undefined ? Infinity : capacity * INFO_MAPS_SIZE;
}

function maps(session: Session, { status, actual, available, maps: records }: InfoMapsAnswer): Outcome {
  const isNothing = actual === 0 && available === 0 && records.length === 0;
  // What a failing call answers all the same must not go unseen.
  if (status !== Status.OK && isNothing) return only(status);
  const more: Output[] = [available];
  for (const map of records) pushMap(more, session, map);
  return new Outcome(status, actual, more);
}

function only(status: Status): Outcome {
  return new Outcome(status);
}

function value(answer: { readonly status: Status; readonly value: U64 }): Outcome {
  return new Outcome(answer.status, answer.value);
}

function made(
  session: Session,
  slot: Slot,
  answer: { readonly status: Status; readonly handle: Handle },
): Outcome {
  return new Outcome(answer.status, session.bindHandle(slot, answer.handle));
}

/** Appends one entry, in the order of MAP_OUTPUTS. */
function pushMap(outputs: Output[], session: Session, { name, base, size, depth, details }: MapInfo): void {
  outputs.push(details.kind, name, base, size, depth);
  if (details.kind !== "mapping") {
    outputs.push(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    return;
  }
  const { mapping } = details;
  outputs.push(
    mapping.mmuFlags,
    session.object(mapping.vmoKoid),
    mapping.vmoOffset,
    mapping.committedBytes,
    mapping.populatedBytes,
    mapping.committedPrivateBytes,
    mapping.populatedPrivateBytes,
    mapping.committedScaledBytes,
    mapping.populatedScaledBytes,
    mapping.committedFractionalScaledBytes,
    mapping.populatedFractionalScaledBytes,
  );
}

function vmoInfoOutcome(status: Status, session: Session, info: VmoInfo): Outcome {
  return new Outcome(status, session.object(info.koid), [
    info.name,
    info.sizeBytes,
    session.object(info.parentKoid),
    info.numChildren,
    info.numMappings,
    info.shareCount,
    info.flags,
    info.handleRights,
    info.cachePolicy,
    info.committedBytes,
    info.populatedBytes,
    info.committedPrivateBytes,
    info.populatedPrivateBytes,
    info.committedScaledBytes,
    info.populatedScaledBytes,
    info.committedFractionalScaledBytes,
    info.populatedFractionalScaledBytes,
  ]);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
