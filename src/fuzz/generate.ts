import { DEFAULT_SEMANTICS, type Semantics, SWITCH_IDS, keysOf } from "../zircon/index.ts";
import { GENERATORS } from "./calls.ts";
import type { Draw } from "./draw.ts";
import type { Guide } from "./guide.ts";
import { Live } from "./live.ts";
import { type Profile, THEMES } from "./profile.ts";
import type { TracedCall, Op, Program, World } from "./program.ts";
import { TOUCHES, touchSpecial } from "./special.ts";
import { hasExecuteOnly, isExecutable } from "./switched.ts";
import { drawUntraced } from "./untraced.ts";
import { ORDERED_CALLS, violate } from "./violations.ts";

/**
 * A program of at most `maxOps` operations, each chosen with the state in view that those before it leave on the guide, a run
 * that `begin` begins.
 */
export function generate(
  draw: Draw,
  profile: Profile,
  maxOps: number,
  begin: (world: World) => Guide,
): Program {
  const odds = drawOdds(draw, profile);
  const world = drawWorld(draw, profile, odds);
  const live = new Live(world, begin(world));
  const length = draw.chance(profile.short) ? draw.int(1, maxOps) : maxOps;
  const ops: Op[] = [];
  while (ops.length < length) {
    const op = drawOp(draw, profile, odds, live);
    ops.push(op);
    live.apply(op, ops.length === length);
  }
  return { world, ops };
}

const CALLS: readonly TracedCall[] = keysOf(GENERATORS);
const GENERATORS_IN_ORDER = CALLS.map((call) => GENERATORS[call]);
const ACCESS = CALLS.indexOf("access");

/** The odds of one program. */
export interface Odds {
  /** Of each call, in the order of the generators. */
  readonly calls: readonly number[];
  /** Theirs together. */
  readonly sum: number;
  /** Of the calls whose order of checks is looked at: each pair of neighbouring rules is worth the same, however rare its call is. */
  readonly ordered: typeof ORDERED_CALLS;
  /** Of the calls on special VMOs. */
  readonly touches: typeof TOUCHES;
  /** Percent of operations that traces cannot write down. */
  readonly untraced: number;
}

/** An operation that fits the state, now and then one that breaks rules on purpose. */
export function drawOp(draw: Draw, profile: Profile, odds: Odds, live: Live): Op {
  if (odds.untraced > 0 && draw.chance(odds.untraced)) return drawUntraced(draw, live);
  if (draw.chance(profile.twoViolations)) {
    const { ordered } = odds;
    if (ordered.length > 0) return violate(GENERATORS[draw.among(ordered)](draw, live), 2, draw, live);
  }
  if (live.specialVmos.length > 0 && odds.touches.length > 0 && draw.chance(12))
    return touchSpecial(draw, live, draw.among(odds.touches));
  // A stale translation shows at the next access, if there is one before the next change; so does what a family of VMOs shares.
  const shows = live.changedBy === "protect" ? 50 : live.changedBy !== undefined || live.hasNewKin ? 20 : 0;
  if (draw.chance(shows) && odds.calls[ACCESS] !== 0) return GENERATORS.access(draw, live);
  const wanted = scarce(draw, live);
  const generated =
    wanted === undefined ? GENERATORS_IN_ORDER[draw.weighted(odds.calls, odds.sum)] : GENERATORS[wanted];
  const op = (generated ?? GENERATORS.vmo_create)(draw, live);
  return draw.chance(profile.oneViolation) ? violate(op, 1, draw, live) : op;
}

/** What most calls have nothing to work on without: a VMO, or a few mappings. */
function scarce(draw: Draw, live: Live): TracedCall | undefined {
  if (live.openVmos.length === 0) return draw.chance(60) ? "vmo_create" : undefined;
  if (hasExecuteOnly(live.world) && !live.openVmos.some(isExecutable) && draw.chance(20)) {
    return "vmo_replace_as_executable";
  }
  if (live.world.semantics["Q-3"] && draw.chance(12)) return "vmo_set_stream_size";
  return live.mappings.length < 3 && draw.chance(35) ? "map" : undefined;
}

/** Another operation of the same call. */
export function redraw(call: TracedCall, draw: Draw, live: Live): Op {
  return GENERATORS[call](draw, live);
}

/** The odds of each call in a profile, in the order of {@link CALLS}. */
function weightsOf({ calls }: Profile): readonly number[] {
  let weights = WEIGHTS.get(calls);
  if (weights === undefined) WEIGHTS.set(calls, (weights = CALLS.map((call) => calls[call])));
  return weights;
}

const WEIGHTS = new WeakMap<Profile["calls"], readonly number[]>();

/** What swarm testing multiplies the odds of a call by. */
const SWARM = [0, 1, 1, 3];
/** Where the calls of {@link ORDERED_CALLS} are in {@link CALLS}. */
const ORDERED_AT = ORDERED_CALLS.map(([, call]) => CALLS.indexOf(call));
/** The same of {@link TOUCHES}. */
const TOUCHED_AT = TOUCHES.map(([, call]) => CALLS.indexOf(call));

/** With swarm testing some calls are off in a program and some are frequent. */
export function drawOdds(draw: Draw, profile: Profile): Odds {
  const swarmed = draw.chance(profile.swarm);
  const isUntraced = profile.untraced > 0 && draw.chance(profile.untraced);
  const theme = draw.chance(profile.themed) ? draw.among(THEMES) : profile;
  const calls = weightsOf(theme).map((weight, i) => {
    const call = CALLS[i];
    // The ledger knows the calls of the trace format only.
    if (isUntraced && (call === "borrow" || call === "release")) return 0;
    if (!swarmed || call === "map" || call === "vmo_create") return weight;
    return weight * draw.pick(SWARM);
  });
  const ordered = ORDERED_CALLS.filter((_, i) => calls[ORDERED_AT[i] ?? 0] !== 0);
  const touches = TOUCHES.filter((_, i) => calls[TOUCHED_AT[i] ?? 0] !== 0);
  let sum = 0;
  for (const weight of calls) sum += weight;
  return { calls, sum, ordered, touches, untraced: isUntraced ? 12 : 0 };
}

function drawWorld(draw: Draw, profile: Profile, odds: Odds): World {
  const pageSize = draw.chance(profile.bigPages) ? 0x1_0000 : 0x1000;
  const pages = draw.among(profile.aspacePages);
  const base = draw.pick([0x100_0000, 0x20_0000, 0x100_0000 + pageSize]);
  // A space of the full 47 bits has fewer pages when they are bigger.
  const size = Math.min(pages * pageSize, 0x7fff_feff_0000);
  return {
    aspace: { base, size, pageSize },
    aslrSeed: draw.chance(profile.aslr) ? `w${draw.int(0, 999)}` : undefined,
    semantics: profile.semantics ?? drawSemantics(draw, profile),
    ...(odds.untraced > 0 && draw.chance(15) ? { debugSyscalls: false } : {}),
  };
}

function drawSemantics(draw: Draw, profile: Profile): Semantics {
  if (!draw.chance(profile.switches)) return DEFAULT_SEMANTICS;
  const semantics = { ...DEFAULT_SEMANTICS };
  const flips = draw.int(1, 2);
  for (let i = 0; i < flips; i++) {
    const id = draw.pick(SWITCH_IDS);
    semantics[id] = !DEFAULT_SEMANTICS[id];
  }
  return semantics;
}
