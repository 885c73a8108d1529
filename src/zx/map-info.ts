import type { MapInfo as KernelRecord } from "../zircon/records.ts";
import { type MapDetails, mapDetails } from "./map-details.ts";
import { Name } from "./name.ts";
import { userNumber } from "./u64-like.ts";

/**
 * One entry of `maps`: a node of the tree of regions and mappings. A mapping whose pages differ in what they
 * permit has an entry for each run of equal pages.
 *
 * @see zx-api.md §3.3, vmar-semantics.md INFO-13…15
 */
export interface MapInfo {
  /** A mapping's VMO's name; `root` or `useralloc` of a region. */
  readonly name: Name;
  /** The absolute address of its first byte. */
  readonly base: number;
  /** In bytes. */
  readonly size: number;
  /** 0 for what was asked about, 1 for what lies directly in it, and so on. */
  readonly depth: number;
  readonly details: MapDetails;
}

export function mapInfo(record: KernelRecord): MapInfo {
  return {
    name: Name.lossy(record.name),
    base: userNumber(record.base),
    size: userNumber(record.size),
    depth: record.depth,
    details: mapDetails(record.details),
  };
}
