import { mappingDetails } from "./mapping-details.js";
/** The mapping's part of an entry, or undefined if the entry is no mapping. */
export function asMapping(details) {
    return details.kind === "mapping" ? details.mapping : undefined;
}
export function mapDetails(record) {
    return record.kind === "mapping"
        ? { kind: "mapping", mapping: mappingDetails(record.mapping) }
        : { kind: record.kind };
}
//# sourceMappingURL=map-details.js.map