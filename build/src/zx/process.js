import { Status } from "../zircon/status.js";
import { toU64 } from "../zircon/u64.js";
import { HandleBased } from "./handle.js";
import { queryAllMaps, queryMaps } from "./maps.js";
import { err, ok } from "./result.js";
import { Vmar } from "./vmar.js";
/**
 * The process whose address space a kernel keeps. This world has one, so there is nothing to create.
 *
 * Every call answers BAD_HANDLE for a handle that is not open, WRONG_TYPE for a handle to something else.
 *
 * @see zx-api.md §6, vmar-semantics.md §6.2
 */
export class Process extends HandleBased {
    /** `process_self`: the process, borrowed. */
    static self(kernel) {
        return new Process(kernel, kernel.process, true);
    }
    /**
     * Moves a handle of any type into a Process. Nobody checks: a handle to something else is WRONG_TYPE in
     * each later call.
     */
    static fromHandle(handle) {
        return new Process(handle.kernel, handle.intoRaw(), false);
    }
    /**
     * Takes over a raw handle value.
     *
     * Safety (SAFE-20): the value is an open handle, or 0, and nobody else closes it.
     */
    static unsafeFromRaw(kernel, raw) {
        return new Process(kernel, raw, false);
    }
    /** The root of the address space, borrowed: closing it does nothing. */
    get rootVmar() {
        return Vmar.rootSelf(this.kernel);
    }
    /**
     * `zx_process_read_memory`: up to `length` bytes from `addr`; fewer where the mapping or its VMO ends. What
     * pages permit does not matter.
     *
     * Errors (PMEM rules):
     * - INVALID_ARGS for a length of 0 or of more than 64 MiB
     * - ACCESS_DENIED without READ and WRITE
     * - BAD_STATE if the process is dead or the VMO not cached
     * - NOT_FOUND if nothing is mapped there
     * - OUT_OF_RANGE past the VMO
     * - NOT_SUPPORTED for physical memory
     */
    readMemory(addr, length) {
        const { status, bytes } = this.kernel.processReadMemory(this.rawHandle, toU64(addr), toU64(length));
        return status === Status.OK ? ok(bytes) : err(status);
    }
    /**
     * `zx_process_write_memory`: writes as a debugger does, also where pages do not permit it. A mapping that
     * may never become writable gets a private copy of its VMO first.
     *
     * Errors (PMEM rules):
     * - NOT_SUPPORTED if the kernel has no debugging calls
     * - ACCESS_DENIED without WRITE; else as {@link readMemory}
     *
     * @returns how many bytes were written, which may be fewer than given
     */
    writeMemory(addr, bytes) {
        const { status, value } = this.kernel.processWriteMemory(this.rawHandle, toU64(addr), bytes);
        return status === Status.OK ? ok(Number(value)) : err(status);
    }
    /**
     * `zx_object_get_info` PROCESS_MAPS with a buffer for `slots` entries: first the address space at depth 0,
     * then the root VMAR at depth 1, then all that is below it. With 0 slots it only counts.
     *
     * Errors (INFO-17):
     * - ACCESS_DENIED without INSPECT
     * - BAD_STATE if the process is dead
     *
     * @throws RangeError if `slots` is no count
     */
    infoMaps(slots) {
        return queryMaps((size) => this.kernel.infoProcessMaps(this.rawHandle, size), slots);
    }
    /** All entries of {@link infoMaps}. Asks with 16 slots, and again with as many as there are. */
    infoMapsVec() {
        return queryAllMaps((size) => this.kernel.infoProcessMaps(this.rawHandle, size));
    }
    get [Symbol.toStringTag]() {
        return "Process";
    }
    wrap(raw, borrowed) {
        return new Process(this.kernel, raw, borrowed);
    }
}
//# sourceMappingURL=process.js.map