import type { BreakReason, LeaseKind } from "../ledger/lease.ts";
import type { AccessKind } from "../zircon/kernel.ts";
import type { ObjectTypeName } from "../zircon/rights.ts";
import type { Semantics } from "../zircon/semantics.ts";
import type { StatusName } from "../zircon/status.ts";
import type { U64 } from "../zircon/u64.ts";
import type { CachePolicyName } from "../zircon/vmo.ts";

/**
 * The trace format, version 1, in memory (docs/spec/trace-format.md says what each field means).
 *
 * It is the JSON document with two differences: every `Int` is a canonical {@link U64}, and hex byte strings are lower case. What is
 * absent in the document is absent here, so that a trace can be printed as it was read.
 */
export interface Trace {
  readonly vmarTrace: 1;
  readonly name: string;
  readonly about?: string;
  readonly source?: string;
  readonly rules?: readonly string[];
  readonly seed?: Readonly<Record<string, unknown>>;
  readonly aspace?: TraceAspace;
  readonly semantics?: Partial<Semantics>;
  readonly watch?: "space";
  readonly steps: readonly Step[];
}

export interface TraceAspace {
  readonly base?: U64;
  readonly size?: U64;
  readonly pageSize?: U64;
  readonly aslr?: false | { readonly seed: string };
}

/** An address: absolute, or `name`, `name+Int`, `name-Int` (see address.ts). */
export type Addr = U64 | string;

/** An `offset` of allocate and map: absolute, or `name-name`, optionally with `+Int` or `-Int` after it. */
export type Offset = U64 | string;

/** Flag names and raw bits, all or'ed together. */
export type Flags = readonly (string | number)[];

/** A VMAR or VMO operation: its name, or any number of 32 bits. */
export type RangeOp = string | number;

/** An element of `dangling`. */
export type DanglingEntry =
  string | { readonly lease: string; readonly page: Addr; readonly reason: BreakReason };

/** An entry of the address space as `space` and `runs` write it. */
export type RunRow =
  | readonly ["vmar", depth: number, base: Addr, size: U64, name: string]
  | readonly ["map", depth: number, base: Addr, size: U64, perms: string, vmo: string, vmoOffset: U64];

/** An entry of `maps`. */
export interface MapsEntry {
  readonly type: "aspace" | "vmar" | "mapping";
  readonly base: Addr;
  readonly size: U64;
  readonly depth: number;
  readonly name?: string;
  readonly perms?: string;
  readonly vmo?: string;
  readonly vmoOffset?: U64;
  readonly committedBytes?: U64;
  readonly populatedBytes?: U64;
}

export interface VmoInfoExpectation {
  readonly sizeBytes?: U64;
  readonly committedBytes?: U64;
  readonly populatedBytes?: U64;
  readonly numMappings?: U64;
  readonly shareCount?: U64;
}

/** Everything that a step can expect; which op takes which field is the parser's to know. */
export interface Expectation {
  readonly status?: StatusName | readonly StatusName[];
  readonly at?: Addr;
  readonly within?: { readonly base: Addr; readonly size: U64 };
  readonly aligned?: U64;
  readonly placed?: Addr;
  readonly info?: { readonly base: Addr; readonly size: U64 };
  readonly maps?: readonly MapsEntry[];
  readonly actual?: number;
  readonly available?: number;
  readonly size?: U64;
  readonly bytes?: string;
  readonly transferred?: U64;
  readonly vmoInfo?: VmoInfoExpectation;
  readonly hasRights?: Flags;
  readonly lacksRights?: Flags;
  readonly name?: string;
  readonly type?: ObjectTypeName;
  readonly observed?: number;
  readonly fault?: StatusName | "none";
  readonly value?: U64;
  readonly rights?: Flags;
  readonly runs?: readonly RunRow[];
  readonly dangling?: readonly DanglingEntry[];
  readonly changed?: readonly string[];
  readonly space?: readonly RunRow[];
  readonly pages?: { readonly base: Addr; readonly perms: string };
}

interface StepCommon {
  readonly expect?: Expectation;
  readonly note?: string;
}

/** A step that makes a handle, an address or a lease may name it. */
interface Binds {
  readonly as?: string;
}

/** One call, its arguments under the names of the format. Handle arguments are names. */
export type Step = StepCommon &
  Readonly<
    | (Binds & { op: "allocate"; vmar: string; options: Flags; offset: Offset; size: U64 })
    | (Binds & {
        op: "map";
        vmar: string;
        options: Flags;
        offset: Offset;
        vmo: string;
        vmoOffset: U64;
        len: U64;
      })
    | { op: "unmap"; vmar: string; addr: Addr; len: U64 }
    | { op: "protect"; vmar: string; options: Flags; addr: Addr; len: U64 }
    | { op: "op_range"; vmar: string; rangeOp: RangeOp; addr: Addr; len: U64; bufferSize?: U64 }
    | { op: "destroy"; vmar: string }
    | (Binds & { op: "info"; vmar: string })
    | { op: "info_maps"; vmar: string; capacity?: number }
    | (Binds & { op: "vmo_create"; size: U64; options: Flags })
    | (Binds & { op: "vmo_create_child"; vmo: string; options: Flags; offset: U64; size: U64 })
    | { op: "vmo_get_size" | "vmo_get_stream_size" | "vmo_info"; vmo: string }
    | { op: "vmo_set_size" | "vmo_set_stream_size"; vmo: string; size: U64 }
    | { op: "vmo_read"; vmo: string; offset: U64; len: U64 }
    | { op: "vmo_write"; vmo: string; offset: U64; bytes: string }
    | { op: "vmo_op_range"; vmo: string; rangeOp: RangeOp; offset: U64; len: U64 }
    | { op: "vmo_set_cache_policy"; vmo: string; policy: CachePolicyName }
    | (Binds & { op: "vmo_replace_as_executable"; vmo: string })
    | (Binds & { op: "handle_duplicate" | "handle_replace"; handle: string; rights: Flags })
    | { op: "handle_close" | "basic_info" | "get_name"; handle: string }
    | { op: "set_name"; handle: string; name: string }
    | { op: "signal"; handle: string; clear: number; set: number }
    | { op: "wait"; handle: string; signals: number }
    | { op: "read_memory"; addr: Addr; len: U64 }
    | { op: "write_memory"; addr: Addr; bytes: string }
    | { op: "access"; addr: Addr; kind: AccessKind; value?: U64 }
    | (Binds & { op: "borrow"; addr: Addr; len: U64; kind: LeaseKind })
    | { op: "release"; lease: string }
  >;

export type StepOp = Step["op"];
export type AccessStep = Extract<Step, { op: "access" }>;

/** A value as JSON writes it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
