/**
 * The contents world: what the pages of a VMO and of its clone hold, and who counts them.
 *
 *     page     0 … pages−1      pages     pages+1 … 2·pages
 *     shows    the VMO, last    nothing   the clone, last
 *              page first                 page first
 *
 * Each page is a mapping of its own, since no page continues the one before it: so each has an entry with counters of its own, and a
 * range over several pages walks several mappings. At most one clone lives, a snapshot of the whole VMO. It comes to be in steps: created, then mapped
 * page by page; and it goes in steps: its handle is closed, then it is unmapped.
 */
import { type Session, execute } from "../fuzz/execute.ts";
import { type Op, ROOT, type Slot, type World } from "../fuzz/program.ts";
import {
  DEFAULT_SEMANTICS,
  type Kernel,
  Perm,
  Status,
  VmOption,
  VmarOp,
  VmoChildOption,
  VmoOp,
} from "../zircon/index.ts";
import { counted, rangesIn } from "./ranges.ts";
import { SessionInhabitant, answerOf } from "./session-inhabitant.ts";
import type { CallIndex, Inhabitant, SmallWorld, State } from "./small-world.ts";

const PAGE = 4096;
const BASE = 0x10_0000;
const VMO: Slot = 1;
const CLONE: Slot = 2;
/** What is written, at the first byte of a page; the other content is zeros. */
const CONTENT = 1;
const VMAR_OPS = [VmarOp.COMMIT, VmarOp.DECOMMIT, VmarOp.ZERO] as const;
const VMO_OPS = [VmoOp.COMMIT, VmoOp.DECOMMIT, VmoOp.ZERO] as const;

/** What tells one contents world from another. */
export interface ContentsShape {
  /** Pages of the VMO. */
  readonly pages: number;
}

/** How far a clone has come. */
type Stage = "no clone" | "clone in part mapped" | "clone" | "clone without handle";

export class ContentsWorld implements SmallWorld {
  readonly name: string;
  readonly world: World;
  readonly setup: readonly Op[];
  readonly calls: readonly Op[];
  readonly home: readonly CallIndex[];
  readonly #pages: number;
  readonly #callsIn: Readonly<Record<Stage, readonly CallIndex[]>>;

