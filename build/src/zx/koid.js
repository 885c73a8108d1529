import { KOID_FIRST } from "../zircon/rights.js";
import { U64_MAX } from "../zircon/u64.js";
function isKoid(raw) {
    return raw >= 0n && raw <= U64_MAX;
}
function fromRaw(raw) {
    const koid = BigInt(raw);
    if (!isKoid(koid))
        throw new RangeError(`${raw} is not an unsigned 64-bit value`);
    return koid;
}
export const Koid = {
    fromRaw,
    INVALID: fromRaw(0),
    KERNEL: fromRaw(1),
    FIRST: fromRaw(KOID_FIRST),
};
//# sourceMappingURL=koid.js.map