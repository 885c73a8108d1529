import { DEFAULT_SEMANTICS, SWITCH_IDS, keysOf, } from "../zircon/index.js";
import { GENERATORS } from "./calls.js";
import { Live } from "./live.js";
import { violate } from "./violations.js";
/**
 * A program of at most `maxOps` operations, each chosen with the state in view that those before it leave on `guide`.
 *
 * The guide only steers: what the program's operations mean and what they must answer is decided anew when it runs.
 */
export function generate(draw, profile, maxOps, guide) {
    const world = drawWorld(draw, profile);
    const live = new Live(world, guide);
    const weights = swarm(draw, profile);
    const ops = [];
    while (ops.length < maxOps) {
        const op = drawOp(draw, profile, weights, live);
        live.apply(op);
        ops.push(op);
        if (ops.length > 3 && draw.chance(profile.stop))
            break;
    }
    return { world, ops };
}
const CALLS = keysOf(GENERATORS);
/** An operation that fits the state, now and then one that breaks rules on purpose. */
export function drawOp(draw, profile, weights, live) {
    // Without a VMO most calls have nothing to work on.
    const wanted = live.open("vmo").length === 0 && draw.chance(60) ? "vmo_create" : CALLS[draw.weighted(weights)];
    const op = GENERATORS[wanted ?? "vmo_create"](draw, live);
    if (draw.chance(profile.oneViolation))
        return violate(op, 1, draw, live);
    if (draw.chance(profile.twoViolations))
        return violate(op, 2, draw, live);
    return op;
}
/** Another operation of the same call. */
export function redraw(call, draw, live) {
    return GENERATORS[call](draw, live);
}
/** The odds of the calls for one program: with swarm testing some are off and some are frequent. */
export function swarm(draw, profile) {
    const swarmed = draw.chance(profile.swarm);
    return CALLS.map((call) => {
        const weight = profile.calls[call];
        if (!swarmed || call === "map" || call === "vmo_create")
            return weight;
        return weight * draw.pick([0, 1, 1, 3]);
    });
}
function drawWorld(draw, profile) {
    const pageSize = draw.chance(profile.bigPages) ? 0x1_0000 : 0x1000;
    const pages = draw.among(profile.aspacePages);
    const base = draw.pick([0x100_0000, 0x20_0000, 0x100_0000 + pageSize]);
    // A space of the full 47 bits has fewer pages when they are bigger.
    const size = Math.min(pages * pageSize, 0x7fff_feff_0000);
    return {
        aspace: { base, size, pageSize },
        aslrSeed: draw.chance(profile.aslr) ? `w${draw.int(0, 999)}` : undefined,
        semantics: drawSemantics(draw, profile),
    };
}
function drawSemantics(draw, profile) {
    if (!draw.chance(profile.switches))
        return DEFAULT_SEMANTICS;
    const semantics = { ...DEFAULT_SEMANTICS };
    const flips = draw.int(1, 2);
    for (let i = 0; i < flips; i++) {
        const id = draw.pick(SWITCH_IDS);
        semantics[id] = !DEFAULT_SEMANTICS[id];
    }
    return semantics;
}
//# sourceMappingURL=generate.js.map