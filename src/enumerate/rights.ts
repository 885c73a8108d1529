/**
 * The rights world: what each handle of a region, and of a VMO, lets its holder do.
 *
 *     root ⊃ region V of `pages` pages; on its last page there may be a region C
 *     handles of V: one for each subset of READ, WRITE, EXECUTE, OP_CHILDREN
 *     handles of the VMO: one for each subset of READ, WRITE, EXECUTE, with MAP; one with all three and without MAP
 *     handle of C: the one that the last allocate gave
 *
 * What a mapping may ever permit (maxPerm) is shown by no call. So the offset into the VMO says it: each pair of handles maps at
 * an offset of its own ({@link vmoPage}), and the state, which shows the offset, tells what the contract lets the mapping permit.
 */
import type { Session } from "../fuzz/execute.ts";
import { type Op, ROOT, type Slot, type World } from "../fuzz/program.ts";
import {
  CAN_MAP_MASK,
  DEFAULT_SEMANTICS,
  INFO_HANDLE_BASIC_SIZE,
  type Kernel,
  Perm,
  Rights,
  VmOption,
  VmarOp,
} from "../zircon/index.ts";
import { counted, rangesIn } from "./ranges.ts";
import { SessionInhabitant } from "./session-inhabitant.ts";
import type { CallIndex, Inhabitant, SmallWorld, State } from "./small-world.ts";

const PAGE = 4096;
const BASE = 0x10_0000;
/** READ, WRITE and EXECUTE of a rights word are the bits of a set of permissions, shifted. */
const RIGHTS_SHIFT = 2;
/** And those of CAN_MAP_READ, _WRITE and _EXECUTE in an options word. */
const CAN_MAP_SHIFT = 7;
const PERM_SETS = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const OPS = [VmarOp.DECOMMIT, VmarOp.ZERO, VmarOp.MAP_RANGE, VmarOp.PREFETCH, VmarOp.DONT_NEED] as const;

const VMO_PAGES = 32;

const REGION: Slot = 1;
const PLAIN_VMO: Slot = 2;
const VMO: Slot = 3;
const FIRST_REGION_HANDLE: Slot = 4;
const FIRST_VMO_HANDLE: Slot = FIRST_REGION_HANDLE + 2 * PERM_SETS.length;
const CHILD: Slot = FIRST_VMO_HANDLE + PERM_SETS.length + 1;

/** What tells one rights world from another. */
export interface RightsShape {
  /** 1 or 2. */
  readonly pages: number;
}

export class RightsWorld implements SmallWorld {
  readonly name: string;
  readonly world: World;
  readonly setup: readonly Op[];
  readonly calls: readonly Op[];
  readonly home: readonly CallIndex[];
  readonly #throughV: readonly CallIndex[];
  readonly #throughBoth: readonly CallIndex[];

  constructor({ pages }: RightsShape) {
    this.name = `rights, ${counted(pages, "page")}`;
    this.world = {
      // A page more than V, so that V is not all of its parent.
      aspace: { base: BASE, size: (pages + 1) * PAGE, pageSize: PAGE },
      aslrSeed: undefined,
      semantics: DEFAULT_SEMANTICS,
    };
    this.setup = setupOf(pages);
    this.calls = everyCall(pages);
    this.home = [
      this.calls.findIndex(
        (op) => op.call === "unmap" && op.vmar === FIRST_REGION_HANDLE + 15 && op.len === pages * PAGE,
      ),
    ];
    const all = this.calls.map((_, i) => i);
    this.#throughBoth = all;
    this.#throughV = all.filter((i) => {
      const op = this.calls[i];
      return op !== undefined && !("vmar" in op && op.vmar === CHILD);
    });
  }

  inhabit(kernel: Kernel): Inhabitant {
    return new SessionInhabitant(kernel, this, (session) => look(session, this.world));
  }

  callsFrom(state: State): readonly CallIndex[] {
    return String(state).includes("C") ? this.#throughBoth : this.#throughV;
  }

  classOf(state: State): string {
    const text = String(state);
    if (text === "") return "V is dead";
    const child = text.includes("C") ? "with C" : "without C";
    return `${child}, ${text.includes("m") ? "mapped" : "nothing mapped"}`;
  }
}

