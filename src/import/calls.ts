import {
  flagsWord,
  VM_OPTIONS,
  VMO_CHILD_OPTIONS,
  VMO_OPTIONS,
  wordFlags,
  type FlagNames,
} from "../trace/flags.ts";
import { statusWord, typeWord } from "../trace/answers.ts";
import { mismatch, TraceError } from "../trace/error.ts";
import type { Expectation, Flags, RangeOp, Step } from "../trace/types.ts";
import { flagNames } from "../zircon/flags.ts";
import { ALIGN_BASE, ALIGN_NAMES, VmarOp, VmOption } from "../zircon/options.ts";
import { Rights } from "../zircon/rights.ts";
import { Status, type StatusName } from "../zircon/status.ts";
import { keysOf } from "../zircon/typed.ts";
import type { U64 } from "../zircon/u64.ts";
import { CachePolicy, VmoOp } from "../zircon/vmo.ts";
import { callText, type LogCall, type LogValue } from "./line.ts";
import type { LogWorld } from "./world.ts";

/** The records that a line of ZX_INFO_VMAR_MAPS is followed by. */
export type LoggedMaps = NonNullable<Expectation["maps"]>;

/** The step that a line tells, with its answer as its expectation. */
export function callStep(log: LogCall, world: LogWorld): Step {
  const reader = READERS.get(log.call);
  if (reader === undefined)
    throw new TraceError(log.place, mismatch("a call that the log format knows", log.call));
  return reader(new LoggedCall(log, world));
}

/** The arguments and outputs of one line, taken one after the other. */
class LoggedCall {
  readonly #log: LogCall;
  readonly world: LogWorld;
  #arg = 0;
  #output = 0;

  constructor(log: LogCall, world: LogWorld) {
    this.#log = log;
    this.world = world;
  }

  get ok(): boolean {
    return this.#log.status === Status.OK;
  }

  get status(): StatusName {
    return statusWord(this.#log.status);
  }

  get hasMoreArgs(): boolean {
    return this.#arg < this.#log.args.length;
  }

  get hasMoreOutputs(): boolean {
    return this.#output < this.#log.outputs.length;
  }

  number(what: string): U64 {
    return this.#number(this.#log.args[this.#arg++], what);
  }

  /** A number of 32 bits. */
  word(what: string): number {
    const value = this.number(what);
    if (typeof value === "number" && value <= 0xffff_ffff) return value;
    throw this.#wrong(`${what} (32 bits)`, value);
  }

  text(what: string): string {
    const value = this.#log.args[this.#arg++];
    if (typeof value === "string") return value;
    throw this.#wrong(`${what}, in quotes`, value);
  }

  bytes(what: string): string {
    return this.#hex(this.text(what), what);
  }

  handle(what: string): string {
    return this.world.handle(this.number(what), this.#log.place);
  }

  outNumber(what: string): U64 {
    return this.#number(this.#log.outputs[this.#output++], what);
  }

  outText(what: string): string {
    const value = this.#log.outputs[this.#output++];
    if (typeof value === "string") return value;
    throw this.#wrong(`${what}, in quotes`, value);
  }

  outBytes(what: string): string {
    return this.#hex(this.outText(what), what);
  }

  /** The status alone as the expectation, or with what `outputs` reads where the call succeeded. Nothing may be left over. */
  answer(outputs: () => Expectation = () => ({}), always = false): Expectation {
    const read = this.ok || always ? outputs() : {};
    if (this.hasMoreArgs) throw this.#wrong("no further argument", this.#log.args[this.#arg]);
    if (this.hasMoreOutputs) throw this.#wrong("no further output", this.#log.outputs[this.#output]);
    return { status: this.status, ...read };
  }

  /** A name for a handle that was made; without one where the call failed. */
  made(kind: string): { as?: string; expect: Expectation } {
    if (!this.ok) return { expect: this.answer() };
    const as = this.world.fresh(kind);
    this.world.bindHandle(this.outNumber("the new handle"), as);
    return { as, expect: this.answer() };
  }

  #number(value: LogValue | undefined, what: string): U64 {
    if (value === undefined || typeof value === "string") throw this.#wrong(what, value);
    return value;
  }

  #hex(text: string, what: string): string {
    if (/^(?:[0-9a-fA-F]{2})*$/.test(text)) return text.toLowerCase();
    throw this.#wrong(`${what} as pairs of hex digits`, text);
  }

