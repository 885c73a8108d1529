import { addressNames, differenceNames, resolveAddress } from "../trace/address.ts";
import { aspaceOf } from "../trace/aspace.ts";
import { TraceError, type TracePlace } from "../trace/error.ts";
import {
  flagsWord,
  rangeOpNumber,
  RIGHTS,
  VM_OPTIONS,
  VMO_CHILD_OPTIONS,
  VMO_OPTIONS,
} from "../trace/flags.ts";
import type { Addr as TraceAddr, Expectation, Offset as TraceOffset, Step, Trace } from "../trace/types.ts";
import { CachePolicy, DEFAULT_SEMANTICS } from "../zircon/index.ts";
import {
  type Addr,
  INVALID,
  type Offset,
  type Op,
  type Program,
  ROOT,
  type Slot,
  UNKNOWN,
} from "./program.ts";

/**
 * The calls of a trace as a program: the inverse of `toTrace`. Expectations are left behind, and with them addresses to adopt
 * (`placed`): a program places by its world alone.
 *
 * @param place where the trace comes from, for the error message
 * @throws TraceError for a step that a program cannot express: an `info` whose `as` names an address or none, depending on an
 * answer that the trace does not foretell
 */
export function fromTrace(trace: Trace, place: TracePlace = {}): Program {
  const { aspace } = trace;
  const world = {
    aspace: aspaceOf(aspace),
    aslrSeed: aspace?.aslr ? aspace.aslr.seed : undefined,
    semantics: { ...DEFAULT_SEMANTICS, ...trace.semantics },
  };
  const slots = new Slots();
  const ops = trace.steps.map((step, index) => {
    const made = toOp(step, slots);
    if (typeof made === "object") return made;
    throw new TraceError({ ...place, trace: trace.name, step: index, field: made }, AMBIGUOUS);
  });
  return { world, ops };
}

const AMBIGUOUS =
  'expected a step without it, or one that expects either status "OK" or none that is OK: a program has to know whether the name has an address';

/** Which slot each name stands for at this point of the trace: its handle, its address and its lease, each for itself. */
class Slots {
  readonly #handles = new Map<string, Slot>([
    ["root", ROOT],
    ["invalid", INVALID],
    ["unknown", UNKNOWN],
  ]);
  readonly #addresses = new Map<string, Slot>([["root", ROOT]]);
  readonly #leases = new Map<string, Slot>();
  /** For each handle of a region the slot that has the region's base as its address. */
  readonly #bases = new Map<Slot, Slot>([[ROOT, ROOT]]);
  #last = 0;

  handle(name: string): Slot {
    return this.#handles.get(name) ?? INVALID;
  }

  lease(name: string): Slot {
    return this.#leases.get(name) ?? INVALID;
  }

  addr(expression: TraceAddr): Addr {
    const delta = resolveAddress(expression, () => 0);
    const [name] = typeof expression === "string" ? (addressNames(expression) ?? []) : [];
    return { slot: name === undefined ? INVALID : this.#address(name), delta };
  }

  offset(expression: TraceOffset): Offset {
    const delta = resolveAddress(expression, () => 0);
    if (typeof expression !== "string") return delta;
    const [of = "", from = ""] = differenceNames(expression) ?? [];
    return { of: this.#address(of), from: this.#address(from), delta };
  }

  /** A new slot for what a step makes, under the step's name if it has one. */
  bind(step: Step & { readonly as?: string }): Slot {
    const slot = ++this.#last;
    const { op, as: name } = step;
    // A region's base is its own address, and that of every copy of its handle.
    if (op === "allocate") this.#bases.set(slot, slot);
    if (op === "handle_duplicate" || op === "handle_replace") {
      const base = this.#bases.get(this.handle(step.handle));
      if (base !== undefined) this.#bases.set(slot, base);
    }
    if (name === undefined) return slot;
    if (op === "borrow") this.#leases.set(name, slot);
    else if (op !== "map") this.#handles.set(name, slot);
    if (op === "map" || op === "allocate") this.#addresses.set(name, slot);
    return slot;
  }

  /** Gives the name the base of the region that a handle names, or address 0 if it was not told. */
  bindBase(name: string, vmar: string, told: boolean): void {
    this.#addresses.set(name, (told ? this.#bases.get(this.handle(vmar)) : undefined) ?? INVALID);
  }

  #address(name: string): Slot {
    return this.#addresses.get(name) ?? INVALID;
  }
}

