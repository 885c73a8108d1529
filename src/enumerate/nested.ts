/**
 * The nested world: regions in regions in regions, over a few pages.
 *
 *     page      0     1     2     3
 *     root      |-----------------------|
 *     depth 1         |-----------|
 *     depth 2         |-----|
 *     depth 3               (no region fits beside it but one of a page)
 *
 * A region has a slot for its depth and range, so at most one lives in each slot; calls are made through the handles of living regions.
 */
import type { Session } from "../fuzz/execute.ts";
import { type Op, ROOT, type Slot, type World } from "../fuzz/program.ts";
import {
  CAN_MAP_MASK,
  DEFAULT_SEMANTICS,
  type Kernel,
  Perm,
  type SpaceVisitor,
  type U64,
  VmOption,
} from "../zircon/index.ts";
import { type PageRange, counted, rangesIn } from "./ranges.ts";
import { SessionInhabitant } from "./session-inhabitant.ts";
import type { CallIndex, Inhabitant, SmallWorld, State } from "./small-world.ts";

const PAGE = 4096;
const BASE = 0x10_0000;
const VMO: Slot = 1;
const PERMS = [Perm.READ, Perm.READ | Perm.WRITE] as const;
const REGION = VmOption.SPECIFIC | VmOption.CAN_MAP_SPECIFIC | CAN_MAP_MASK;

/** What tells one nested world from another. */
export interface NestedShape {
  readonly pages: number;
  /** Regions below each other, without the root. */
  readonly levels: number;
}

/** A region that the world can have. */
interface Place extends PageRange {
  /** 0 for the root. */
  readonly level: number;
  readonly slot: Slot;
}

export class NestedWorld implements SmallWorld {
  readonly name: string;
  readonly world: World;
  readonly setup: readonly Op[];
  readonly calls: readonly Op[];
  readonly home: readonly CallIndex[];
  readonly #places: readonly Place[];
  /** For each slot the calls that go through it. */
  readonly #callsOf = new Map<Slot, CallIndex[]>();
  readonly #callsFrom = new Map<string, readonly CallIndex[]>();

  constructor({ pages, levels }: NestedShape) {
    this.name = `nested, ${counted(pages, "page")}, ${counted(levels, "level")}`;
    this.world = {
      aspace: { base: BASE, size: pages * PAGE, pageSize: PAGE },
      aslrSeed: undefined,
      semantics: DEFAULT_SEMANTICS,
    };
    this.setup = [{ call: "vmo_create", size: pages * PAGE, options: 0, out: VMO }];
    const ranges = rangesIn(pages);
    this.#places = [
      { level: 0, first: 0, end: pages, slot: ROOT },
      ...Array.from({ length: levels }, (_, i) => i + 1).flatMap((level) =>
        ranges.map((range, i) => ({ ...range, level, slot: VMO + (level - 1) * ranges.length + i + 1 })),
      ),
    ];
    this.calls = this.#everyCall(VMO + levels * ranges.length);
    this.home = [this.calls.findIndex((op) => op.call === "unmap" && op.len === pages * PAGE)];
  }

  inhabit(kernel: Kernel): Inhabitant {
    return new SessionInhabitant(kernel, this, (session) => this.#look(session));
  }

  /** The calls through the root and each region that lives. */
  callsFrom(state: State): readonly CallIndex[] {
    const text = String(state);
    const slots = text.slice(0, text.indexOf("|"));
    let calls = this.#callsFrom.get(slots);
    if (calls === undefined) {
      const living = [ROOT, ...slots.split(",").filter(Boolean).map(Number)];
      calls = living.flatMap((slot) => this.#callsOf.get(slot) ?? []);
      this.#callsFrom.set(slots, calls);
    }
    return calls;
  }

  classOf(state: State): string {
    const [slots = "", entries = ""] = String(state).split("|");
    const levels = slots
      .split(",")
      .map((slot) => this.#places.find((place) => String(place.slot) === slot)?.level ?? 0);
    const deepest = Math.max(0, ...levels);
    const mapped = entries === "" ? "nothing mapped" : "mapped";
    return `${counted(deepest, "level")}, ${mapped}`;
  }

  /** Every call through each region: on its ranges, and on the one that begins in it and ends a page beyond it. */
  #everyCall(lastSlot: Slot): Op[] {
    const calls: Op[] = [];
    let mapSlot = lastSlot;
    const add = (slot: Slot, op: Op): void => {
      const through = this.#callsOf.get(slot) ?? [];
      through.push(calls.length);
      this.#callsOf.set(slot, through);
      calls.push(op);
    };
    for (const { slot: vmar, level, first: base, end: limit } of this.#places) {
      for (const { first, end } of [
        ...rangesIn(limit - base),
        { first: limit - base - 1, end: limit - base + 1 },
      ]) {
        const addr = { slot: ROOT, delta: (base + first) * PAGE };
        const offset = first * PAGE;
        const len = (end - first) * PAGE;
        const below = this.#places.find(
          (place) => place.level === level + 1 && place.first === base + first && place.end === base + end,
        );
        if (below !== undefined) {
          add(vmar, { call: "allocate", vmar, options: REGION, offset, size: len, out: below.slot });
        }
        for (const placement of [VmOption.SPECIFIC, VmOption.SPECIFIC_OVERWRITE]) {
          for (const perms of PERMS) {
            const options = placement | perms;
            const vmoOffset = (base + first) * PAGE;
            add(vmar, { call: "map", vmar, options, offset, vmo: VMO, vmoOffset, len, out: ++mapSlot });
          }
        }
        add(vmar, { call: "unmap", vmar, addr, len });
        for (const options of PERMS) add(vmar, { call: "protect", vmar, options, addr, len });
      }
      if (vmar !== ROOT) add(vmar, { call: "destroy", vmar });
    }
    return calls;
  }

  /** The slots of the living regions, then the entries. */
  #look(session: Session): State {
    const view = new NestedView(session);
    const { base, size } = this.world.aspace;
    session.kernel.observeSpace(base, size, view);
    return `${view.slots.join(",")}|${view.entries}`;
  }
}

class NestedView implements SpaceVisitor {
  readonly slots: number[] = [];
  entries = "";
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  region(koid: U64, base: U64, size: U64, depth: number): void {
    if (depth === 1) return;
    const slot = this.#session.object(koid);
    this.slots.push(slot);
    // The slot says where the region should be; a kernel may show it elsewhere.
    this.entries += this.#session.regionBase(slot) === base ? "" : `r${base}+${size}`;
  }

  mapping(base: U64, size: U64, depth: number, perms: number, vmoKoid: U64, vmoOffset: U64): void {
    const vmo = this.#session.object(vmoKoid) === VMO ? "" : "?";
    this.entries += `${(Number(base) - BASE) / PAGE}+${Number(size) / PAGE}d${depth}p${perms}${vmo}o${Number(vmoOffset) / PAGE} `;
  }
}
