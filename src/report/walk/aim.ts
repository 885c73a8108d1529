import { flagsWord, VM_OPTIONS } from "../../trace/flags.ts";
import type { Session } from "../../trace/session.ts";
import type { Step } from "../../trace/types.ts";
import { VmOption } from "../../zircon/options.ts";
import { addU64, type U64 } from "../../zircon/u64.ts";

/** The addresses that a call asks for. */
export interface Aim {
  readonly addr: U64;
  /** Bytes, at least one. */
  readonly len: U64;
}

/** Where a step points, told by its arguments alone before it is made; undefined where it names no place in the address space. */
export function aimOf(step: Step, { bindings }: Session): Aim | undefined {
  switch (step.op) {
    case "unmap":
    case "protect":
    case "op_range":
    case "borrow":
    case "read_memory":
      return aim(bindings.address(step.addr), step.len);
    case "write_memory":
      return aim(bindings.address(step.addr), step.bytes.length / 2);
    case "access":
      return aim(bindings.address(step.addr), 1);
    case "allocate":
    case "map": {
      const isChosen =
        (flagsWord(VM_OPTIONS, step.options) & (VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE)) !== 0;
      const region = bindings.address(step.vmar);
      // Names that stand for no region have no address.
      if (!isChosen || region === 0) return undefined;
      return aim(addU64(region, bindings.address(step.offset)), step.op === "map" ? step.len : step.size);
    }
    default:
      return undefined;
  }
}

function aim(addr: U64, len: U64): Aim {
  return { addr, len: len === 0 ? 1 : len };
}
