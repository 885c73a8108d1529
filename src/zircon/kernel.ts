import type { Placement } from "./placement.ts";
import type { HandleBasicInfo, MapInfo, VmarInfo, VmoInfo } from "./records.ts";
import type { RuleId } from "./rules.ts";
import type { Semantics } from "./semantics.ts";
import type { Status } from "./status.ts";
import type { U64 } from "./u64.ts";

/** `zx_handle_t`: u32; 0 is never a handle. */
export type Handle = number;

/** ZX_HANDLE_INVALID. */
export const HANDLE_INVALID: Handle = 0;

/** Both low bits are set in each value that a kernel gives out; this one never is (the traces' `unknown`). */
export const HANDLE_NEVER: Handle = 0xffff_fffc;

export interface HandleAnswer {
  readonly status: Status;
  /** The new handle; 0 unless OK. */
  readonly handle: Handle;
}

export interface AllocateAnswer {
  readonly status: Status;
  /** The child's handle; 0 unless OK. */
  readonly handle: Handle;
  /** The child's absolute base; 0 unless OK. */
  readonly addr: U64;
}

export interface MapAnswer {
  readonly status: Status;
  /** The absolute base of the requested range; 0 unless OK. */
  readonly addr: U64;
}

export interface ValueAnswer {
  readonly status: Status;
  /** 0 unless OK. */
  readonly value: U64;
}

export interface BytesAnswer {
  readonly status: Status;
  /** Empty unless OK; may be shorter than asked for process memory (PMEM-07, PMEM-08). */
  readonly bytes: Uint8Array;
}

export interface InfoVmarAnswer {
  readonly status: Status;
  /** Records written, records there. */
  readonly actual: number;
  readonly available: number;
  readonly info?: VmarInfo;
}

export interface InfoMapsAnswer {
  readonly status: Status;
  readonly actual: number;
  readonly available: number;
  /** `actual` records. */
  readonly maps: readonly MapInfo[];
}

export interface InfoHandleBasicAnswer {
  readonly status: Status;
  readonly info?: HandleBasicInfo;
}

export interface InfoVmoAnswer {
  readonly status: Status;
  readonly info?: VmoInfo;
}

export interface NameAnswer {
  readonly status: Status;
  readonly name: string;
}

export interface WaitAnswer {
  readonly status: Status;
  /** The signals seen, also when TIMED_OUT; 0 on any other failure. */
  readonly observed: number;
}

/** What a user thread does at an address. */
export type AccessKind = "read" | "write" | "execute";

/** Receives the entries of the address space in the order of INFO-13, without a record for each. */
export interface SpaceVisitor {
  /** A region (VMAR); `depth` is 1 for the root. */
  region(koid: U64, base: U64, size: U64, depth: number): void;
  /** A mapping entry: one protection range of one mapping (INFO-15). `perms`: READ 1, WRITE 2, EXECUTE 4. */
  mapping(base: U64, size: U64, depth: number, perms: number, vmoKoid: U64, vmoOffset: U64): void;
}

/** What one mapped page shows. */
export interface PageView {
  /** READ 1, WRITE 2, EXECUTE 4. */
  readonly perms: number;
  /** As in the page's map entry: 0 for a clone that the kernel made by itself. */
  readonly vmoKoid: U64;
  /** The byte offset of the page in its VMO. */
  readonly vmoOffset: U64;
  /** What an access that has the permission answers: OK, OUT_OF_RANGE or NOT_FOUND (FAULT-03…05). */
  readonly reach: Status;
}

/**
 * Anything that answers Zircon's VMAR system calls for one process.
 *
 * One method for each call, named after it, taking plain values. No method throws for an argument that the type allows: what the
 * kernel answers is a status. The calls of a process come one after the other (the contract is sequential). The last group is no
 * system call: it is what a harness may look at and do besides them.
 */
export interface Kernel {
  /** The handle of the root VMAR (rights 0x20801F) and of the process, open from the start. */
  readonly rootVmar: Handle;
  readonly process: Handle;

  /** zx_vmar_allocate: ALLOC rules. */
  vmarAllocate(vmar: Handle, options: number, offset: U64, size: U64): AllocateAnswer;
  /** zx_vmar_map: MAP, OVW, MRG rules. */
  vmarMap(vmar: Handle, options: number, vmarOffset: U64, vmo: Handle, vmoOffset: U64, len: U64): MapAnswer;
  /** zx_vmar_unmap: UNMAP rules. */
  vmarUnmap(vmar: Handle, addr: U64, len: U64): Status;
  /** zx_vmar_unmap_handle_close_thread_exit: UNMAP-11; the status with which the thread came back or exited. */
  vmarUnmapHandleCloseThreadExit(vmar: Handle, addr: U64, len: U64, close: Handle): Status;
  /** zx_vmar_protect: PROT rules. */
  vmarProtect(vmar: Handle, options: number, addr: U64, len: U64): Status;
  /** zx_vmar_op_range with a null buffer of `bufferSize` bytes: OPR rules. */
  vmarOpRange(vmar: Handle, op: number, addr: U64, len: U64, bufferSize: U64): Status;
  /** zx_vmar_destroy: DEST rules. */
  vmarDestroy(vmar: Handle): Status;

