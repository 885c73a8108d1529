/** Other ways to see the same of a VMO: in its bytes, its stream, a child, a mapping. */
import { VmoChildOption, VmoOp, VmoOption } from "../../zircon/index.ts";
import { type Op, PROCESS, type Program } from "../program.ts";
import { PLAIN_MAP, onVmo } from "./mappings.ts";
import { freshSlot, withSlot } from "./rewrite.ts";
import { PLAIN_WORLD } from "./simplicity.ts";

/** A file's stream size in place of the size. */
export function* byStream({ world, ops }: Program): Generator<Program> {
  if (!ops.some(({ call }) => call === "vmo_set_size")) return;
  yield {
    world,
    ops: ops.map((op): Op => {
      if (op.call === "vmo_set_size") return { ...op, call: "vmo_set_stream_size" };
      if (op.call === "vmo_info") return { ...op, call: "vmo_get_stream_size" };
      return op.call === "vmo_create" ? { ...op, options: 0 } : op;
    }),
  };
}

/** A VMO that is cut within a page, in place of whatever else is cut: what was there is seen in its bytes. */
export function* byBytes({ world, ops }: Program): Generator<Program> {
  if (!ops.some(({ call }) => call === "vmo_set_size")) return;
  const out = freshSlot(ops);
  yield {
    world,
    ops: [
      { call: "vmo_create", size: 2 * world.aspace.pageSize, options: VmoOption.RESIZABLE, out },
      { call: "vmo_write", vmo: out, offset: 1, bytes: new Uint8Array([1]) },
      { call: "vmo_set_size", vmo: out, size: 1 },
    ],
  };
}

/** A range of bytes in place of others: the first of a VMO of one page. */
export function* firstByte({ world, ops }: Program): Generator<Program> {
  const { pageSize } = world.aspace;
  if (!ops.some((op) => op.call === "vmo_op_range" && isOfBytes(op, pageSize))) return;
  yield {
    world,
    ops: ops.map((op): Op => {
      if (op.call === "vmo_create") return { ...op, size: pageSize };
      return op.call === "vmo_op_range" && isOfBytes(op, pageSize) ? { ...op, offset: 0, len: 1 } : op;
    }),
  };
}

function isOfBytes({ offset, len }: Extract<Op, { call: "vmo_op_range" }>, page: number): boolean {
  return [offset, len].some((value) => typeof value === "number" && value % page !== 0);
}

/** Pages that are committed in place of contiguous ones, all of them or one. */
export function* committedPages({ world, ops }: Program): Generator<Program> {
  const { pageSize } = world.aspace;
  for (const [i, made] of ops.entries()) {
    if (made.call !== "vmo_create_contiguous") continue;
    const { size, out } = made;
    const plain: Op = { call: "vmo_create", size, options: 0, out };
    for (const [offset, len] of [
      [0, pageSize],
      [pageSize, pageSize],
      [0, size],
    ] as const) {
      const commit: Op = { call: "vmo_op_range", vmo: out, rangeOp: VmoOp.COMMIT, offset, len };
      yield { world, ops: [...ops.slice(0, i), plain, commit, ...ops.slice(i + 1)] };
    }
  }
}

/** A VMO in place of the process, for what is done to objects of any kind. */
export function* vmoAsProcess({ world, ops }: Program): Generator<Program> {
  if (!ops.some((op) => "handle" in op && op.handle === PROCESS)) return;
  const out = freshSlot(ops);
  const made: Op = { call: "vmo_create", size: world.aspace.pageSize, options: 0, out };
  const instead = ops.map((op) => ("handle" in op && op.handle === PROCESS ? { ...op, handle: out } : op));
  yield { world, ops: [made, ...instead] };
}

/** A mapping of a VMO in place of its child: each holds on to its pages. What was done to the child is done to the VMO. */
export function* childAsMapping({ world, ops }: Program): Generator<Program> {
  for (const child of ops) {
    if (child.call !== "vmo_create_child") continue;
    const { vmo, out } = child;
    const map: Op = { ...PLAIN_MAP, vmo, len: world.aspace.pageSize, out };
    yield { world, ops: ops.map((op) => (op === child ? map : withSlot(op, out, vmo))) };
  }
}

/** In place of a write that makes the kernel clone what is mapped a snapshot, and the last operation on it. */
export function* snapshotInPlaceOfWrite({ world, ops }: Program): Generator<Program> {
  const last = ops.at(-1);
  if (last === undefined || !ops.some(({ call }) => call === "write_memory")) return;
  const vmo = freshSlot(ops);
  const out = vmo + 1;
  const size = world.aspace.pageSize;
  const made: Op[] = [
    { call: "vmo_create", size, options: 0, out: vmo },
    { call: "vmo_create_child", vmo, options: VmoChildOption.SNAPSHOT, offset: 0, size, out },
  ];
  for (const before of [made, [...made, { call: "handle_close", handle: vmo } as const]]) {
    const onIt = "vmo" in last ? { ...last, vmo: out } : onVmo(last, out, 0);
    yield { world: PLAIN_WORLD, ops: [...before, onIt] };
  }
}
