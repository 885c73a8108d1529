import type { KernelFactory } from "../zircon/index.ts";
import { withSlots } from "./canonical/rewrite.ts";
import type { Draw } from "./draw.ts";
import { type Odds, drawOdds, drawOp, redraw } from "./generate.ts";
import { LoneGuide } from "./guide.ts";
import { Live } from "./live.ts";
import type { Profile } from "./profile.ts";
import { type Op, type Program, ROOT, type Slot, isTraced, outOf } from "./program.ts";

/**
 * A program made of others that reached something new: continued from a prefix, spliced of two, with a part repeated, with fresh
 * operations inserted, or with operands drawn anew.
 */
export function mutate(
  draw: Draw,
  profile: Profile,
  maxOps: number,
  guide: KernelFactory,
  pool: readonly Program[],
): Program {
  const base = draw.pick(pool);
  const { ops } = base;
  const builder = new Builder(draw, profile, maxOps, new Live(base.world, new LoneGuide(guide, base.world)));
  const cut = draw.int(0, ops.length);
  draw.among<() => void>([
    [
      30,
      () => {
        builder.append(ops.slice(0, cut));
        builder.fresh(maxOps);
      },
    ],
    [
      20,
      () => {
        const other = draw.pick(pool).ops;
        builder.append(ops.slice(0, cut));
        builder.append(other.slice(draw.int(0, other.length)));
      },
    ],
    [
      15,
      () => {
        const end = Math.min(ops.length, cut + draw.int(1, 6));
        builder.append(ops.slice(0, end));
        for (let times = draw.int(1, 3); times > 0; times--) builder.append(ops.slice(cut, end));
        builder.append(ops.slice(end));
      },
    ],
    [
      20,
      () => {
        builder.append(ops.slice(0, cut));
        builder.fresh(draw.int(1, 4));
        builder.append(ops.slice(cut));
      },
    ],
    [15, () => builder.append(ops, draw.int(5, 30))],
  ])();
  return { world: base.world, ops: builder.ops };
}

/** Puts a program together operation by operation, on a live state, with slots numbered anew. */
class Builder {
  readonly ops: Op[] = [];
  readonly #draw: Draw;
  readonly #profile: Profile;
  readonly #maxOps: number;
  readonly #live: Live;
  readonly #odds: Odds;
  /** Slots of the programs that the operations come from, as they are called here. */
  readonly #slots = new Map<Slot, Slot>();

  constructor(draw: Draw, profile: Profile, maxOps: number, live: Live) {
    this.#draw = draw;
    this.#profile = profile;
    this.#maxOps = maxOps;
    this.#live = live;
    // Programs in a pool may hold leases, which do not go with the calls that traces have no words for.
    this.#odds = drawOdds(draw, { ...profile, untraced: 0 });
  }

  /** Appends operations of a program; with the given chance (in percent) each gets operands of its own. What they refer to may be missing. */
  append(ops: readonly Op[], perturbed: number = 0): void {
    for (const op of ops) {
      const out = this.#live.nextSlot;
      const moved = renamed(op, (slot) => this.#slots.get(slot), out);
      if (moved === undefined) continue;
      const isRedrawn = perturbed > 0 && this.#draw.chance(perturbed);
      const made = isRedrawn && isTraced(op) ? redraw(op.call, this.#draw, this.#live) : moved;
      this.#push(made);
      if (outOf(op) > 0 && outOf(made) > 0) this.#slots.set(outOf(op), outOf(made));
    }
  }

  /** Appends up to `count` operations drawn as generation draws them. */
  fresh(count: number): void {
    for (let i = 0; i < count && this.ops.length < this.#maxOps; i++) {
      this.#push(drawOp(this.#draw, this.#profile, this.#odds, this.#live));
    }
  }

  #push(op: Op): void {
    if (this.ops.length >= this.#maxOps) return;
    if (op.call === "release" && !this.#live.leases.includes(op.lease)) return;
    this.#live.apply(op, false);
    this.ops.push(op);
  }
}

/** `op` with other slots, or undefined if one of them has no new name. */
function renamed(op: Op, rename: (slot: Slot) => Slot | undefined, out: Slot): Op | undefined {
  let missing = false;
  const name = (slot: Slot): Slot => {
    if (slot <= ROOT) return slot;
    const other = rename(slot);
    missing ||= other === undefined;
    return other ?? slot;
  };
  const moved = withSlots(op, name, () => out);
  return missing ? undefined : moved;
}
