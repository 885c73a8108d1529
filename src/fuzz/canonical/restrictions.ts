/** Other things in place of those that keep a program from something: regions, handles, VMOs, the process. */
import { Rights, VmOption } from "../../zircon/index.ts";
import { type Op, PROCESS, type Program, ROOT, type Slot, outOf } from "../program.ts";
import { withSlot } from "./rewrite.ts";
import { PLAIN_RIGHTS } from "./simplicity.ts";

/** A region without permissions, or a handle of the root without rights, in place of a VMO's handle without rights. */
export function* restrictedElsewhere({ world, ops }: Program): Generator<Program> {
  for (const [i, op] of ops.entries()) {
    const source = restrictedBy(op);
    if (source === undefined || source === PROCESS) continue;
    const out = outOf(op);
    for (const other of restrictions(out, world.aspace.pageSize)) {
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

/** A region in place of the process that is killed: traces can tell of that. */
export function* regionDestroyed({ world, ops }: Program): Generator<Program> {
  if (!ops.some(({ call }) => call === "task_kill")) return;
  const out = 1 + Math.max(0, ...ops.map(outOf));
  const size = 2 * world.aspace.pageSize;
  yield {
    world,
    ops: [
      { call: "allocate", vmar: ROOT, options: 0, offset: 0, size, out },
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