function setupOf(pages: number): Op[] {
  const setup: Op[] = [
    {
      call: "allocate",
      vmar: ROOT,
      options: VmOption.SPECIFIC | VmOption.CAN_MAP_SPECIFIC | CAN_MAP_MASK,
      offset: 0,
      size: pages * PAGE,
      out: REGION,
    },
    { call: "vmo_create", size: VMO_PAGES * PAGE, options: 0, out: PLAIN_VMO },
    { call: "vmo_replace_as_executable", vmo: PLAIN_VMO, out: VMO },
  ];
  for (const children of [0, Rights.OP_CHILDREN]) {
    for (const perms of PERM_SETS) {
      const rights = (perms << RIGHTS_SHIFT) | children;
      setup.push({ call: "handle_duplicate", handle: REGION, rights, out: setup.length + 1 });
    }
  }
  for (const perms of PERM_SETS) {
    const rights = (perms << RIGHTS_SHIFT) | Rights.MAP;
    setup.push({ call: "handle_duplicate", handle: VMO, rights, out: setup.length + 1 });
  }
  const rights = Rights.READ | Rights.WRITE | Rights.EXECUTE;
  setup.push({ call: "handle_duplicate", handle: VMO, rights, out: setup.length + 1 });
  return setup;
}

function everyCall(pages: number): Op[] {
  const calls: Op[] = [];
  let mapSlot = CHILD;
  const handles = Array.from({ length: 2 * PERM_SETS.length }, (_, i) => FIRST_REGION_HANDLE + i);
  const vmos = Array.from({ length: PERM_SETS.length + 1 }, (_, i) => FIRST_VMO_HANDLE + i);
  /** `rights`: the permissions that the handle `vmar` gives. */
  const onRange = (vmar: Slot, rights: number, base: number, first: number, end: number): void => {
    const len = (end - first) * PAGE;
    const offset = (first - base) * PAGE;
    const addr = { slot: ROOT, delta: first * PAGE };
    for (const vmo of vmos) {
      const vmoOffset = vmoPage(first, end, rights & (vmo - FIRST_VMO_HANDLE)) * PAGE;
      for (const perms of PERM_SETS) {
        for (const placement of [VmOption.SPECIFIC, VmOption.SPECIFIC_OVERWRITE]) {
          const options = placement | perms;
          calls.push({ call: "map", vmar, options, offset, vmo, vmoOffset, len, out: ++mapSlot });
        }
      }
    }
    calls.push({ call: "unmap", vmar, addr, len });
    for (const options of PERM_SETS) calls.push({ call: "protect", vmar, options, addr, len });
    for (const rangeOp of OPS) calls.push({ call: "op_range", vmar, rangeOp, addr, len, bufferSize: 0 });
  };
  for (const vmar of handles) {
    const rights = (vmar - FIRST_REGION_HANDLE) % PERM_SETS.length;
    for (const { first, end } of rangesIn(pages)) onRange(vmar, rights, 0, first, end);
    for (const perms of PERM_SETS) {
      const options = VmOption.SPECIFIC | VmOption.CAN_MAP_SPECIFIC | (perms << CAN_MAP_SHIFT);
      calls.push({ call: "allocate", vmar, options, offset: (pages - 1) * PAGE, size: PAGE, out: CHILD });
    }
    calls.push({ call: "destroy", vmar });
  }
  // What the handle of C gives is told by C in the state.
  onRange(CHILD, Perm.READ | Perm.WRITE | Perm.EXECUTE, pages - 1, pages - 1, pages);
  calls.push({ call: "destroy", vmar: CHILD });
  return calls;
}

/**
 * The VMO page that a mapping of [first, end) begins with if it may permit `maxPerm`. Two mappings of a page have offsets that continue each other
 * where they differ in EXECUTE alone: maxPerm is what keeps those two from merging.
 */
function vmoPage(first: number, end: number, maxPerm: number): number {
  if (end - first > 1) return 2 * PERM_SETS.length + maxPerm;
  return first === 0 ? maxPerm : first + (maxPerm ^ Perm.EXECUTE);
}

/** The regions, with the rights of C's handle, and the entries; nothing once V is dead. */
function look(session: Session, world: World): State {
  const { kernel } = session;
  let text = "";
  kernel.observeSpace(world.aspace.base, world.aspace.size, {
    region(koid, base, size) {
      const slot = session.object(koid);
      if (slot === REGION) text += "V";
      if (slot === CHILD)
        text += `C${kernel.infoHandleBasic(session.handle(CHILD), INFO_HANDLE_BASIC_SIZE).info?.rights}`;
      if (slot === REGION || slot === CHILD) text += `${base}+${size}`;
    },
    mapping(base, size, depth, perms, _vmo, offset) {
      text += `m${base}+${size}d${depth}p${perms}o${offset} `;
    },
  });
  return text;
}
