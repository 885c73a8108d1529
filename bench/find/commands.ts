/**
 * The rival of `npm run bench:faults`: the same calls written the ordinary way, as fast-check commands.
 *
 * What somebody would write in an afternoon: one arbitrary for each call with plain ranges for its operands, handles chosen by number
 * among the live ones, the model and the system compared after each command. No state is looked at while values are chosen.
 */
import {
  type Arbitrary,
  type Command,
  bigInt,
  commands,
  constantFrom,
  integer,
  nat,
  oneof,
  record,
} from "fast-check";
import { compareOutcomes, compareSpaces } from "../../src/fuzz/compare.ts";
import type { Op, World } from "../../src/fuzz/program.ts";
import { Side } from "../../src/fuzz/side.ts";
import {
  DEFAULT_SEMANTICS,
  type KernelFactory,
  Rights,
  Status,
  VmOption,
  VmarOp,
  VmoChildOption,
  VmoOp,
  VmoOption,
  lowestPlacement,
} from "../../src/zircon/index.ts";

const P = 4096;
const PAGES = 16;
const WORLD: World = {
  aspace: { base: 0x100_0000, size: PAGES * P, pageSize: P },
  aslrSeed: undefined,
  semantics: DEFAULT_SEMANTICS,
};

/** Both kernels, and which slots hold what. */
export class Machine {
  readonly left: Side;
  readonly right: Side;
  readonly vmars: number[] = [0];
  readonly vmos: number[] = [];
  operations = 0;
  #next = 1;

  constructor(left: KernelFactory, right: KernelFactory) {
    const config = { aspace: WORLD.aspace, semantics: WORLD.semantics, placement: lowestPlacement };
    this.left = new Side(left(config), WORLD, []);
    this.right = new Side(right(config), WORLD, []);
  }

  get next(): number {
    return this.#next;
  }

  /** Runs an operation on both; throws if they disagree. */
  run(op: Op): void {
    this.operations++;
    const outcome = compareOutcomes(op, this.left.make(op), this.right.make(op));
    if ("field" in outcome) throw new Error(outcome.field);
    this.left.settle(op, outcome);
    this.right.settle(op, outcome);
    if (compareSpaces(this.left.space, this.right.space) !== undefined) throw new Error("space");
    if (!("out" in op)) return;
    this.#next++;
    if (outcome.status !== Status.OK) return;
    if (op.call === "allocate") this.vmars.push(op.out);
    else if (op.call === "vmo_create" || op.call === "vmo_create_child") this.vmos.push(op.out);
    else if (op.call === "handle_duplicate")
      (this.vmars.includes(op.handle) ? this.vmars : this.vmos).push(op.out);
  }
}

type Empty = Record<string, never>;

class Call implements Command<Empty, Machine> {
  readonly #make: (machine: Machine) => Op | undefined;

  constructor(make: (machine: Machine) => Op | undefined) {
    this.#make = make;
  }

  check(): boolean {
    return true;
  }

  run(_model: Empty, machine: Machine): void {
    const op = this.#make(machine);
    if (op !== undefined) machine.run(op);
  }

  toString(): string {
    return "call";
  }
}

function at(list: readonly number[], index: number): number | undefined {
  return list.length === 0 ? undefined : list[index % list.length];
}

const pages = (most: number): Arbitrary<number> => integer({ min: 0, max: most }).map((n) => n * P);
const hostile = bigInt({ min: 0n, max: 2n ** 64n - 1n });
const length = oneof(
  { weight: 9, arbitrary: pages(5) },
  { weight: 1, arbitrary: nat(5 * P) },
  { weight: 1, arbitrary: hostile },
);
const perms = constantFrom(0, 1, 3, 5, 7, 2);
const placement = constantFrom(
  0,
  VmOption.SPECIFIC,
  VmOption.SPECIFIC_OVERWRITE,
  VmOption.OFFSET_IS_UPPER_LIMIT,
);
const extra = oneof(
  { weight: 8, arbitrary: constantFrom(0, VmOption.ALLOW_FAULTS, VmOption.MAP_RANGE) },
  { weight: 2, arbitrary: integer({ min: 0, max: 31 }).map((bit) => (1 << bit) >>> 0) },
);
const offset = oneof({ weight: 8, arbitrary: pages(PAGES) }, { weight: 1, arbitrary: nat(PAGES * P) });

const allocate = record({ vmar: nat(), can: nat(15), placement, extra, offset, size: length }).map(
  ({ vmar, can, placement: place, extra: more, offset: where, size }) =>
    new Call((m) => ({
      call: "allocate",
      vmar: at(m.vmars, vmar) ?? 0,
      options: ((can << 6) | (place & ~VmOption.SPECIFIC_OVERWRITE) | more) >>> 0,
      offset: place === 0 ? 0 : where,
      size: small(size),
      out: m.next,
    })),
);

