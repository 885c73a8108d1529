import { ObjectType } from "../zircon/rights.js";
import { Status, STATUS_NAMES } from "../zircon/status.js";
import { keysOf } from "../zircon/typed.js";
import { REGION } from "./runs.js";
/** What kernels answer, in the words of the format. */
export function statusWord(status) {
    return STATUS_NAMES.find((name) => Status[name] === status) ?? "INTERNAL";
}
export function typeWord(type) {
    return keysOf(ObjectType).find((name) => ObjectType[name] === type);
}
export function hexOf(bytes) {
    return Buffer.from(bytes).toString("hex");
}
/**
 * The entries that info_maps told as runs. The records do not say which region an entry is, the space does: below the VMAR
 * asked about the regions come in the same order.
 */
export function answeredRuns(session, vmar, entries) {
    const { names } = session;
    const space = session.space();
    const asked = session.koidOf(vmar);
    const start = space.findIndex(({ perms, koid }) => perms === REGION && koid === asked);
    const regions = start < 0 ? [] : space.slice(start).filter(({ perms }) => perms === REGION);
    let next = 0;
    return entries.map(({ base, size, depth, details }) => {
        if (details.kind !== "mapping") {
            const region = regions[next++];
            const koid = region?.base === base && region.size === size ? region.koid : 0;
            return { perms: REGION, depth, base, size, koid, object: names.number(koid), vmoOffset: 0 };
        }
        const { mmuFlags, vmoKoid, vmoOffset } = details.mapping;
        return { perms: mmuFlags, depth, base, size, koid: vmoKoid, object: names.number(vmoKoid), vmoOffset };
    });
}
//# sourceMappingURL=answers.js.map