import { Koid } from "./koid.js";
import { Rights } from "./rights.js";
export function handleBasicInfo(record) {
    return {
        koid: Koid.fromRaw(record.koid),
        rights: Rights.truncate(record.rights),
        objectType: record.type,
        relatedKoid: Koid.fromRaw(record.relatedKoid),
    };
}
//# sourceMappingURL=handle-basic-info.js.map