import type { InfoMapsAnswer } from "../zircon/kernel.ts";
import { INFO_MAPS_SIZE } from "../zircon/records.ts";
import { Status } from "../zircon/status.ts";
import { type MapInfo, mapInfo } from "./map-info.ts";
import { err, ok, type Result } from "./result.ts";

/** What fitted into a buffer of a given number of entries. */
export interface Maps {
  /** The part of the buffer that was filled: the first entries, in the order of the tree. */
  readonly filled: readonly MapInfo[];
  /** How many entries of the buffer were left as they were. */
  readonly rest: number;
  /** How many entries there are. */
  readonly available: number;
}

/** Asks about maps with a buffer of so many bytes. */
export type MapsQuery = (bufferSize: number) => InfoMapsAnswer;

/** `INFO_VEC_SIZE_INITIAL`. */
const SLOTS_INITIAL = 16;

/** One question with a buffer of `slots` entries. */
export function queryMaps(query: MapsQuery, slots: number): Result<Maps> {
  if (!Number.isSafeInteger(slots) || slots < 0) {
    throw new RangeError(`${slots} is not a number of entries`);
  }
  const answer = query(slots * INFO_MAPS_SIZE);
  if (answer.status !== Status.OK) return err(answer.status);
  return ok({
    filled: answer.maps.map(mapInfo),
    rest: slots - answer.actual,
    available: answer.available,
  });
}

/**
 * All entries: asks with 16 slots, then with exactly as many as there are, until one answer holds them all.
 */
export function queryAllMaps(query: MapsQuery): Result<readonly MapInfo[]> {
  let slots = SLOTS_INITIAL;
  for (;;) {
    const maps = queryMaps(query, slots);
    if (!maps.ok) return maps;
    const { filled, available } = maps.value;
    if (filled.length === available) return ok(filled);
    slots = Math.max(slots, available);
  }
}
