import { describeStep } from "../trace/describe.ts";
import {
  flagsWord,
  rangeOpNumber,
  RIGHTS,
  VM_OPTIONS,
  VMO_CHILD_OPTIONS,
  VMO_OPTIONS,
} from "../trace/flags.ts";
import type { Trace } from "../trace/types.ts";
import { formatU64, type U64, wrapU64 } from "../zircon/u64.ts";
import { CachePolicy } from "../zircon/vmo.ts";
import { headerParagraphs } from "./header.ts";
import { type PlannedStep, planTrace } from "./plan.ts";
import type { Binding, HandleUse, Sum } from "./values.ts";
import { WHY } from "./why.ts";
import { type ExportedTrace, wrapped, Writer } from "./writer.ts";

/** CAN_MAP_READ | CAN_MAP_WRITE | CAN_MAP_EXECUTE | CAN_MAP_SPECIFIC. */
const EVERYTHING = 0x3c0;
/** Bytes of the region that stands for the root at most: the executor's own process has to have room for it. */
const ROOT_SIZE_MAX = 0x100_0000_0000;
/** A transfer longer than this is no program that anybody wants to read. */
const BYTES_MAX = 0x1000;

/**
 * A program for syzkaller's Fuchsia target, as far as its descriptions (sys/fuchsia) reach. A program asserts nothing: what is expected of
 * a call is the comment behind it, as in syzkaller's own test programs, and all other expectations count as unchecked.
 */
export function exportSyz(trace: Trace): ExportedTrace {
  const plan = planTrace(trace);
  const out = new Writer("", "#");
  for (const paragraph of headerParagraphs(plan))
    for (const line of wrapped(paragraph, 100)) out.line(`# ${line}`);
  out.line("");
  const size = plan.aspace.size > ROOT_SIZE_MAX ? ROOT_SIZE_MAX : plan.aspace.size;
  const program = new SyzProgram(out);
  out.line("r0 = syz_vmar_root_self()");
  out.line(`zx_vmar_allocate(r0, ${hex(EVERYTHING)}, 0x0, ${hex(size)}, &AUTO=<r1=>0x0, &AUTO=<r2=>0x0)`);
  for (const planned of plan.steps) program.step(planned);
  return { source: `${out.text}\n`, skippedSteps: out.skippedSteps, skippedChecks: out.skippedChecks };
}

class SyzProgram {
  readonly #out: Writer;
  /** The number of the result that a variable's handle or address is in. */
  readonly #handles = new Map<Binding, number>();
  readonly #addresses = new Map<Binding, number>();
  #next = 3;

  constructor(out: Writer) {
    this.#out = out;
  }

