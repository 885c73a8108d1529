/**
 * Programs: what the fuzzer generates, runs, shrinks and prints.
 *
 * A program is a world and a list of operations. An operation is symbolic: it names what earlier operations made by *slot*, and an
 * address as a distance from a slot's address, so the same program means the same on every kernel, wherever that places things:
 *
 *     slot 1 = vmo_create(size: 0x2000)                       { call: "vmo_create", …, out: 1 }
 *     slot 2 = map(root, SPECIFIC|PERM_READ, 0, slot 1, …)    { call: "map", vmar: ROOT, vmo: 1, …, out: 2 }
 *     unmap(root, slot 2 + 0x1000, 0x1000)                    { call: "unmap", vmar: ROOT, addr: { slot: 2, delta: 0x1000 }, … }
 *
 * The calls are those of the trace format, under its names: each program is a trace (`to-trace.ts`).
 */
import type { LeaseKind } from "../ledger/index.ts";
import {
  type AccessKind,
  type AspaceConfig,
  CachePolicy,
  type KernelConfig,
  type RuleId,
  type Semantics,
  type U64,
  lowestPlacement,
  randomPlacement,
} from "../zircon/index.ts";

/** What an earlier operation made; positive, unique in its program. */
export type Slot = number;

/** The root VMAR: bound from the start. */
export const ROOT: Slot = 0;
/** The handle value 0. */
export const INVALID: Slot = -1;
/** A handle value that is never given out. */
export const UNKNOWN: Slot = -2;
/** The handle of the process; traces have no name for it. */
export const PROCESS: Slot = -3;

/** An address: `slot`'s address plus `delta`, wrapping at 64 bits. INVALID has address 0, so it makes absolute addresses. */
export interface Addr {
  readonly slot: Slot;
  readonly delta: U64;
}

/** An offset into a region: a number, or the distance from the address of `from` to that of `of`, plus `delta`. */
export type Offset = U64 | { readonly of: Slot; readonly from: Slot; readonly delta: U64 };

/** A call that the trace format can write down. */
export type TracedOp =
  | {
      readonly call: "allocate";
      readonly vmar: Slot;
      readonly options: number;
      readonly offset: Offset;
      readonly size: U64;
      readonly out: Slot;
    }
  | {
      readonly call: "map";
      readonly vmar: Slot;
      readonly options: number;
      readonly offset: Offset;
      readonly vmo: Slot;
      readonly vmoOffset: U64;
      readonly len: U64;
      readonly out: Slot;
    }
  | { readonly call: "unmap"; readonly vmar: Slot; readonly addr: Addr; readonly len: U64 }
  | {
      readonly call: "protect";
      readonly vmar: Slot;
      readonly options: number;
      readonly addr: Addr;
      readonly len: U64;
    }
  | {
      readonly call: "op_range";
      readonly vmar: Slot;
      readonly rangeOp: number;
      readonly addr: Addr;
      readonly len: U64;
      readonly bufferSize: U64;
    }
  | { readonly call: "destroy"; readonly vmar: Slot }
  | { readonly call: "info"; readonly vmar: Slot }
  | { readonly call: "info_maps"; readonly vmar: Slot; readonly capacity: number | undefined }
  | { readonly call: "vmo_create"; readonly size: U64; readonly options: number; readonly out: Slot }
  | {
      readonly call: "vmo_create_child";
      readonly vmo: Slot;
      readonly options: number;
      readonly offset: U64;
      readonly size: U64;
      readonly out: Slot;
    }
  | { readonly call: "vmo_get_size" | "vmo_get_stream_size" | "vmo_info"; readonly vmo: Slot }
  | { readonly call: "vmo_set_size" | "vmo_set_stream_size"; readonly vmo: Slot; readonly size: U64 }
  | { readonly call: "vmo_read"; readonly vmo: Slot; readonly offset: U64; readonly len: U64 }
  | { readonly call: "vmo_write"; readonly vmo: Slot; readonly offset: U64; readonly bytes: Uint8Array }
  | {
      readonly call: "vmo_op_range";
      readonly vmo: Slot;
      readonly rangeOp: number;
      readonly offset: U64;
      readonly len: U64;
    }
  | { readonly call: "vmo_set_cache_policy"; readonly vmo: Slot; readonly policy: number }
  | { readonly call: "vmo_replace_as_executable"; readonly vmo: Slot; readonly out: Slot }
  | {
      readonly call: "handle_duplicate" | "handle_replace";
      readonly handle: Slot;
      readonly rights: number;
      readonly out: Slot;
    }
  | { readonly call: "handle_close" | "basic_info" | "get_name"; readonly handle: Slot }
  | { readonly call: "set_name"; readonly handle: Slot; readonly name: string }
  | { readonly call: "signal"; readonly handle: Slot; readonly clear: number; readonly set: number }
  | { readonly call: "wait"; readonly handle: Slot; readonly signals: number }
  | { readonly call: "read_memory"; readonly addr: Addr; readonly len: U64 }
  | { readonly call: "write_memory"; readonly addr: Addr; readonly bytes: Uint8Array }
  | {
      readonly call: "access";
      readonly addr: Addr;
      readonly kind: AccessKind;
      readonly width: 1 | 8;
      readonly value: U64 | undefined;
    }
  // No call of a kernel: the program starts to hold a reference into memory, and drops it (the safety ledger).
  | {
      readonly call: "borrow";
      readonly addr: Addr;
      readonly len: U64;
      readonly kind: LeaseKind;
      readonly out: Slot;
    }
  | { readonly call: "release"; readonly lease: Slot };

