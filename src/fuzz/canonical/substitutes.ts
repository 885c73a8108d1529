/** Other operations in place of one: of the same operands, or as plain as can be. */
import {
  RIGHTS_VMO_DEFAULT,
  Rights,
  VmOption,
  VmarOp,
  VmoChildOption,
  VmoOp,
  VmoOption,
} from "../../zircon/index.ts";
import { INVALID, type Op, type Program, ROOT, type Slot, outOf } from "../program.ts";
import { slotsOf } from "../shrink.ts";
import { freshSlot } from "./rewrite.ts";
import { type Scope, scopeOf } from "./variants.ts";

type Kind = "region" | "vmo" | "mapping" | "lease";

/** Operations that could stand at `at`; they make what later operations use. */
export function* substitutes({ world, ops }: Program, at: number): Generator<Op> {
  const op = ops[at];
  if (op === undefined) return;
  const scope = scopeOf(ops.slice(0, at));
  const page = world.aspace.pageSize;
  const out = outOf(op);
  const isUsed = out > 0 && ops.slice(at + 1).some((user) => slotsOf(user).includes(out));
  const kind = isUsed ? kindOf(op, scope) : undefined;
  const fresh = out > 0 ? out : freshSlot(ops);
  for (const other of [...relatives(op, fresh, page), ...plain(scope, fresh, page)]) {
    if (isUsed ? outOf(other) === out && fits(kindOf(other, scope), kind) : true) yield other;
  }
}

/** What a maker makes. */
function kindOf(op: Op, { vmars }: Scope): Kind | undefined {
  switch (op.call) {
    case "allocate":
      return "region";
    case "map":
      return "mapping";
    case "borrow":
      return "lease";
    case "handle_duplicate":
    case "handle_replace":
      return vmars.includes(op.handle) ? "region" : "vmo";
    default:
      return outOf(op) > 0 ? "vmo" : undefined;
  }
}

/** Of a mapping only the address is used, which a region has as well. */
function fits(made: Kind | undefined, wanted: Kind | undefined): boolean {
  return made === wanted || (wanted === "mapping" && made === "region");
}

/** Calls that take what `op` takes. */
export function* relatives(op: Op, out: Slot, page: number): Generator<Op> {
  switch (op.call) {
    case "map": {
      const { vmar, offset, len: size } = op;
      // Without the options that only mappings have.
      const options = op.options & ~MAP_ONLY;
      yield { call: "allocate", vmar, options: options >>> 0, offset, size, out };
      const addr = { slot: vmar, delta: typeof offset === "object" ? 0 : offset };
      if ((options & VmOption.SPECIFIC_OVERWRITE) !== 0) yield { call: "unmap", vmar, addr, len: size };
      break;
    }
    case "unmap":
    case "unmap_exit":
    case "protect":
    case "op_range": {
      const { vmar, addr, len } = op;
      yield { call: "unmap", vmar, addr, len };
      for (const options of [0, VmOption.PERM_READ, VmOption.PERM_READ | VmOption.PERM_EXECUTE]) {
        yield { call: "protect", vmar, options, addr, len };
      }
      for (const rangeOp of [VmarOp.COMMIT, VmarOp.DECOMMIT, VmarOp.ZERO]) {
        yield { call: "op_range", vmar, rangeOp, addr, len, bufferSize: 0 };
      }
      break;
    }
    case "access":
    case "read_memory":
    case "write_memory":
    case "borrow": {
      const { addr } = op;
      yield { call: "access", addr, kind: "read", width: 1, value: undefined };
      yield { call: "access", addr, kind: "write", width: 1, value: undefined };
      yield { call: "read_memory", addr, len: 1 };
      yield { call: "write_memory", addr, bytes: ONE };
      break;
    }
    case "vmo_write":
    case "vmo_op_range": {
      const { vmo, offset } = op;
      yield { call: "vmo_write", vmo, offset, bytes: ONE };
      yield { call: "vmo_op_range", vmo, rangeOp: VmoOp.COMMIT, offset, len: page };
      break;
    }
    default:
  }
}

