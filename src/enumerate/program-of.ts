import { type Op, type Program, type Slot, ROOT, outOf } from "../fuzz/program.ts";
import type { SmallWorld, Way } from "./small-world.ts";

/** A way through a small world as a program: the setup and the calls, each slot bound once. */
export function programOf({ world, setup, calls }: SmallWorld, way: Way): Program {
  const renaming = new Renaming();
  const ops = setup.map((op) => renaming.rename(op, true));
  for (const call of way) {
    const op = calls[call < 0 ? ~call : call];
    if (op !== undefined) ops.push(renaming.rename(op, call >= 0));
  }
  return { world, ops };
}

/** Gives each operation a slot of its own: in a world what takes another's place takes its slot. */
class Renaming {
  readonly #names = new Map<Slot, Slot>();
  #last: Slot = ROOT;

  /** @param isMade whether the operation makes what its slot stands for from then on */
  rename(op: Op, isMade: boolean): Op {
    const renamed = { ...op };
    if ("vmar" in renamed) renamed.vmar = this.#name(renamed.vmar);
    if ("vmo" in renamed) renamed.vmo = this.#name(renamed.vmo);
    if ("handle" in renamed) renamed.handle = this.#name(renamed.handle);
    if ("addr" in renamed) renamed.addr = { ...renamed.addr, slot: this.#name(renamed.addr.slot) };
    if ("out" in renamed) {
      renamed.out = ++this.#last;
      if (isMade) this.#names.set(outOf(op), this.#last);
    }
    return renamed;
  }

  #name(slot: Slot): Slot {
    return slot <= ROOT ? slot : (this.#names.get(slot) ?? slot);
  }
}
