import { INFO_MAPS_SIZE } from "../zircon/records.js";
import { Status } from "../zircon/status.js";
import { mapInfo } from "./map-info.js";
import { err, ok } from "./result.js";
/** `INFO_VEC_SIZE_INITIAL`. */
const SLOTS_INITIAL = 16;
/** One question with a buffer of `slots` entries. */
export function queryMaps(query, slots) {
    if (!Number.isSafeInteger(slots) || slots < 0) {
        throw new RangeError(`${slots} is not a number of entries`);
    }
    const answer = query(slots * INFO_MAPS_SIZE);
    if (answer.status !== Status.OK)
        return err(answer.status);
    return ok({
        filled: answer.maps.map(mapInfo),
        rest: slots - answer.actual,
        available: answer.available,
    });
}
/**
 * All entries: asks with 16 slots, then with exactly as many as there are, until one answer holds them all.
 */
export function queryAllMaps(query) {
    let slots = SLOTS_INITIAL;
    for (;;) {
        const maps = queryMaps(query, slots);
        if (!maps.ok)
            return maps;
        const { filled, available } = maps.value;
        if (filled.length === available)
            return ok(filled);
        slots = Math.max(slots, available);
    }
}
//# sourceMappingURL=maps.js.map