  #wrong(expected: string, found: unknown): TraceError {
    return new TraceError(this.#log.place, `${callText(this.#log)}: ${mismatch(expected, found)}`);
  }
}

/** How each call is read: its arguments in the order of the call, buffers left out. */
const READERS: ReadonlyMap<string, (call: LoggedCall) => Step> = new Map(
  Object.entries<(call: LoggedCall) => Step>({
    zx_vmar_allocate(call) {
      const args = {
        vmar: call.handle("a VMAR"),
        options: vmOptions(call),
        offset: call.number("an offset"),
      };
      const size = call.number("a size");
      const placed = call.ok ? placedAs(call, "region", size, args.options, true) : { expect: call.answer() };
      return { op: "allocate", ...args, size, ...placed };
    },
    zx_vmar_map(call) {
      const args = {
        vmar: call.handle("a VMAR"),
        options: vmOptions(call),
        offset: call.number("an offset"),
      };
      const vmo = { vmo: call.handle("a VMO"), vmoOffset: call.number("a VMO offset") };
      const len = call.number("a length");
      const placed = call.ok ? placedAs(call, "map", len, args.options, false) : { expect: call.answer() };
      return { op: "map", ...args, ...vmo, len, ...placed };
    },
    zx_vmar_unmap: (call) => ({
      op: "unmap",
      vmar: call.handle("a VMAR"),
      ...range(call),
      expect: call.answer(),
    }),
    zx_vmar_protect(call) {
      const args = { vmar: call.handle("a VMAR"), options: vmOptions(call) };
      return { op: "protect", ...args, ...range(call), expect: call.answer() };
    },
    zx_vmar_op_range(call) {
      const args = { vmar: call.handle("a VMAR"), rangeOp: rangeOp(call, VmarOp), ...range(call) };
      const buffer = call.hasMoreArgs ? { bufferSize: call.number("a buffer size") } : {};
      return { op: "op_range", ...args, ...buffer, expect: call.answer() };
    },
    zx_vmar_destroy: (call) => ({ op: "destroy", vmar: call.handle("a VMAR"), expect: call.answer() }),
    zx_object_get_info: (call) => getInfo(call),
    zx_vmo_create(call) {
      const size = call.number("a size");
      return {
        op: "vmo_create",
        size,
        options: named(VMO_OPTIONS, call.word("options")),
        ...call.made("vmo"),
      };
    },
    zx_vmo_create_child(call) {
      const args = { vmo: call.handle("a VMO"), options: named(VMO_CHILD_OPTIONS, call.word("options")) };
      const offset = call.number("an offset");
      return { op: "vmo_create_child", ...args, offset, size: call.number("a size"), ...call.made("child") };
    },
    zx_vmo_get_size: (call) => getSize("vmo_get_size", call),
    zx_vmo_get_stream_size: (call) => getSize("vmo_get_stream_size", call),
    zx_vmo_set_size: (call) => setSize("vmo_set_size", call),
    zx_vmo_set_stream_size: (call) => setSize("vmo_set_stream_size", call),
    zx_vmo_read(call) {
      const args = {
        vmo: call.handle("a VMO"),
        offset: call.number("an offset"),
        len: call.number("a length"),
      };
      return { op: "vmo_read", ...args, expect: call.answer(() => optionalBytes(call)) };
    },
    zx_vmo_write(call) {
      const vmo = call.handle("a VMO");
      const bytes = call.bytes("the bytes");
      return { op: "vmo_write", vmo, offset: call.number("an offset"), bytes, expect: call.answer() };
    },
    zx_vmo_op_range(call) {
      const args = { vmo: call.handle("a VMO"), rangeOp: rangeOp(call, VmoOp) };
      const offset = call.number("an offset");
      return { op: "vmo_op_range", ...args, offset, len: call.number("a length"), expect: call.answer() };
    },
    zx_vmo_set_cache_policy(call) {
      const vmo = call.handle("a VMO");
      const number = call.word("a cache policy");
      const policy = keysOf(CachePolicy).find((name) => CachePolicy[name] === number);
      if (policy === undefined) throw new RangeError("a cache policy that traces cannot say");
      return { op: "vmo_set_cache_policy", vmo, policy, expect: call.answer() };
    },
    zx_vmo_replace_as_executable: (call) => ({
      op: "vmo_replace_as_executable",
      vmo: call.handle("a VMO"),
      ...call.made("code"),
    }),
    zx_handle_duplicate: (call) => remade("handle_duplicate", call),
    zx_handle_replace: (call) => remade("handle_replace", call),
    zx_handle_close: (call) => ({
      op: "handle_close",
      handle: call.handle("a handle"),
      expect: call.answer(),
    }),
    zx_object_get_property(call) {
      const handle = call.handle("a handle");
      return {
        op: "get_name",
        handle,
        expect: call.answer(() => (call.hasMoreOutputs ? { name: call.outText("the name") } : {})),
      };
    },
    zx_object_set_property(call) {
      const handle = call.handle("a handle");
      return { op: "set_name", handle, name: call.text("the name"), expect: call.answer() };
    },
    zx_object_signal(call) {
      const args = {
        handle: call.handle("a handle"),
        clear: call.word("signals"),
        set: call.word("signals"),
      };
      return { op: "signal", ...args, expect: call.answer() };
    },
    zx_object_wait_one(call) {
      const args = { handle: call.handle("a handle"), signals: call.word("signals") };
      const seen = (): Expectation =>
        call.hasMoreOutputs ? { observed: Number(call.outNumber("the signals seen")) } : {};
      return { op: "wait", ...args, expect: call.answer(seen, call.status === "TIMED_OUT") };
    },
    zx_process_read_memory(call) {
      const args = range(call);
      const outputs = (): Expectation => ({ transferred: call.outNumber("a count"), ...optionalBytes(call) });
      return { op: "read_memory", ...args, expect: call.answer(outputs) };
    },
    zx_process_write_memory(call) {
      const args = { addr: call.world.address(call.number("an address")), bytes: call.bytes("the bytes") };
      const outputs = (): Expectation => ({ transferred: call.outNumber("a count") });
      return { op: "write_memory", ...args, expect: call.answer(outputs) };
    },
    access_read: (call) => access("read", call),
    access_write: (call) => access("write", call),
    access_execute: (call) => access("execute", call),
  }),
);