  constructor({ pages }: ContentsShape) {
    this.#pages = pages;
    this.name = `contents, ${counted(pages, "page")}`;
    this.world = {
      aspace: { base: BASE, size: (2 * pages + 1) * PAGE, pageSize: PAGE },
      aslrSeed: undefined,
      semantics: DEFAULT_SEMANTICS,
    };
    const windows = (vmo: Slot, base: number, firstSlot: Slot): Op[] =>
      Array.from({ length: pages }, (_, i) => ({
        call: "map",
        vmar: ROOT,
        options: VmOption.SPECIFIC | Perm.READ | Perm.WRITE,
        offset: (base + i) * PAGE,
        vmo,
        vmoOffset: (pages - 1 - i) * PAGE,
        len: PAGE,
        out: firstSlot + i,
      }));
    this.setup = [
      { call: "vmo_create", size: pages * PAGE, options: 0, out: VMO },
      ...windows(VMO, 0, CLONE + 1),
    ];
    const clone: Op = {
      call: "vmo_create_child",
      vmo: VMO,
      options: VmoChildOption.SNAPSHOT,
      offset: 0,
      size: pages * PAGE,
      out: CLONE,
    };
    const close: Op = { call: "handle_close", handle: CLONE };
    const unmap: Op = {
      call: "unmap",
      vmar: ROOT,
      addr: { slot: ROOT, delta: (pages + 1) * PAGE },
      len: pages * PAGE,
    };
    const mapClone = windows(CLONE, pages + 1, CLONE + 1 + pages);
    const content = [...onVmo(VMO, pages), ...throughMappings(pages)];
    const cloneContent = onVmo(CLONE, pages);
    this.calls = [...content, ...cloneContent, clone, ...mapClone, close, unmap];
    const index = (op: Op): CallIndex => this.calls.indexOf(op);
    const decommit = content.findIndex((op) => op.call === "vmo_op_range" && isWhole(op, pages));
    this.home = [index(close), index(unmap), decommit];
    this.#callsIn = {
      "no clone": [...content, clone].map(index),
      "clone in part mapped": mapClone.map(index),
      clone: [...content, ...cloneContent, ...mapClone, close].map(index),
      "clone without handle": [...content, unmap].map(index),
    };
  }

  inhabit(kernel: Kernel): Inhabitant {
    return new SessionInhabitant(kernel, this, (session) => this.#look(session));
  }

  callsFrom(state: State): readonly CallIndex[] {
    return this.#callsIn[stageOf(state, this.#pages)];
  }

  classOf(state: State): string {
    return stageOf(state, this.#pages);
  }

  /** Whether the clone has a handle, how many pages are mapped, and all that the VMOs and the entries tell, with what the pages hold. */
  #look(session: Session): State {
    const { kernel } = session;
    const told = (op: Op): string => String(answerOf(execute(session, op)));
    const clone = told({ call: "vmo_info", vmo: CLONE });
    const hasHandle = kernel.vmoGetSize(session.handle(CLONE)).status === Status.OK;
    const bytes: string[] = [];
    for (let page = 0; page <= 2 * this.#pages; page++) {
      const { status, value } = kernel.access(BASE + page * PAGE, "read", 1);
      bytes.push(status === Status.OK ? String(value) : ".");
    }
    const maps = told({ call: "info_maps", vmar: ROOT, capacity: undefined });
    return [
      hasHandle ? "handle" : "",
      bytes.join(""),
      told({ call: "vmo_info", vmo: VMO }),
      clone,
      maps,
    ].join("|");
  }
}

function stageOf(state: State, pages: number): Stage {
  const [handle, bytes = ""] = String(state).split("|");
  const mapped = bytes.slice(pages + 1).replaceAll(".", "").length;
  if (handle === "") return mapped === 0 ? "no clone" : "clone without handle";
  return mapped === pages ? "clone" : "clone in part mapped";
}

function onVmo(vmo: Slot, pages: number): Op[] {
  const calls: Op[] = [];
  for (const { first, end } of rangesIn(pages, pages + 1)) {
    for (const rangeOp of VMO_OPS) {
      calls.push({ call: "vmo_op_range", vmo, rangeOp, offset: first * PAGE, len: (end - first) * PAGE });
    }
  }
  for (let page = 0; page < pages; page++) {
    const offset = page * PAGE;
    calls.push({ call: "vmo_op_range", vmo, rangeOp: VmoOp.ZERO, offset, len: 1 });
    calls.push({ call: "vmo_write", vmo, offset, bytes: Uint8Array.of(CONTENT) });
  }
  return calls;
}

function throughMappings(pages: number): Op[] {
  const calls: Op[] = [];
  for (const { first, end } of rangesIn(2 * pages + 1)) {
    const addr = { slot: ROOT, delta: first * PAGE };
    for (const rangeOp of VMAR_OPS) {
      calls.push({ call: "op_range", vmar: ROOT, rangeOp, addr, len: (end - first) * PAGE, bufferSize: 0 });
    }
  }
  for (let page = 0; page <= 2 * pages; page++) {
    const addr = { slot: ROOT, delta: page * PAGE };
    calls.push({ call: "access", addr, kind: "write", width: 1, value: CONTENT });
    calls.push({ call: "write_memory", addr, bytes: Uint8Array.of(CONTENT) });
  }
  return calls;
}

function isWhole(op: Op & { readonly call: "vmo_op_range" }, pages: number): boolean {
  return op.rangeOp === VmoOp.DECOMMIT && op.offset === 0 && op.len === pages * PAGE;
}
