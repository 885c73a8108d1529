import { recordCounters } from "./counters.js";
import { forceWritable } from "./force-writable.js";
import { refuseReplace } from "./handle-calls.js";
import { overlaps, overlapsRegion } from "./overlap.js";
import { alignedStart, findSpot } from "./placement.js";
import { reachPages } from "./reach.js";
import { regionRights } from "./vmar-allocate.js";
import { mappingAttrs, maxPermOf, place } from "./vmar-map.js";
import { neededMaxPerm, opRangeWalk, streamRefuses } from "./vmar-op-range.js";
import { protectRefusal, setProtection } from "./vmar-protect.js";
import { refusesUnmap, removeRange } from "./vmar-unmap.js";
import { childParts, childVmoRights } from "./vmo-child.js";
import { hasRelatives } from "./vmo-range.js";
/** The decisions as the contract makes them. */
export const contractDecisions = {
    findSpot,
    alignedStart,
    overlaps,
    overlapsRegion,
    place,
    maxPermOf,
    mappingAttrs,
    refusesUnmap,
    removeRange,
    protectRefusal,
    setProtection,
    opRangeWalk,
    neededMaxPerm,
    streamRefuses,
    reachPages,
    recordCounters,
    regionRights,
    childParts,
    childVmoRights,
    hasRelatives,
    refuseReplace,
    forceWritable,
};
//# sourceMappingURL=decisions.js.map