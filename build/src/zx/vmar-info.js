import { userNumber } from "./u64-like.js";
export function vmarInfo(record) {
    return { base: userNumber(record.base), len: userNumber(record.len) };
}
//# sourceMappingURL=vmar-info.js.map