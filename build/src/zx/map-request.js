import { Status } from "../zircon/status.js";
import { toU64 } from "../zircon/u64.js";
import { optionWord } from "./option-word.js";
import { err, ok } from "./result.js";
import { userNumber } from "./u64-like.js";
/** `zx_vmar_map` with the flags in `bits`. */
export function mapVmo(vmar, vmo, bits, request) {
    if (vmo.kernel !== vmar.kernel)
        throw new TypeError("the VMO belongs to another kernel");
    const { status, addr } = vmar.kernel.vmarMap(vmar.rawHandle, optionWord(bits, request.align), toU64(request.vmarOffset ?? 0), vmo.rawHandle, toU64(request.vmoOffset ?? 0), toU64(request.len));
    return status === Status.OK ? ok(userNumber(addr)) : err(status);
}
//# sourceMappingURL=map-request.js.map