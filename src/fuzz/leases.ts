/** Generators for the safety ledger: references that the program takes into what is mapped, and drops. */
import type { LeaseKind } from "../ledger/index.ts";
import { U64_MAX, type U64, addU64 } from "../zircon/index.ts";
import type { Draw } from "./draw.ts";
import type { Live } from "./live.ts";
import { addrOf } from "./operands.ts";
import type { Op } from "./program.ts";

/** Each live lease is looked at after every operation. */
const MOST_LEASES = 4;
const MOST_PAGES = 4;

/** A lease over what permits it mostly; a release where there are enough. */
export function borrow(draw: Draw, live: Live): Op {
  if (live.leases.length >= MOST_LEASES) return { call: "release", lease: draw.pick(live.leases) };
  const { mappings } = live;
  // Where nothing is mapped the lease is refused.
  const entry = draw.pick(mappings.length === 0 ? live.entries : mappings);
  const most = Math.min(MOST_PAGES, entry.end - entry.page);
  const pages = draw.int(1, most) + (draw.chance(6) ? 1 : 0);
  const page = entry.page + draw.int(0, Math.min(entry.end - entry.page, 64) - Math.min(pages, most));
  const addr = addrOf(draw, live, page, live.root);
  const [skip, len] = pickBytes(draw, live.pages.size, pages);
  return {
    call: "borrow",
    addr: { slot: addr.slot, delta: addU64(addr.delta, skip) },
    len,
    kind: pickKind(draw, entry.perms),
    out: live.nextSlot,
  };
}

/** Which bytes of some pages are leased: where they begin, and how many they are. */
function pickBytes(draw: Draw, pageSize: number, pages: number): readonly [skip: number, len: U64] {
  const whole = pageSize * pages;
  if (draw.chance(2)) return draw.pick([[0, 0] as const, [1, U64_MAX] as const]);
  // Big pages by a few bytes: what is leased is compared byte by byte.
  if (pageSize > 4096) return [draw.int(0, whole - 16), draw.int(1, 16)];
  return draw.among([
    [60, [0, whole]],
    [15, [draw.int(1, pageSize - 1), 1]],
    [15, [0, whole - draw.int(1, pageSize - 1)]],
    [10, [draw.int(1, pageSize / 2), whole - pageSize / 2]],
  ]);
}

function pickKind(draw: Draw, perms: number): LeaseKind {
  const fitting: LeaseKind[] = ["shared"];
  if ((perms & 2) !== 0) fitting.push("mut");
  if ((perms & 4) !== 0) fitting.push("execute");
  return draw.chance(94) ? draw.pick(fitting) : draw.pick(["shared", "mut", "execute"]);
}

/** A release of a live lease; a borrow where there is none. Releasing anything else is an error of the program (LEASE-03). */
export function release(draw: Draw, live: Live): Op {
  if (live.leases.length === 0) return borrow(draw, live);
  return { call: "release", lease: draw.pick(live.leases) };
}
