import type { Handle, HandleAnswer, InfoMapsAnswer, InfoVmoAnswer, Kernel } from "../zircon/kernel.ts";
import { permsText } from "../zircon/options.ts";
import {
  INFO_HANDLE_BASIC_SIZE,
  INFO_MAPS_SIZE,
  INFO_VMAR_SIZE,
  type MapInfo,
  type MemoryCounters,
  type VmoInfo,
} from "../zircon/records.ts";
import { Status } from "../zircon/status.ts";
import type { U64 } from "../zircon/u64.ts";
import { CachePolicy } from "../zircon/vmo.ts";
import type { SafetyLedger } from "../ledger/ledger.ts";
import type { Bindings } from "./bindings.ts";
import { flagsWord, rangeOpNumber, RIGHTS, VM_OPTIONS, VMO_CHILD_OPTIONS, VMO_OPTIONS } from "./flags.ts";
import type { ObjectNames } from "./object-names.ts";
import type { Step } from "./types.ts";

/**
 * What a step answered, without anything that is one kernel's own: no handle values and no koids. The outcomes of two kernels for
 * the same step are equal, field for field, if the kernels agree. Fields beside `status` are there where the call returned them.
 */
export interface Outcome {
  /** Of the call; for `access` OK or the status that the fault ends with; for `release` always OK. */
  readonly status: Status;
  /** The address of allocate and map. */
  readonly at?: U64;
  /** Of the handle that was made, or asked about. */
  readonly rights?: number;
  readonly info?: { readonly base: U64; readonly size: U64 };
  readonly actual?: number;
  readonly available?: number;
  readonly maps?: readonly MapsRow[];
  readonly size?: U64;
  readonly bytes?: Uint8Array;
  readonly transferred?: U64;
  readonly vmoInfo?: Omit<VmoInfo, "koid" | "parentKoid"> & {
    readonly object: string;
    readonly parent: string;
  };
  readonly type?: number;
  /** The object asked about, by its label. */
  readonly object?: string;
  readonly name?: string;
  readonly observed?: number;
  readonly value?: U64;
  /** What became of the lease to be released. */
  readonly lease?: string;
}

/** An entry of info_maps, the VMO by its label. */
export interface MapsRow {
  readonly type: "none" | "aspace" | "vmar" | "mapping";
  readonly base: U64;
  readonly size: U64;
  readonly depth: number;
  readonly name: string;
  readonly perms?: string;
  readonly vmo?: string;
  readonly vmoOffset?: U64;
  readonly counters?: MemoryCounters;
}

/** An outcome with what belongs to the one kernel. */
export interface Execution {
  readonly outcome: Outcome;
  /** The handle that was made; 0 if none was. */
  readonly handle?: Handle;
  /** The entries of info_maps as the kernel told them. */
  readonly entries?: readonly MapInfo[];
}

/** What a step is made on. */
export interface Target {
  readonly kernel: Kernel;
  readonly bindings: Bindings;
  readonly names: ObjectNames;
  readonly ledger: SafetyLedger;
}

/**
 * Makes the call of one step and no other. Nothing is bound, and the rights of a handle that was made are not asked for: both are
 * for the caller to do with the answer.
 */