const MAP_ONLY =
  VmOption.PERM_READ |
  VmOption.PERM_WRITE |
  VmOption.PERM_EXECUTE |
  VmOption.SPECIFIC_OVERWRITE |
  VmOption.MAP_RANGE |
  VmOption.REQUIRE_NON_RESIZABLE |
  VmOption.ALLOW_FAULTS |
  VmOption.PERM_READ_IF_XOM_UNSUPPORTED |
  VmOption.FAULT_BEYOND_STREAM_SIZE;

const ONE: Uint8Array = new Uint8Array([1]);

/** The plainest calls of each kind, on all that there is. */
export function* plain({ vmars, vmos, mappings }: Scope, out: Slot, page: number): Generator<Op> {
  const {
    SPECIFIC,
    PERM_READ,
    PERM_WRITE,
    PERM_EXECUTE,
    CAN_MAP_READ,
    CAN_MAP_WRITE,
    CAN_MAP_EXECUTE,
    CAN_MAP_SPECIFIC,
  } = VmOption;
  yield { call: "vmo_create", size: page, options: 0, out };
  yield { call: "vmo_create", size: page, options: VmoOption.RESIZABLE, out };
  for (const vmar of vmars) {
    if (vmar !== ROOT) yield { call: "destroy", vmar };
    yield { call: "info", vmar };
    yield { call: "info_maps", vmar, capacity: undefined };
    for (const options of [0, CAN_MAP_READ, CAN_MAP_WRITE, CAN_MAP_EXECUTE, CAN_MAP_SPECIFIC]) {
      for (const size of [page, 2 * page]) yield { call: "allocate", vmar, options, offset: 0, size, out };
    }
    for (const offset of [page, 2 * page]) {
      yield { call: "allocate", vmar, options: SPECIFIC, offset, size: page, out };
    }
    for (const delta of [0, page]) {
      const addr = { slot: vmar, delta };
      yield { call: "unmap", vmar, addr, len: page };
      for (const options of [0, PERM_READ, PERM_READ | PERM_EXECUTE])
        yield { call: "protect", vmar, options, addr, len: page };
      for (const rangeOp of [VmarOp.COMMIT, VmarOp.DECOMMIT]) {
        yield { call: "op_range", vmar, rangeOp, addr, len: page, bufferSize: 0 };
      }
    }
    yield {
      call: "op_range",
      vmar,
      rangeOp: VmarOp.COMMIT,
      addr: { slot: INVALID, delta: 0 },
      len: 0,
      bufferSize: 0,
    };
    for (const vmo of vmos) {
      for (const options of [0, PERM_READ, PERM_READ | PERM_WRITE]) {
        const map = { call: "map", vmar, vmo, vmoOffset: 0, out } as const;
        for (const len of [page, 2 * page]) yield { ...map, options, offset: 0, len };
        yield { ...map, options: options | SPECIFIC, offset: page, len: page };
      }
    }
  }
  for (const vmo of vmos) {
    yield { call: "handle_close", handle: vmo };
    yield { call: "vmo_info", vmo };
    yield { call: "vmo_write", vmo, offset: 0, bytes: ONE };
    yield { call: "vmo_read", vmo, offset: 0, len: 1 };
    yield { call: "vmo_set_size", vmo, size: 0 };
    yield { call: "vmo_set_stream_size", vmo, size: 0 };
    yield { call: "vmo_op_range", vmo, rangeOp: VmoOp.COMMIT, offset: 0, len: page };
    const { SNAPSHOT, SLICE, NO_WRITE } = VmoChildOption;
    for (const options of [SNAPSHOT, SLICE, SNAPSHOT | NO_WRITE]) {
      yield { call: "vmo_create_child", vmo, options, offset: 0, size: page, out };
    }
    yield { call: "handle_duplicate", handle: vmo, rights: Rights.SAME_RIGHTS, out };
    for (const right of [Rights.READ, Rights.WRITE]) {
      yield { call: "handle_duplicate", handle: vmo, rights: RIGHTS_VMO_DEFAULT ^ right, out };
    }
  }
  for (const slot of [ROOT, ...mappings]) {
    for (const delta of [0, page]) {
      const addr = { slot, delta };
      yield { call: "access", addr, kind: "read", width: 1, value: undefined };
      yield { call: "access", addr, kind: "write", width: 1, value: undefined };
      yield { call: "write_memory", addr, bytes: ONE };
    }
  }
}