/** The operation of a step, or the name of the field that a program cannot express. */
function toOp(step: Step, slots: Slots): Op | string {
  switch (step.op) {
    case "allocate": {
      const { op: call, size } = step;
      const options = flagsWord(VM_OPTIONS, step.options);
      const [vmar, offset] = [slots.handle(step.vmar), slots.offset(step.offset)];
      return { call, vmar, options, offset, size, out: slots.bind(step) };
    }
    case "map": {
      const { op: call, vmoOffset, len } = step;
      const options = flagsWord(VM_OPTIONS, step.options);
      const [vmar, offset, vmo] = [
        slots.handle(step.vmar),
        slots.offset(step.offset),
        slots.handle(step.vmo),
      ];
      return { call, vmar, options, offset, vmo, vmoOffset, len, out: slots.bind(step) };
    }
    case "unmap":
      return { call: step.op, vmar: slots.handle(step.vmar), addr: slots.addr(step.addr), len: step.len };
    case "protect": {
      const options = flagsWord(VM_OPTIONS, step.options);
      const [vmar, addr] = [slots.handle(step.vmar), slots.addr(step.addr)];
      return { call: step.op, vmar, options, addr, len: step.len };
    }
    case "op_range": {
      const { len, bufferSize = 0 } = step;
      const [vmar, addr] = [slots.handle(step.vmar), slots.addr(step.addr)];
      return { call: step.op, vmar, rangeOp: rangeOpNumber(step.rangeOp), addr, len, bufferSize };
    }
    case "destroy":
      return { call: step.op, vmar: slots.handle(step.vmar) };
    case "info": {
      if (step.as !== undefined) {
        const told = tellsBase(step.expect);
        if (told === undefined) return "as";
        slots.bindBase(step.as, step.vmar, told);
      }
      return { call: step.op, vmar: slots.handle(step.vmar) };
    }
    case "info_maps":
      return { call: step.op, vmar: slots.handle(step.vmar), capacity: step.capacity };
    case "vmo_create": {
      const options = flagsWord(VMO_OPTIONS, step.options);
      return { call: step.op, size: step.size, options, out: slots.bind(step) };
    }
    case "vmo_create_child": {
      const { op: call, offset, size } = step;
      const options = flagsWord(VMO_CHILD_OPTIONS, step.options);
      return { call, vmo: slots.handle(step.vmo), options, offset, size, out: slots.bind(step) };
    }
    case "vmo_get_size":
    case "vmo_get_stream_size":
    case "vmo_info":
      return { call: step.op, vmo: slots.handle(step.vmo) };
    case "vmo_set_size":
    case "vmo_set_stream_size":
      return { call: step.op, vmo: slots.handle(step.vmo), size: step.size };
    case "vmo_read":
      return { call: step.op, vmo: slots.handle(step.vmo), offset: step.offset, len: step.len };
    case "vmo_write": {
      const { op: call, offset } = step;
      return { call, vmo: slots.handle(step.vmo), offset, bytes: fromHex(step.bytes) };
    }
    case "vmo_op_range": {
      const { op: call, offset, len } = step;
      return { call, vmo: slots.handle(step.vmo), rangeOp: rangeOpNumber(step.rangeOp), offset, len };
    }
    case "vmo_set_cache_policy":
      return { call: step.op, vmo: slots.handle(step.vmo), policy: CachePolicy[step.policy] };
    case "vmo_replace_as_executable":
      return { call: step.op, vmo: slots.handle(step.vmo), out: slots.bind(step) };
    case "handle_duplicate":
    case "handle_replace": {
      const handle = slots.handle(step.handle);
      return { call: step.op, handle, rights: flagsWord(RIGHTS, step.rights), out: slots.bind(step) };
    }
    case "handle_close":
    case "basic_info":
    case "get_name":
      return { call: step.op, handle: slots.handle(step.handle) };
    case "set_name":
      return { call: step.op, handle: slots.handle(step.handle), name: step.name };
    case "signal":
      return { call: step.op, handle: slots.handle(step.handle), clear: step.clear, set: step.set };
    case "wait":
      return { call: step.op, handle: slots.handle(step.handle), signals: step.signals };
    case "read_memory":
      return { call: step.op, addr: slots.addr(step.addr), len: step.len };
    case "write_memory":
      return { call: step.op, addr: slots.addr(step.addr), bytes: fromHex(step.bytes) };
    case "access": {
      // Eight bytes where a value is stored or expected, else one.
      const width = step.value === undefined && step.expect?.value === undefined ? 1 : 8;
      return { call: step.op, addr: slots.addr(step.addr), kind: step.kind, width, value: step.value };
    }
    case "borrow": {
      const { op: call, len, kind } = step;
      return { call, addr: slots.addr(step.addr), len, kind, out: slots.bind(step) };
    }
    case "release":
      return { call: step.op, lease: slots.lease(step.lease) };
  }
}

/** Whether an `info` that is expected to answer so tells the base; undefined if that is open. */
function tellsBase({ status, info }: Expectation = {}): boolean | undefined {
  if (status === undefined) return info === undefined ? undefined : true;
  const statuses = [status].flat();
  if (!statuses.includes("OK")) return false;
  return statuses.every((name) => name === "OK") ? true : undefined;
}

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, "hex"));
}