  step(planned: PlannedStep): void {
    const { step, made } = planned;
    const out = this.#out;
    out.line(`# step ${planned.index}: ${describeStep(step)}`);
    const vmar = this.#handle(planned.vmar);
    const vmo = this.#handle(planned.vmo);
    const object = this.#handle(planned.handle);
    const place = this.#sum(planned.place);
    if (place === undefined) return out.skipStep("a program has no difference of two results");
    switch (step.op) {
      case "allocate": {
        const options = hex(flagsWord(VM_OPTIONS, step.options));
        const outs = [this.#made(made), this.#placed(made)];
        return this.#call(planned, "zx_vmar_allocate", [vmar, options, place, hex(step.size), ...outs]);
      }
      case "map": {
        const options = hex(flagsWord(VM_OPTIONS, step.options));
        const args = [vmar, options, place, vmo, hex(step.vmoOffset), hex(step.len), this.#placed(made)];
        return this.#call(planned, "zx_vmar_map", args);
      }
      case "unmap":
        return this.#call(planned, "zx_vmar_unmap", [vmar, place, hex(step.len)]);
      case "protect": {
        const options = hex(flagsWord(VM_OPTIONS, step.options));
        return this.#call(planned, "zx_vmar_protect", [vmar, options, place, hex(step.len)]);
      }
      case "op_range": {
        const op = hex(rangeOpNumber(step.rangeOp));
        if (step.bufferSize !== undefined && step.bufferSize !== 0)
          return out.skipStep("the description ties the size of the buffer to the buffer");
        return this.#call(planned, "zx_vmar_op_range", [vmar, op, place, hex(step.len), "0x0", "0x0"]);
      }
      case "destroy":
        return this.#call(planned, "zx_vmar_destroy", [vmar]);
      case "info":
        return made?.usesAddress === true
          ? out.skipStep("a base inside of the answer cannot be used by later calls")
          : this.#call(planned, "zx_object_get_info$ZX_INFO_VMAR", [
              vmar,
              "0x7",
              "&AUTO",
              "0x10",
              "&AUTO",
              "&AUTO",
            ]);
      case "info_maps":
        return out.skipStep("ZX_INFO_VMAR_MAPS has no description");
      case "vmo_create": {
        const options = hex(flagsWord(VMO_OPTIONS, step.options));
        return this.#call(planned, "zx_vmo_create", [hex(step.size), options, this.#made(made)]);
      }
      case "vmo_create_child": {
        const options = hex(flagsWord(VMO_CHILD_OPTIONS, step.options));
        const args = [vmo, options, hex(step.offset), hex(step.size), this.#made(made)];
        return this.#call(planned, "zx_vmo_create_child", args);
      }
      case "vmo_get_size":
        return this.#call(planned, "zx_vmo_get_size", [vmo, "&AUTO"]);
      case "vmo_set_size":
        return this.#call(planned, "zx_vmo_set_size", [vmo, hex(step.size)]);
      case "vmo_get_stream_size":
      case "vmo_set_stream_size":
        return out.skipStep(`zx_${step.op} has no description`);
      case "vmo_read":
        if (step.len > BYTES_MAX) return out.skipStep(WHY.length);
        return this.#call(planned, "zx_vmo_read", [
          vmo,
          `&AUTO=""/${step.len}`,
          hex(step.offset),
          hex(step.len),
        ]);
      case "vmo_write": {
        const args = [vmo, `&AUTO="${step.bytes}"`, hex(step.offset), hex(step.bytes.length / 2)];
        return step.bytes.length / 2 > BYTES_MAX
          ? out.skipStep(WHY.length)
          : this.#call(planned, "zx_vmo_write", args);
      }
      case "vmo_op_range": {
        const op = hex(rangeOpNumber(step.rangeOp));
        return this.#call(planned, "zx_vmo_op_range", [
          vmo,
          op,
          hex(step.offset),
          hex(step.len),
          "0x0",
          "0x0",
        ]);
      }
      case "vmo_set_cache_policy":
        return this.#call(planned, "zx_vmo_set_cache_policy", [vmo, hex(CachePolicy[step.policy])]);
      case "vmo_info":
        return out.skipStep("the description of ZX_INFO_VMO takes a VMAR");
      case "vmo_replace_as_executable":
        return this.#call(planned, "zx_vmo_replace_as_executable", [vmo, "0x0", this.#made(made)]);
      case "handle_duplicate":
      case "handle_replace": {
        const rights = hex(flagsWord(RIGHTS, step.rights));
        return this.#call(planned, `zx_${step.op}`, [object, rights, this.#made(made)]);
      }
      case "handle_close":
        return this.#call(planned, "zx_handle_close", [object]);
      case "basic_info": {
        const args = [object, "0x2", "&AUTO", "0x20", "&AUTO", "&AUTO"];
        return this.#call(planned, "zx_object_get_info$ZX_INFO_HANDLE_BASIC", args);
      }
      case "get_name":
        return this.#call(planned, "zx_object_get_property$ZX_PROP_NAME", [
          object,
          "0x3",
          `&AUTO=""/32`,
          "0x20",
        ]);
      case "set_name": {
        const bytes = Buffer.from(step.name);
        const args = [object, "0x3", `&AUTO="${bytes.toString("hex")}"`, hex(bytes.length)];
        return this.#call(planned, "zx_object_set_property$ZX_PROP_NAME", args);
      }
      case "signal":
        return this.#call(planned, "zx_object_signal", [object, hex(step.clear), hex(step.set)]);
      case "wait":
        return this.#call(planned, "zx_object_wait_one", [object, hex(step.signals), "0x0", "&AUTO"]);
      case "read_memory":
      case "write_memory":
        return out.skipStep("a program has no handle of its own process");
      case "access":
        return out.skipStep("a program makes calls and touches no memory itself");
      case "borrow":
      case "release":
        return out.skipStep(WHY.lease);
    }
  }

  #call({ verdict, step }: PlannedStep, name: string, args: readonly string[]): void {
    const comment = verdict.kind === "error" ? ` # ZX_ERR_${verdict.status}` : "";
    this.#out.line(`${name}(${args.join(", ")})${comment}`);
    this.#out.skippedChecks += Object.keys(step.expect ?? {}).filter((field) => field !== "status").length;
  }

  #handle(use: HandleUse | undefined): string {
    const { binding } = use ?? {};
    if (binding?.step === -1) return "r1";
    const number = binding === undefined ? undefined : this.#handles.get(binding);
    if (number !== undefined) return `r${number}`;
    return use?.special === "unknown" ? "0xfffffffc" : "0x0";
  }

  #made(made: Binding | undefined): string {
    if (made?.usesHandle !== true) return "&AUTO";
    this.#handles.set(made, this.#next);
    return `&AUTO=<r${this.#next++}=>0x0`;
  }

  #placed(made: Binding | undefined): string {
    if (made?.usesAddress !== true) return "&AUTO";
    this.#addresses.set(made, this.#next);
    return `&AUTO=<r${this.#next++}=>0x0`;
  }

  /** An address: a result with something added, or a number. Undefined for what a program cannot write. */
  #sum(place: Sum | undefined): string | undefined {
    if (place === undefined) return "0x0";
    const { plus, minus, delta } = place;
    if (minus !== undefined) return undefined;
    if (plus === undefined) return hex(BigInt.asUintN(64, delta));
    const number = plus.step === -1 ? 2 : this.#addresses.get(plus);
    if (number === undefined) return undefined;
    return delta === 0n ? `r${number}` : `r${number}+${hex(wrapU64(delta))}`;
  }
}

function hex(value: U64 | bigint): string {
  return formatU64(value);
}