export function execute(step: Step, target: Target): Execution {
  const { kernel, bindings, ledger } = target;
  const handle = (name: string): Handle => bindings.handle(name);
  const address = (expression: U64 | string): U64 => bindings.address(expression);
  switch (step.op) {
    case "allocate": {
      const options = flagsWord(VM_OPTIONS, step.options);
      const answer = kernel.vmarAllocate(handle(step.vmar), options, address(step.offset), step.size);
      return madeHandle(answer, answer.status === Status.OK ? { at: answer.addr } : {});
    }
    case "map": {
      const options = flagsWord(VM_OPTIONS, step.options);
      const offset = address(step.offset);
      const { status, addr } = kernel.vmarMap(
        handle(step.vmar),
        options,
        offset,
        handle(step.vmo),
        step.vmoOffset,
        step.len,
      );
      return returned(status, { at: addr });
    }
    case "unmap":
      return returned(kernel.vmarUnmap(handle(step.vmar), address(step.addr), step.len));
    case "protect": {
      const options = flagsWord(VM_OPTIONS, step.options);
      return returned(kernel.vmarProtect(handle(step.vmar), options, address(step.addr), step.len));
    }
    case "op_range": {
      const op = rangeOpNumber(step.rangeOp);
      const addr = address(step.addr);
      return returned(kernel.vmarOpRange(handle(step.vmar), op, addr, step.len, step.bufferSize ?? 0));
    }
    case "destroy":
      return returned(kernel.vmarDestroy(handle(step.vmar)));
    case "info": {
      const { status, info } = kernel.infoVmar(handle(step.vmar), INFO_VMAR_SIZE);
      return returned(status, info === undefined ? {} : { info: { base: info.base, size: info.len } });
    }
    case "info_maps": {
      const capacity = step.capacity ?? Infinity;
      return mapsAnswered(kernel.infoVmarMaps(handle(step.vmar), capacity * INFO_MAPS_SIZE), target.names);
    }
    case "vmo_create":
      return madeHandle(kernel.vmoCreate(step.size, flagsWord(VMO_OPTIONS, step.options)));
    case "vmo_create_child": {
      const options = flagsWord(VMO_CHILD_OPTIONS, step.options);
      return madeHandle(kernel.vmoCreateChild(handle(step.vmo), options, step.offset, step.size));
    }
    case "vmo_get_size": {
      const { status, value } = kernel.vmoGetSize(handle(step.vmo));
      return returned(status, { size: value });
    }
    case "vmo_get_stream_size": {
      const { status, value } = kernel.vmoGetStreamSize(handle(step.vmo));
      return returned(status, { size: value });
    }
    case "vmo_set_size":
      return returned(kernel.vmoSetSize(handle(step.vmo), step.size));
    case "vmo_set_stream_size":
      return returned(kernel.vmoSetStreamSize(handle(step.vmo), step.size));
    case "vmo_read": {
      const { status, bytes } = kernel.vmoRead(handle(step.vmo), step.offset, step.len);
      return returned(status, { bytes });
    }
    case "vmo_write":
      return returned(kernel.vmoWrite(handle(step.vmo), step.offset, fromHex(step.bytes)));
    case "vmo_op_range":
      return returned(
        kernel.vmoOpRange(handle(step.vmo), rangeOpNumber(step.rangeOp), step.offset, step.len),
      );
    case "vmo_set_cache_policy":
      return returned(kernel.vmoSetCachePolicy(handle(step.vmo), CachePolicy[step.policy]));
    case "vmo_info":
      return vmoInfoAnswered(kernel.infoVmo(handle(step.vmo)), target.names);
    case "vmo_replace_as_executable":
      return madeHandle(kernel.vmoReplaceAsExecutable(handle(step.vmo)));
    case "handle_duplicate":
      return madeHandle(kernel.handleDuplicate(handle(step.handle), flagsWord(RIGHTS, step.rights)));
    case "handle_replace":
      return madeHandle(kernel.handleReplace(handle(step.handle), flagsWord(RIGHTS, step.rights)));
    case "handle_close":
      return returned(kernel.handleClose(handle(step.handle)));
    case "basic_info": {
      const { status, info } = kernel.infoHandleBasic(handle(step.handle), INFO_HANDLE_BASIC_SIZE);
      if (info === undefined) return returned(status);
      return returned(status, {
        type: info.type,
        rights: info.rights,
        object: target.names.label(info.koid),
      });
    }
    case "get_name": {
      const { status, name } = kernel.objectGetName(handle(step.handle));
      return returned(status, { name });
    }
    case "set_name":
      return returned(kernel.objectSetName(handle(step.handle), step.name));
    case "signal":
      return returned(kernel.objectSignal(handle(step.handle), step.clear, step.set));
    case "wait": {
      const { status, observed } = kernel.objectWaitOne(handle(step.handle), step.signals);
      return {
        outcome: status === Status.OK || status === Status.TIMED_OUT ? { status, observed } : { status },
      };
    }
    case "read_memory": {
      const { status, bytes } = kernel.processReadMemory(kernel.process, address(step.addr), step.len);
      return returned(status, { transferred: bytes.length, bytes });
    }
    case "write_memory": {
      const bytes = fromHex(step.bytes);
      const { status, value } = kernel.processWriteMemory(kernel.process, address(step.addr), bytes);
      return returned(status, { transferred: value });
    }
    case "access": {
      const word = step.value !== undefined || step.expect?.value !== undefined;
      const { status, value } = kernel.access(address(step.addr), step.kind, word ? 8 : 1, step.value);
      return returned(status, step.kind === "read" ? { value } : {});
    }
    case "borrow":
      return returned(ledger.borrow(step.as, address(step.addr), step.len, step.kind));
    case "release":
      return returned(Status.OK, { lease: ledger.release(step.lease) });
  }
}

/** An outcome with what the call returns besides its status when it succeeds. */
function returned(status: Status, outputs: Omit<Outcome, "status"> = {}): Execution {
  return { outcome: status === Status.OK ? { status, ...outputs } : { status } };
}

function madeHandle({ status, handle }: HandleAnswer, outputs: Omit<Outcome, "status"> = {}): Execution {
  return status === Status.OK ? { ...returned(status, outputs), handle } : returned(status);
}

function mapsAnswered(answer: InfoMapsAnswer, names: ObjectNames): Execution {
  const { status, actual, available, maps } = answer;
  const rows = maps.map((entry) => mapsRow(entry, names));
  return { ...returned(status, { actual, available, maps: rows }), entries: maps };
}

function mapsRow({ name, base, size, depth, details }: MapInfo, names: ObjectNames): MapsRow {
  if (details.kind !== "mapping")
    return { type: details.kind === "addressSpace" ? "aspace" : details.kind, base, size, depth, name };
  const { mmuFlags, vmoKoid, vmoOffset, ...counters } = details.mapping;
  const row = { type: "mapping", base, size, depth, name } as const;
  return { ...row, perms: permsText(mmuFlags), vmo: names.label(vmoKoid), vmoOffset, counters };
}

function vmoInfoAnswered({ status, info }: InfoVmoAnswer, names: ObjectNames): Execution {
  if (info === undefined) return returned(status);
  const { koid, parentKoid, ...rest } = info;
  return returned(status, {
    vmoInfo: { ...rest, object: names.label(koid), parent: names.label(parentKoid) },
  });
}

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, "hex"));
}
