/** Other things in place of those that keep a program from something: regions, handles, VMOs, the process. */
import { Rights, VmOption } from "../../zircon/index.ts";
import { type Op, PROCESS, type Program, ROOT, type Slot, outOf } from "../program.ts";
import { withoutDependents } from "../shrink.ts";
import { freshSlot, withOp, withSlot } from "./rewrite.ts";
import { PLAIN_RIGHTS } from "./simplicity.ts";
import { relatives } from "./substitutes.ts";

/** A region without permissions, or a handle of the root without rights, in place of a VMO's handle without rights. */
export function* restrictedElsewhere({ world, ops }: Program): Generator<Program> {
  for (const [i, op] of ops.entries()) {
    const source = restrictedBy(op);
    if (source === undefined || source === PROCESS) continue;
    const out = outOf(op);
    for (const other of restrictions(out, world.aspace.pageSize)) {
      // Where one handle has more than the other, the other is the one that is kept from something.
      if (op.call === "vmo_replace_as_executable") {
        const rest = ops.filter((user) => user !== op);
        const restricted = rest.map((user): Op => {
          if (user.call === "map" && user.vmo === source && user.vmar === ROOT) return { ...user, vmar: out };
          return withSlot(user, out, source);
        });
        yield { world, ops: [other, ...restricted] };
      }
      const before = [...ops.slice(0, i), other];
      const users = ops.slice(i + 1);
      const moved = users.map((user) => {
        const plain = source === ROOT ? user : withSlot(user, out, source);
        const isMapOfIt = user.call === "map" && user.vmo === out && plain.call === "map";
        return isMapOfIt && plain.vmar === ROOT ? { ...plain, vmar: out } : plain;
      });
      yield { world, ops: [...before, ...moved] };
      if (source === ROOT)
        yield { world, ops: [...before, ...users.map((user) => withSlot(user, ROOT, out))] };
    }
  }
}

function restrictedBy(op: Op): Slot | undefined {
  if (op.call === "handle_duplicate") return op.handle;
  return op.call === "vmo_create_child" || op.call === "vmo_replace_as_executable" ? op.vmo : undefined;
}

/** Makers of something through which less may be mapped. */
function restrictions(out: Slot, page: number): Op[] {
  const { CAN_MAP_READ, CAN_MAP_WRITE, CAN_MAP_EXECUTE } = VmOption;
  const regions = [0, CAN_MAP_READ, CAN_MAP_WRITE, CAN_MAP_EXECUTE].flatMap((options) =>
    [page, 2 * page].map((size): Op => ({ call: "allocate", vmar: ROOT, options, offset: 0, size, out })),
  );
  const [plain = 0] = PLAIN_RIGHTS;
  const handles = [Rights.READ, Rights.WRITE].map((right): Op => ({
    call: "handle_duplicate",
    handle: ROOT,
    rights: plain ^ right,
    out,
  }));
  return [...regions, ...handles];
}

/** As {@link restrictedElsewhere}, and a relative in place of the last operation: what shows the lack of one thing may not show that of another. */
export function* restrictedAndReplaced(program: Program): Generator<Program> {
  for (const restricted of restrictedElsewhere(program)) {
    const last = restricted.ops.length - 1;
    const op = restricted.ops[last];
    if (op === undefined) continue;
    for (const other of relatives(op, freshSlot(restricted.ops), restricted.world.aspace.pageSize)) {
      yield withOp(restricted, last, other);
    }
    if (op.call === "map") yield* writtenInstead(restricted, op);
  }
}

/** A write through the last mapping in place of one of the operations before it: it shows what the mapping may. */
function* writtenInstead({ world, ops }: Program, last: Extract<Op, { call: "map" }>): Generator<Program> {
  const write: Op = { call: "write_memory", addr: { slot: ROOT, delta: 0 }, bytes: new Uint8Array([1]) };
  const mapped = { ...last, offset: 0, vmoOffset: 0 };
  for (const gone of ops) {
    if (gone === last || outOf(gone) === last.vmar || outOf(gone) === last.vmo) continue;
    const rest = withoutDependents(ops, new Set([gone]));
    yield { world, ops: [...rest.map((op) => (op === last ? mapped : op)), write] };
  }
}

/** A permission that regions may pass on and handles have, gone from all of them. */
export function* withoutPermission({ world, ops }: Program): Generator<Program> {
  for (const [option, right] of PERMISSIONS) {
    yield {
      world,
      ops: ops.map((op) => {
        if (op.call === "allocate") return { ...op, options: (op.options & ~option) >>> 0 };
        if (!("rights" in op) || op.rights === Rights.SAME_RIGHTS) return op;
        return { ...op, rights: (op.rights & ~right) >>> 0 };
      }),
    };
  }
}

const PERMISSIONS = [
  [VmOption.CAN_MAP_READ, Rights.READ],
  [VmOption.CAN_MAP_WRITE, Rights.WRITE],
  [VmOption.CAN_MAP_EXECUTE, Rights.EXECUTE],
] as const;

/** A region in place of the process that is killed: traces can tell of that. */
export function* regionDestroyed({ world, ops }: Program): Generator<Program> {
  if (!ops.some(({ call }) => call === "task_kill")) return;
  const out = freshSlot(ops);
  const size = 2 * world.aspace.pageSize;
  const { CAN_MAP_READ, CAN_MAP_WRITE, CAN_MAP_EXECUTE } = VmOption;
  // With every permission a handle of it can be duplicated as one of the root was.
  const options = CAN_MAP_READ | CAN_MAP_WRITE | CAN_MAP_EXECUTE;
  yield {
    world,
    ops: [
      { call: "allocate", vmar: ROOT, options, offset: 0, size, out },
      ...ops.map((op): Op =>
        op.call === "task_kill" ? { call: "destroy", vmar: out } : withSlot(op, ROOT, out),
      ),
    ],
  };
}

/** The root's handle in place of a VMO's, with the rights that go with it. */
export function* rootInPlaceOfVmo({ world, ops }: Program): Generator<Program> {
  const [ofVmar = 0, ofVmo = 0] = PLAIN_RIGHTS;
  for (const op of ops) {
    if (op.call !== "vmo_create") continue;
    const rest = ops.filter((other) => other !== op);
    yield {
      world,
      ops: rest.map((user) => {
        const moved = withSlot(user, op.out, ROOT);
        if (!("rights" in moved) || moved.rights === Rights.SAME_RIGHTS) return moved;
        return { ...moved, rights: (moved.rights ^ ofVmo ^ ofVmar) >>> 0 };
      }),
    };
  }
}
