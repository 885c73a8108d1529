import { Koid } from "./koid.js";
import { userNumber } from "./u64-like.js";
import { VmarFlagsExtended } from "./vmar-flags-extended.js";
export function mappingDetails(record) {
    return {
        mmuFlags: new VmarFlagsExtended(record.mmuFlags),
        vmoKoid: Koid.fromRaw(record.vmoKoid),
        vmoOffset: BigInt(record.vmoOffset),
        committedBytes: userNumber(record.committedBytes),
        populatedBytes: userNumber(record.populatedBytes),
        committedPrivateBytes: userNumber(record.committedPrivateBytes),
        populatedPrivateBytes: userNumber(record.populatedPrivateBytes),
        committedScaledBytes: userNumber(record.committedScaledBytes),
        populatedScaledBytes: userNumber(record.populatedScaledBytes),
        committedFractionalScaledBytes: BigInt(record.committedFractionalScaledBytes),
        populatedFractionalScaledBytes: BigInt(record.populatedFractionalScaledBytes),
    };
}
//# sourceMappingURL=mapping-details.js.map