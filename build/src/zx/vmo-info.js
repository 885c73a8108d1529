import { Koid } from "./koid.js";
import { Name } from "./name.js";
import { Rights } from "./rights.js";
import { VmoInfoFlags } from "./vmo-info-flags.js";
export function vmoInfo(record) {
    return {
        koid: Koid.fromRaw(record.koid),
        name: Name.lossy(record.name),
        sizeBytes: BigInt(record.sizeBytes),
        parentKoid: Koid.fromRaw(record.parentKoid),
        numChildren: record.numChildren,
        numMappings: record.numMappings,
        shareCount: record.shareCount,
        flags: new VmoInfoFlags(record.flags),
        handleRights: Rights.truncate(record.handleRights),
        cachePolicy: record.cachePolicy,
        committedBytes: BigInt(record.committedBytes),
        populatedBytes: BigInt(record.populatedBytes),
        committedPrivateBytes: BigInt(record.committedPrivateBytes),
        populatedPrivateBytes: BigInt(record.populatedPrivateBytes),
        committedScaledBytes: BigInt(record.committedScaledBytes),
        populatedScaledBytes: BigInt(record.populatedScaledBytes),
        committedFractionalScaledBytes: BigInt(record.committedFractionalScaledBytes),
        populatedFractionalScaledBytes: BigInt(record.populatedFractionalScaledBytes),
    };
}
//# sourceMappingURL=vmo-info.js.map