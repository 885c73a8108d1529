import { Status } from "../zircon/status.js";
import { toU64 } from "../zircon/u64.js";
import { HandleBased } from "./handle.js";
import { err, fromStatus, mapResult, ok } from "./result.js";
import { vmoInfo } from "./vmo-info.js";
import { VmoOptions } from "./vmo-options.js";
/**
 * A virtual memory object: the memory that a `Vmar` maps.
 *
 * Offsets and sizes are u64: they are taken as `number` or `bigint` and given back as `bigint`. Every call
 * answers BAD_HANDLE for a handle that is not open, WRONG_TYPE for a handle to something else.
 *
 * @see zx-api.md §5, vmar-semantics.md §5
 */
export class Vmo extends HandleBased {
    /**
     * `zx_vmo_create` without options: zeros, a size that stays. The size is rounded up to pages, the stream
     * ends at `size` itself.
     *
     * Errors: OUT_OF_RANGE if it is too large (VMO-01).
     */
    static create(kernel, size) {
        return Vmo.createWithOpts(kernel, VmoOptions.NONE, size);
    }
    /**
     * `zx_vmo_create`.
     *
     * Errors (VMO-01):
     * - INVALID_ARGS for RESIZABLE with UNBOUNDED and for options that are unknown or a pager's
     * - OUT_OF_RANGE if it is too large
     */
    static createWithOpts(kernel, options, size) {
        const { status, handle } = kernel.vmoCreate(toU64(size), options.bits);
        return status === Status.OK ? ok(new Vmo(kernel, handle, false)) : err(status);
    }
    /**
     * `zx_vmo_create_contiguous`, with a BTI that is in order: physically contiguous memory.
     *
     * Errors: INVALID_ARGS unless `size` is a positive multiple of the page size.
     */
    static createContiguous(kernel, size) {
        const { status, handle } = kernel.vmoCreateContiguous(toU64(size));
        return status === Status.OK ? ok(new Vmo(kernel, handle, false)) : err(status);
    }
    /**
     * Moves a handle of any type into a Vmo. Nobody checks: a handle to something else is WRONG_TYPE in each
     * later call.
     */
    static fromHandle(handle) {
        return new Vmo(handle.kernel, handle.intoRaw(), false);
    }
    /**
     * Takes over a raw handle value.
     *
     * Safety (SAFE-20): the value is an open handle, or 0, and nobody else closes it.
     */
    static unsafeFromRaw(kernel, raw) {
        return new Vmo(kernel, raw, false);
    }
    /**
     * `zx_vmo_read`: exactly `length` bytes from `offset`, or an error.
     *
     * Errors (VMO-05):
     * - ACCESS_DENIED without READ
     * - BAD_STATE if the cache policy is not CACHED
     * - OUT_OF_RANGE past the size, rounded up to pages
     * - NOT_SUPPORTED for physical memory
     */
    read(offset, length) {
        const { status, bytes } = this.kernel.vmoRead(this.rawHandle, toU64(offset), toU64(length));
        return status === Status.OK ? ok(bytes) : err(status);
    }
    /**
     * {@link read}, into all of `buffer`. An error leaves the buffer as it was, which Zircon itself does not
     * promise.
     */
    readInto(buffer, offset) {
        return mapResult(this.read(offset, buffer.length), (bytes) => buffer.set(bytes));
    }
    /**
     * `zx_vmo_write`: all of `bytes` at `offset`, or nothing. Does not move the stream's end.
     *
     * Errors: ACCESS_DENIED without WRITE, also for no bytes at all; else as {@link read} (VMO-05).
     */
    write(bytes, offset) {
        return fromStatus(this.kernel.vmoWrite(this.rawHandle, toU64(offset), bytes));
    }
    /** `zx_vmo_get_size`: in bytes, a multiple of the page size. Needs no right. */
    getSize() {
        return bigValue(this.kernel.vmoGetSize(this.rawHandle));
    }
    /**
     * `zx_vmo_set_size`: rounded up to pages; the stream ends at `size` itself, and the rest of the last page
     * becomes 0. Mappings stay as they are: access past the end faults.
     *
     * Errors (VMO-03):
     * - ACCESS_DENIED without WRITE, or if the VMO is resizable and the handle lacks RESIZE
     * - UNAVAILABLE if it is not resizable
     * - OUT_OF_RANGE if it is too large
     */
    setSize(size) {
        return fromStatus(this.kernel.vmoSetSize(this.rawHandle, toU64(size)));
    }
    /** `zx_vmo_get_stream_size`: in bytes, not rounded. Needs no right. */
    getStreamSize() {
        return bigValue(this.kernel.vmoGetStreamSize(this.rawHandle));
    }
    /**
     * `zx_vmo_set_stream_size`: where the stream ends; what lies past the smaller of the old and the new end
     * becomes 0.
     *
     * Errors (VMO-04):
     * - ACCESS_DENIED without WRITE
     * - NOT_SUPPORTED for physical and contiguous memory
     * - OUT_OF_RANGE above the VMO's size
     */
    setStreamSize(size) {
        return fromStatus(this.kernel.vmoSetStreamSize(this.rawHandle, toU64(size)));
    }
    /**
     * `zx_vmo_op_range`, without a buffer.
     *
     * Errors (VMO-23):
     * - ACCESS_DENIED without the right that the op needs
     * - INVALID_ARGS for an unknown op, for DECOMMIT of half pages, for LOCK (which needs a buffer)
     * - NOT_SUPPORTED where the VMO has no such thing
     * - OUT_OF_RANGE past its end
     *
     * @param offset in bytes
     * @param size in bytes
     */
    opRange(op, offset, size) {
        return fromStatus(this.kernel.vmoOpRange(this.rawHandle, op, toU64(offset), toU64(size)));
    }
    /**
     * `zx_vmo_create_child`. The child's handle has this handle's rights, changed by the kind (VMO-07); what
     * the kinds show is in VMO-08.
     *
     * Errors (VMO-06):
     * - ACCESS_DENIED without DUPLICATE and READ
     * - INVALID_ARGS unless the options hold exactly one kind that suits the others, and for a misaligned
     *   offset
     * - OUT_OF_RANGE if it is too large
     * - NOT_SUPPORTED and BAD_STATE for VMOs that cannot have such a child
     */
    createChild(options, range) {
        const offset = toU64(range.offset ?? 0);
        return this.wrapAnswer(this.kernel.vmoCreateChild(this.rawHandle, options.bits, offset, toU64(range.size)));
    }
    /**
     * `zx_vmo_set_cache_policy`.
     *
     * Errors (VMO-09, D-3):
     * - ACCESS_DENIED without MAP
     * - INVALID_ARGS for a policy that does not exist
     * - BAD_STATE if the VMO is mapped, is a child or has children
     *
     * @param policy of `CachePolicy`
     */
    setCachePolicy(policy) {
        return fromStatus(this.kernel.vmoSetCachePolicy(this.rawHandle, policy));
    }
    /** `zx_object_get_info` VMO. Errors: ACCESS_DENIED without INSPECT (D-9). */
    info() {
        const { status, info } = this.kernel.infoVmo(this.rawHandle);
        if (status !== Status.OK)
            return err(status);
        return info === undefined ? err(Status.INTERNAL) : ok(vmoInfo(info));
    }
    /**
     * `zx_vmo_replace_as_executable`, with a resource that permits it: a handle with EXECUTE besides the old
     * rights. This one is gone in every case, also when the call fails (VMO-25).
     *
     * @throws TypeError if the handle is borrowed
     */
    replaceAsExecutable() {
        return this.wrapAnswer(this.kernel.vmoReplaceAsExecutable(this.intoRaw()));
    }
    get [Symbol.toStringTag]() {
        return "Vmo";
    }
    wrap(raw, borrowed) {
        return new Vmo(this.kernel, raw, borrowed);
    }
}
function bigValue({ status, value }) {
    return status === Status.OK ? ok(BigInt(value)) : err(status);
}
//# sourceMappingURL=vmo.js.map