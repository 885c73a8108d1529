import { mapDetails } from "./map-details.js";
import { Name } from "./name.js";
import { userNumber } from "./u64-like.js";
export function mapInfo(record) {
    return {
        name: Name.lossy(record.name),
        base: userNumber(record.base),
        size: userNumber(record.size),
        depth: record.depth,
        details: mapDetails(record.details),
    };
}
//# sourceMappingURL=map-info.js.map