import { addOverflows, Rights, Status, } from "../../src/zircon/index.js";
import { inBounds } from "./vmo-range.js";
/** D-11, PMEM-02: the longest transfer, 64 MiB. */
export const TRANSFER_MAX = 64 * 1024 * 1024;
export const NO_BYTES = new Uint8Array(0);
/** zx_vmo_read: VMO-05. */
export function vmoRead(world, handle, offset, len) {
    const vmo = world.handles.vmo(handle, Rights.READ);
    if (typeof vmo === "number")
        return { status: vmo, bytes: NO_BYTES };
    const status = transferStatus(world, vmo, offset, len);
    if (status !== Status.OK)
        return { status, bytes: NO_BYTES };
    if (len > TRANSFER_MAX)
        return { status: Status.INVALID_ARGS, bytes: NO_BYTES }; // D-11
    const bytes = new Uint8Array(Number(len));
    vmo.store.read(vmo.base + world.pages.of(offset), world.pages.offsetIn(offset), bytes);
    return { status, bytes };
}
/** zx_vmo_write: VMO-05. */
export function vmoWrite(world, handle, offset, bytes) {
    const vmo = world.handles.vmo(handle, Rights.WRITE);
    if (typeof vmo === "number")
        return vmo;
    const status = transferStatus(world, vmo, offset, bytes.length);
    if (status === Status.OK)
        vmo.store.write(vmo.base + world.pages.of(offset), world.pages.offsetIn(offset), bytes);
    return status;
}
function transferStatus(world, vmo, offset, len) {
    if (addOverflows(offset, len))
        return Status.OUT_OF_RANGE;
    if (!vmo.cached)
        return Status.BAD_STATE; // VMO-09
    if (!inBounds(world, vmo, offset, len))
        return Status.OUT_OF_RANGE;
    if (vmo.kind === "physical")
        return Status.NOT_SUPPORTED;
    if (vmo.discarded && len !== 0)
        return Status.NOT_FOUND; // D-13
    return Status.OK;
}
//# sourceMappingURL=vmo-transfer.js.map