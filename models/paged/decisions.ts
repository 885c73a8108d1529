import { recordCounters } from "./counters.ts";
import { forceWritable } from "./force-writable.ts";
import { refuseReplace } from "./handle-calls.ts";
import { overlaps, overlapsRegion } from "./overlap.ts";
import { alignedStart, findSpot } from "./placement.ts";
import { reachPages } from "./reach.ts";
import { regionRights } from "./vmar-allocate.ts";
import { mappingAttrs, maxPermOf, place } from "./vmar-map.ts";
import { neededMaxPerm, opRangeWalk, streamRefuses } from "./vmar-op-range.ts";
import { protectRefusal, setProtection } from "./vmar-protect.ts";
import { refusesUnmap, removeRange } from "./vmar-unmap.ts";
import { childParts, childVmoRights } from "./vmo-child.ts";
import { hasRelatives } from "./vmo-range.ts";

/**
 * The decisions that are easiest to get wrong, each a function of its own so that models/faulty can give a
 * kernel another version of one. What each decides is said where it is defined.
 */
export interface Decisions {
  /** PLC-01…04. */
  readonly findSpot: typeof findSpot;
  /** ALLOC-17, MAP-32. */
  readonly alignedStart: typeof alignedStart;
  /** ALLOC-18, MAP-33. */
  readonly overlaps: typeof overlaps;
  /** OVW-02. */
  readonly overlapsRegion: typeof overlapsRegion;
  /** MAP-38, OVW-03, OVW-05, MRG-01…04. */
  readonly place: typeof place;
  /** MAP-10. */
  readonly maxPermOf: typeof maxPermOf;
  /** MRG-02. */
  readonly mappingAttrs: typeof mappingAttrs;
  /** UNMAP-08. */
  readonly refusesUnmap: typeof refusesUnmap;
  /** UNMAP-09. */
  readonly removeRange: typeof removeRange;
  /** PROT-10. */
  readonly protectRefusal: typeof protectRefusal;
  /** PROT-11. */
  readonly setProtection: typeof setProtection;
  /** OPR-09, OPR-10. */
  readonly opRangeWalk: typeof opRangeWalk;
  /** OPR-20…26. */
  readonly neededMaxPerm: typeof neededMaxPerm;
  /** OPR-09c. */
  readonly streamRefuses: typeof streamRefuses;
  /** FAULT-03, FAULT-04. */
  readonly reachPages: typeof reachPages;
  /** INFO-16. */
  readonly recordCounters: typeof recordCounters;
  /** ALLOC-21. */
  readonly regionRights: typeof regionRights;
  /** VMO-06, VMO-08. */
  readonly childParts: typeof childParts;
  /** VMO-07. */
  readonly childVmoRights: typeof childVmoRights;
  /** VMO-22. */
  readonly hasRelatives: typeof hasRelatives;
  /** HND-03. */
  readonly refuseReplace: typeof refuseReplace;
  /** PMEM-06. */
  readonly forceWritable: typeof forceWritable;
}

/** The decisions as the contract makes them. */
export const contractDecisions: Decisions = {
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