/** What a kernel can be asked for besides: version 1 of the trace format has no words for it. */
export type UntracedOp =
  | { readonly call: "vmo_create_physical" | "vmo_create_contiguous"; readonly size: U64; readonly out: Slot }
  | { readonly call: "vmo_discard"; readonly vmo: Slot }
  | { readonly call: "info_sized"; readonly vmar: Slot; readonly room: number }
  | { readonly call: "basic_sized"; readonly handle: Slot; readonly room: number }
  | { readonly call: "handle_count"; readonly handle: Slot }
  // No call of a kernel: what a part of the address space shows.
  | { readonly call: "observe"; readonly addr: Addr; readonly len: U64 }
  | { readonly call: "process_maps"; readonly handle: Slot; readonly capacity: number | undefined }
  | { readonly call: "process_read"; readonly handle: Slot; readonly addr: Addr; readonly len: U64 }
  | { readonly call: "process_write"; readonly handle: Slot; readonly addr: Addr; readonly bytes: Uint8Array }
  | {
      readonly call: "unmap_exit";
      readonly vmar: Slot;
      readonly addr: Addr;
      readonly len: U64;
      readonly handle: Slot;
    }
  | { readonly call: "task_kill"; readonly handle: Slot };

export type Op = TracedOp | UntracedOp;

export type CallName = Op["call"];
export type TracedCall = TracedOp["call"];

const UNTRACED: ReadonlySet<CallName> = new Set<UntracedOp["call"]>([
  "vmo_create_physical",
  "vmo_create_contiguous",
  "vmo_discard",
  "info_sized",
  "basic_sized",
  "handle_count",
  "observe",
  "process_maps",
  "process_read",
  "process_write",
  "unmap_exit",
  "task_kill",
]);

/** Those that have a name. */
const CACHE_POLICIES: ReadonlySet<number> = new Set(Object.values(CachePolicy));

export function isTraced(op: Op): op is TracedOp {
  if (UNTRACED.has(op.call)) return false;
  if (op.call === "vmo_set_cache_policy" && !CACHE_POLICIES.has(op.policy)) return false;
  return !("handle" in op && op.handle === PROCESS);
}

/** The machine that a program runs on. */
export interface World {
  readonly aspace: AspaceConfig;
  /** undefined: placement takes the lowest admissible address. */
  readonly aslrSeed: string | undefined;
  readonly semantics: Semantics;
  /** False: the machine refuses zx_process_write_memory (PMEM-01). Traces cannot say so. */
  readonly debugSyscalls?: boolean;
}

export interface Program {
  readonly world: World;
  readonly ops: readonly Op[];
}

/** Whether the trace format can write a program down. */
export function isTraceable({ world, ops }: Program): boolean {
  return world.debugSyscalls !== false && ops.every(isTraced);
}

/** The slot that `op` binds, or 0 if it makes nothing. */
export function outOf(op: Op): Slot {
  switch (op.call) {
    case "map":
    case "allocate":
    case "vmo_create":
    case "vmo_create_child":
    case "vmo_create_physical":
    case "vmo_create_contiguous":
    case "vmo_replace_as_executable":
    case "handle_duplicate":
    case "handle_replace":
    case "borrow":
      return op.out;
    default:
      return NO_SLOT;
  }
}

const NO_SLOT: Slot = 0;

/** A kernel's configuration for a world. Each kernel gets its own, since placement has a state. */
export function kernelConfig(world: World, onRule?: (rule: RuleId) => void): KernelConfig {
  const placement = world.aslrSeed === undefined ? lowestPlacement : randomPlacement(world.aslrSeed);
  const { aspace, semantics, debugSyscalls = true } = world;
  return onRule === undefined
    ? { aspace, placement, semantics, debugSyscalls }
    : { aspace, placement, semantics, debugSyscalls, onRule };
}
