import { Rights } from "../../src/zircon/rights.js";
import { Status } from "../../src/zircon/status.js";
import { CachePolicy } from "../../src/zircon/vmo.js";
import { ByteRange } from "./byte-range.js";
import { resolveVmo } from "./handle-table.js";
import { readBytes, writeBytes } from "./vmo-bytes.js";
/** 64 MiB: the most that one transfer moves (D-11, PMEM-02). */
export const TRANSFER_MAX = 64 * 2 ** 20;
/** zx_vmo_read (VMO-05). */
export function vmoRead(world, vmoHandle, offset, len) {
    const handle = resolveVmo(world, "VMO-05", vmoHandle, Rights.READ);
    if (typeof handle === "number")
        return { status: handle, bytes: new Uint8Array() };
    world.rule("VMO-05");
    const vmo = handle.object;
    const range = ByteRange.ofBytes(world.geometry, offset, len);
    let status = transferStatus(vmo, range);
    if (status === Status.OK && len > TRANSFER_MAX)
        status = Status.INVALID_ARGS; // D-11
    if (status !== Status.OK)
        return { status, bytes: new Uint8Array() };
    return { status, bytes: readBytes(vmo, range.first, range.firstByte, Number(len)) };
}
/** zx_vmo_write (VMO-05). */
export function vmoWrite(world, vmoHandle, offset, bytes) {
    const handle = resolveVmo(world, "VMO-05", vmoHandle, Rights.WRITE);
    if (typeof handle === "number")
        return handle;
    world.rule("VMO-05");
    const vmo = handle.object;
    const range = ByteRange.ofBytes(world.geometry, offset, bytes.length);
    const status = transferStatus(vmo, range);
    if (status === Status.OK)
        writeBytes(vmo, range.first, range.firstByte, bytes);
    return status;
}
function transferStatus(vmo, range) {
    if (range.last === Infinity)
        return Status.OUT_OF_RANGE; // D-2
    if (vmo.cachePolicy !== CachePolicy.CACHED)
        return Status.BAD_STATE;
    if (range.end > vmo.size)
        return Status.OUT_OF_RANGE;
    if (vmo.kind === "physical")
        return Status.NOT_SUPPORTED;
    return vmo.discarded && !range.empty ? Status.NOT_FOUND : Status.OK; // D-13
}
//# sourceMappingURL=vmo-transfer.js.map