/** Canonical form: a bigint only above 2^53. */
function small(value: number | bigint): number | bigint {
  return typeof value === "bigint" && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

const map = record({
  vmar: nat(),
  vmo: nat(),
  perms,
  placement,
  extra,
  offset,
  vmoOffset: pages(4),
  len: length,
}).map(
  ({ vmar, vmo, perms: p, placement: place, extra: more, offset: where, vmoOffset, len }) =>
    new Call((m) => {
      const slot = at(m.vmos, vmo);
      if (slot === undefined) return undefined;
      return {
        call: "map",
        vmar: at(m.vmars, vmar) ?? 0,
        options: (p | place | more) >>> 0,
        offset: place === 0 ? 0 : where,
        vmo: slot,
        vmoOffset,
        len: small(len),
        out: m.next,
      };
    }),
);

const ranged = record({ vmar: nat(), page: offset, len: length });

const unmap = ranged.map(
  ({ vmar, page, len }) =>
    new Call((m) => ({
      call: "unmap",
      vmar: at(m.vmars, vmar) ?? 0,
      addr: { slot: 0, delta: page },
      len: small(len),
    })),
);

const protect = record({
  range: ranged,
  perms,
  extra: oneof({ weight: 9, arbitrary: constantFrom(0) }, { weight: 1, arbitrary: extra }),
}).map(
  ({ range: { vmar, page, len }, perms: p, extra: more }) =>
    new Call((m) => ({
      call: "protect",
      vmar: at(m.vmars, vmar) ?? 0,
      options: (p | more) >>> 0,
      addr: { slot: 0, delta: page },
      len: small(len),
    })),
);

const opRange = record({
  range: ranged,
  op: constantFrom(...Object.values(VmarOp), 0),
  buffer: constantFrom(0, 0, 0, 1),
}).map(
  ({ range: { vmar, page, len }, op, buffer }) =>
    new Call((m) => ({
      call: "op_range",
      vmar: at(m.vmars, vmar) ?? 0,
      rangeOp: op,
      addr: { slot: 0, delta: page },
      len: small(len),
      bufferSize: buffer,
    })),
);

const onVmar = record({
  vmar: nat(),
  call: constantFrom("destroy" as const, "info" as const, "info_maps" as const),
}).map(
  ({ vmar, call }) =>
    new Call((m) => {
      const slot = at(m.vmars, vmar) ?? 0;
      return call === "info_maps" ? { call, vmar: slot, capacity: undefined } : { call, vmar: slot };
    }),
);

const vmoOptions = constantFrom(0, 0, VmoOption.RESIZABLE, VmoOption.DISCARDABLE, VmoOption.UNBOUNDED);
const vmoCreate = record({ size: length, options: vmoOptions }).map(
  ({ size, options }) => new Call((m) => ({ call: "vmo_create", size: small(size), options, out: m.next })),
);

const vmoChild = record({
  vmo: nat(),
  options: constantFrom(...Object.values(VmoChildOption), VmoChildOption.SNAPSHOT | VmoChildOption.RESIZABLE),
  offset: pages(3),
  size: pages(4),
}).map(
  ({ vmo, options, offset: where, size }) =>
    new Call((m) => {
      const slot = at(m.vmos, vmo);
      const reference = options === VmoChildOption.REFERENCE;
      if (slot === undefined) return undefined;
      return {
        call: "vmo_create_child",
        vmo: slot,
        options,
        offset: reference ? 0 : where,
        size: reference ? 0 : size,
        out: m.next,
      };
    }),
);

const onVmo = record({
  vmo: nat(),
  which: nat(7),
  size: length,
  offset,
  op: constantFrom(...Object.values(VmoOp)),
}).map(
  ({ vmo, which, size, offset: where, op }) =>
    new Call((m): Op | undefined => {
      const slot = at(m.vmos, vmo);
      if (slot === undefined) return undefined;
      const calls: Op[] = [
        { call: "vmo_set_size", vmo: slot, size: small(size) },
        { call: "vmo_set_stream_size", vmo: slot, size: small(size) },
        { call: "vmo_read", vmo: slot, offset: where, len: 16 },
        { call: "vmo_write", vmo: slot, offset: where, bytes: new Uint8Array([7, 7]) },
        { call: "vmo_op_range", vmo: slot, rangeOp: op, offset: where, len: small(size) },
        { call: "vmo_set_cache_policy", vmo: slot, policy: which % 4 },
        { call: "vmo_info", vmo: slot },
        { call: "vmo_replace_as_executable", vmo: slot, out: m.next },
      ];
      return calls[which];
    }),
);

const onHandle = record({
  handle: nat(),
  which: nat(5),
  rights: oneof(constantFrom(Rights.SAME_RIGHTS), nat(0x7f_ffff)),
}).map(
  ({ handle, which, rights }) =>
    new Call((m): Op | undefined => {
      const slot = at([...m.vmars, ...m.vmos], handle) ?? 0;
      const calls: Op[] = [
        { call: "handle_duplicate", handle: slot, rights, out: m.next },
        { call: "handle_replace", handle: slot, rights, out: m.next },
        { call: "handle_close", handle: slot },
        { call: "basic_info", handle: slot },
        { call: "get_name", handle: slot },
        { call: "set_name", handle: slot, name: "name" },
      ];
      return calls[which];
    }),
);

const memory = record({ page: offset, which: nat(4), len: nat(3 * P) }).map(
  ({ page, which, len }) =>
    new Call((): Op | undefined => {
      const addr = { slot: 0, delta: page };
      const calls: Op[] = [
        { call: "read_memory", addr, len },
        { call: "write_memory", addr, bytes: new Uint8Array([9]) },
        { call: "access", addr, kind: "read", width: 1, value: undefined },
        { call: "access", addr, kind: "write", width: 8, value: 5 },
        { call: "access", addr, kind: "execute", width: 1, value: undefined },
      ];
      return calls[which];
    }),
);

/** Sequences of up to `maxOps` commands; `size: "max"`, or fast-check would make five on average. */
export function ordinaryCommands(maxOps: number): Arbitrary<Iterable<Command<Empty, Machine>>> {
  const all = [
    allocate,
    map,
    map,
    unmap,
    protect,
    opRange,
    onVmar,
    vmoCreate,
    vmoChild,
    onVmo,
    onHandle,
    memory,
  ];
  return commands(all, { maxCommands: maxOps, size: "max" });
}