  /** zx_object_get_info(ZX_INFO_VMAR) with a buffer of `bufferSize` bytes: INFO-01…03. */
  infoVmar(vmar: Handle, bufferSize: number): InfoVmarAnswer;
  /** zx_object_get_info(ZX_INFO_VMAR_MAPS) with a buffer of `bufferSize` bytes (may be Infinity): INFO-10…16. */
  infoVmarMaps(vmar: Handle, bufferSize: number): InfoMapsAnswer;
  /** zx_object_get_info(ZX_INFO_PROCESS_MAPS): INFO-17. */
  infoProcessMaps(process: Handle, bufferSize: number): InfoMapsAnswer;
  /** zx_object_get_info(ZX_INFO_HANDLE_BASIC) with a buffer of `bufferSize` bytes: HND-04. */
  infoHandleBasic(handle: Handle, bufferSize: number): InfoHandleBasicAnswer;
  /** zx_object_get_info(ZX_INFO_HANDLE_COUNT): the number of handles to the object. */
  infoHandleCount(handle: Handle): ValueAnswer;
  /** zx_object_get_info(ZX_INFO_VMO): D-9. */
  infoVmo(vmo: Handle): InfoVmoAnswer;

  /** zx_handle_close, _duplicate, _replace: HND-01…03. */
  handleClose(handle: Handle): Status;
  handleDuplicate(handle: Handle, rights: number): HandleAnswer;
  handleReplace(handle: Handle, rights: number): HandleAnswer;
  /** zx_object_get_property and _set_property with ZX_PROP_NAME: HND-07. */
  objectGetName(handle: Handle): NameAnswer;
  objectSetName(handle: Handle, name: string): Status;
  /** zx_object_signal: HND-06, D-10. */
  objectSignal(handle: Handle, clear: number, set: number): Status;
  /** zx_object_wait_one with a deadline in the past: HND-06, D-10. */
  objectWaitOne(handle: Handle, signals: number): WaitAnswer;

  /** zx_vmo_create: VMO-01. */
  vmoCreate(size: U64, options: number): HandleAnswer;
  /** zx_vmo_create_physical and _contiguous with a valid resource or BTI; `size` is a positive page multiple, else INVALID_ARGS. */
  vmoCreatePhysical(size: U64): HandleAnswer;
  vmoCreateContiguous(size: U64): HandleAnswer;
  /** zx_vmo_create_child: VMO-06…08. */
  vmoCreateChild(vmo: Handle, options: number, offset: U64, size: U64): HandleAnswer;
  vmoGetSize(vmo: Handle): ValueAnswer;
  /** zx_vmo_set_size: VMO-03. */
  vmoSetSize(vmo: Handle, size: U64): Status;
  vmoGetStreamSize(vmo: Handle): ValueAnswer;
  /** zx_vmo_set_stream_size: VMO-04. */
  vmoSetStreamSize(vmo: Handle, size: U64): Status;
  /**
   * zx_vmo_read, _write: VMO-05. The bytes may be put into `buffer`, if it has room for them; whoever gives one uses the answer
   * before he gives it again.
   */
  vmoRead(vmo: Handle, offset: U64, len: U64, buffer?: Uint8Array): BytesAnswer;
  vmoWrite(vmo: Handle, offset: U64, bytes: Uint8Array): Status;
  /** zx_vmo_op_range with a null buffer: VMO-23, D-5. */
  vmoOpRange(vmo: Handle, op: number, offset: U64, len: U64): Status;
  /** zx_vmo_set_cache_policy: VMO-09, D-3. */
  vmoSetCachePolicy(vmo: Handle, policy: number): Status;
  /** zx_vmo_replace_as_executable with a valid resource: VMO-25. */
  vmoReplaceAsExecutable(vmo: Handle): HandleAnswer;

  /** zx_process_read_memory: PMEM rules. `buffer` as in {@link vmoRead}. */
  processReadMemory(process: Handle, addr: U64, len: U64, buffer?: Uint8Array): BytesAnswer;
  /** zx_process_write_memory; the value is the number of bytes written. */
  processWriteMemory(process: Handle, addr: U64, bytes: Uint8Array): ValueAnswer;
  /** zx_task_kill: the address space dies with the process (DEST-06). */
  taskKill(process: Handle): Status;

  /**
   * A user thread touches memory: FAULT rules. `width` 8 loads or stores a little-endian word, one decision for each page and nothing
   * stored unless all permit it; `width` 1 loads a byte, or with "write" stores it back as it was unless there is a `value`.
   */
  access(addr: U64, kind: AccessKind, width: 1 | 8, value?: U64): ValueAnswer;
  /** Memory pressure: an unlocked discardable VMO loses its pages (D-13). BAD_STATE if it is locked, NOT_SUPPORTED if not discardable. */
  vmoDiscard(vmo: Handle): Status;
  /** Every region and mapping entry that intersects [base, base+size), as info_maps of the root shows them; nothing once the process is dead. */
  observeSpace(base: U64, size: U64, visitor: SpaceVisitor): void;
  /** What the page that holds `addr` shows, or undefined if nothing is mapped there. */
  observePage(addr: U64): PageView | undefined;
}

/** The address space of the one process: page-aligned, at least a page, `base + size` at most 2^64. */
export interface AspaceConfig {
  readonly base: U64;
  readonly size: U64;
  /** A power of two from 4096. */
  readonly pageSize: number;
}

/** §1.8: what a trace without an `aspace` means. */
export const DEFAULT_ASPACE: AspaceConfig = { base: 0x100_0000, size: 0x7fff_feff_f000, pageSize: 4096 };

/** Everything that a kernel needs to know before its first call. */
export interface KernelConfig {
  readonly aspace: AspaceConfig;
  readonly placement: Placement;
  readonly semantics: Semantics;
  /** E of PLC-03 outside of COMPACT regions; 30 where absent. */
  readonly aslrEntropyBits?: number;
  /** zx_process_write_memory works (PMEM-01); true where absent. */
  readonly debugSyscalls?: boolean;
  /** Told of each rule that decided or shaped an answer, as it is applied. */
  readonly onRule?: (rule: RuleId) => void;
}

export type KernelFactory = (config: KernelConfig) => Kernel;