const HANDLE_BASIC = 2;
const VMAR = 7;
const VMAR_MAPS = 36;
/** ZX_INFO_VMO without its version, which is in the top 4 bits. */
const VMO = 0x17;

/** zx_object_get_info by its topic; outputs are the fields in the record's order. */
function getInfo(call: LoggedCall): Step {
  const handle = call.handle("a handle");
  switch (call.word("a topic") % 2 ** 28) {
    case HANDLE_BASIC: {
      const outputs = (): Expectation => {
        const rights = wordFlags(Rights, Number(call.outNumber("rights")));
        const type = typeWord(Number(call.outNumber("a type")));
        return type === "VMAR" || type === "VMO" ? { rights, type } : { rights };
      };
      return { op: "basic_info", handle, expect: call.answer(outputs) };
    }
    case VMAR: {
      const outputs = (): Expectation => ({
        info: { base: call.world.address(call.outNumber("a base")), size: call.outNumber("a length") },
      });
      return { op: "info", vmar: handle, expect: call.answer(outputs) };
    }
    case VMAR_MAPS: {
      const capacity = call.hasMoreArgs ? { capacity: call.word("a capacity, in records") } : {};
      const outputs = (): Expectation => ({
        actual: Number(call.outNumber("records written")),
        available: Number(call.outNumber("records there")),
      });
      return { op: "info_maps", vmar: handle, ...capacity, expect: call.answer(outputs) };
    }
    case VMO: {
      const outputs = (): Expectation => ({
        vmoInfo: {
          sizeBytes: call.outNumber("size_bytes"),
          numMappings: call.outNumber("num_mappings"),
          shareCount: call.outNumber("share_count"),
          committedBytes: call.outNumber("committed_bytes"),
          populatedBytes: call.outNumber("populated_bytes"),
        },
      });
      return { op: "vmo_info", vmo: handle, expect: call.answer(outputs) };
    }
    default:
      throw new RangeError("a topic that traces cannot say: 2, 7, 36 and 0x30000017 are read");
  }
}

