import type { HandleBasicInfo as KernelRecord } from "../zircon/records.ts";
import { Koid } from "./koid.ts";
import type { ObjectType } from "./object-type.ts";
import { Rights } from "./rights.ts";

/** What every handle tells about itself. */
export interface HandleBasicInfo {
  readonly koid: Koid;
  /** Bits that have no name are dropped. */
  readonly rights: Rights;
  readonly objectType: ObjectType;
  /** The other end of a pair; `Koid.INVALID` for the objects here. */
  readonly relatedKoid: Koid;
}

export function handleBasicInfo(record: KernelRecord): HandleBasicInfo {
  return {
    koid: Koid.fromRaw(record.koid),
    rights: Rights.truncate(record.rights),
    objectType: record.type,
    relatedKoid: Koid.fromRaw(record.relatedKoid),
  };
}
