import type { MapDetails as KernelRecord } from "../zircon/records.ts";
import { type MappingDetails, mappingDetails } from "./mapping-details.ts";

/** What an entry of `maps` stands for. */
export type MapDetails =
  | { readonly kind: "none" }
  | { readonly kind: "addressSpace" }
  | { readonly kind: "vmar" }
  | { readonly kind: "mapping"; readonly mapping: MappingDetails };

/** The mapping's part of an entry, or undefined if the entry is no mapping. */
export function asMapping(details: MapDetails): MappingDetails | undefined {
  return details.kind === "mapping" ? details.mapping : undefined;
}

export function mapDetails(record: KernelRecord): MapDetails {
  return record.kind === "mapping"
    ? { kind: "mapping", mapping: mappingDetails(record.mapping) }
    : { kind: record.kind };
}