type Placed = { as: string; expect: Expectation };

function placedAs(call: LoggedCall, kind: string, size: U64, options: Flags, hasHandle: boolean): Placed {
  const as = call.world.fresh(kind);
  if (hasHandle) call.world.bindHandle(call.outNumber("the new handle"), as);
  const addr = call.outNumber("the address");
  // Where the caller chose, the address is checked; where the kernel chose, it is adopted.
  const isSpecific =
    (flagsWord(VM_OPTIONS, options) & (VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE)) !== 0;
  const expect = call.answer(() => (isSpecific ? { at: addr } : { placed: addr }));
  call.world.bindArea(as, addr, size);
  return { as, expect };
}

function range(call: LoggedCall): { addr: U64 | string; len: U64 } {
  return { addr: call.world.address(call.number("an address")), len: call.number("a length") };
}

function getSize(op: "vmo_get_size" | "vmo_get_stream_size", call: LoggedCall): Step {
  return { op, vmo: call.handle("a VMO"), expect: call.answer(() => ({ size: call.outNumber("a size") })) };
}

function setSize(op: "vmo_set_size" | "vmo_set_stream_size", call: LoggedCall): Step {
  return { op, vmo: call.handle("a VMO"), size: call.number("a size"), expect: call.answer() };
}

function remade(op: "handle_duplicate" | "handle_replace", call: LoggedCall): Step {
  const handle = call.handle("a handle");
  const word = call.word("rights");
  // SAME_RIGHTS with others is no set of rights that has a name.
  const isOdd = word > Rights.SAME_RIGHTS;
  return { op, handle, rights: isOdd ? [word] : wordFlags(Rights, word), ...call.made("handle") };
}

/** `access_read(addr)` is a byte; with a value behind the status it was 8 of them. */
function access(kind: "read" | "write" | "execute", call: LoggedCall): Step {
  const addr = call.world.address(call.number("an address"));
  const value = kind === "write" && call.hasMoreArgs ? { value: call.number("a value") } : {};
  const { ok, status } = call;
  const loaded = call.answer(() => (call.hasMoreOutputs ? { value: call.outNumber("the value") } : {})).value;
  const fault = ok || status === "OK" ? "none" : status;
  return {
    op: "access",
    addr,
    kind,
    ...value,
    expect: { fault, ...(loaded === undefined ? {} : { value: loaded }) },
  };
}

function optionalBytes(call: LoggedCall): Expectation {
  return call.hasMoreOutputs ? { bytes: call.outBytes("the bytes") } : {};
}

/** Options with the alignment, which is a number among the flags, by its name. */
function vmOptions(call: LoggedCall): Flags {
  const word = call.word("options");
  const exponent = word >>> ALIGN_BASE;
  const align = [...ALIGN_NAMES].find(([, value]) => value === exponent)?.[0];
  if (align === undefined) return wordFlags(VmOption, word);
  return [...wordFlags(VmOption, word % 2 ** ALIGN_BASE), align];
}

function named(names: FlagNames, word: number): Flags {
  const { names: found, rest } = flagNames(Object.fromEntries(names), word);
  return rest === 0 ? found : [...found, rest];
}

function rangeOp(call: LoggedCall, table: Readonly<Record<string, number>>): RangeOp {
  const number = call.word("an operation");
  return Object.keys(table).find((name) => table[name] === number) ?? number;
}
