import { RIGHTS_PROCESS_DEFAULT } from "../../src/zircon/index.js";
import { access } from "./access.js";
import { contractDecisions } from "./decisions.js";
import * as handles from "./handle-calls.js";
import * as info from "./info.js";
import { observePage, observeSpace } from "./observe.js";
import { processReadMemory, processWriteMemory } from "./process-memory.js";
import { taskKill } from "./task-kill.js";
import { vmarAllocate } from "./vmar-allocate.js";
import { vmarDestroy } from "./vmar-destroy.js";
import { vmarMap } from "./vmar-map.js";
import { vmarOpRange } from "./vmar-op-range.js";
import { vmarProtect } from "./vmar-protect.js";
import { vmarUnmap, vmarUnmapHandleCloseThreadExit } from "./vmar-unmap.js";
import { vmoCreateChild } from "./vmo-child.js";
import { vmoCreate, vmoCreateFixed } from "./vmo-create.js";
import { vmoOpRange } from "./vmo-range.js";
import { vmoGetSize, vmoGetStreamSize, vmoSetSize, vmoSetStreamSize } from "./vmo-size.js";
import { vmoDiscard, vmoReplaceAsExecutable, vmoSetCachePolicy } from "./vmo-state.js";
import { vmoRead, vmoWrite } from "./vmo-transfer.js";
import { World } from "./world.js";
/**
 * The paged engine: what a page shows follows from what the page carries, so it keeps no mapping objects
 * (the run theorem, §2.4).
 *
 * This class is the call surface alone. Each group of calls has a file, in which the rules stand in the
 * contract's order with their ids; they work on a {@link World}, whose regions keep their pages as runs
 * (run-index.ts).
 */
export class PagedKernel {
    rootVmar;
    process;
    #world;
    /** @param decisions other versions of single decisions, for kernels with a known bug */
    constructor(config, decisions = {}) {
        this.#world = new World(config, { ...contractDecisions, ...decisions });
        const { root, process, handles: table, decide } = this.#world;
        this.rootVmar = table.open(root, decide.regionRights(root.flags));
        this.process = table.open(process, RIGHTS_PROCESS_DEFAULT);
    }
    /** What the calls work on, for kernels with a known bug. */
    get world() {
        return this.#world;
    }
    vmarAllocate(vmar, options, offset, size) {
        return vmarAllocate(this.#world, vmar, options, offset, size);
    }
    vmarMap(vmar, options, vmarOffset, vmo, vmoOffset, len) {
        return vmarMap(this.#world, vmar, options, vmarOffset, vmo, vmoOffset, len);
    }
    vmarUnmap(vmar, addr, len) {
        return vmarUnmap(this.#world, vmar, addr, len);
    }
    vmarUnmapHandleCloseThreadExit(vmar, addr, len, close) {
        return vmarUnmapHandleCloseThreadExit(this.#world, vmar, addr, len, close);
    }
    vmarProtect(vmar, options, addr, len) {
        return vmarProtect(this.#world, vmar, options, addr, len);
    }
    vmarOpRange(vmar, op, addr, len, bufferSize) {
        return vmarOpRange(this.#world, vmar, op, addr, len, bufferSize);
    }
    vmarDestroy(vmar) {
        return vmarDestroy(this.#world, vmar);
    }
    infoVmar(vmar, bufferSize) {
        return info.infoVmar(this.#world, vmar, bufferSize);
    }
    infoVmarMaps(vmar, bufferSize) {
        return info.infoVmarMaps(this.#world, vmar, bufferSize);
    }
    infoProcessMaps(process, bufferSize) {
        return info.infoProcessMaps(this.#world, process, bufferSize);
    }
    infoHandleBasic(handle, bufferSize) {
        return handles.infoHandleBasic(this.#world, handle, bufferSize);
    }
    infoHandleCount(handle) {
        return handles.infoHandleCount(this.#world, handle);
    }
    infoVmo(vmo) {
        return info.infoVmo(this.#world, vmo);
    }
    handleClose(handle) {
        return handles.handleClose(this.#world, handle);
    }
    handleDuplicate(handle, rights) {
        return handles.handleDuplicate(this.#world, handle, rights);
    }
    handleReplace(handle, rights) {
        return handles.handleReplace(this.#world, handle, rights);
    }
    objectGetName(handle) {
        return handles.objectGetName(this.#world, handle);
    }
    objectSetName(handle, name) {
        return handles.objectSetName(this.#world, handle, name);
    }
    objectSignal(handle, clear, set) {
        return handles.objectSignal(this.#world, handle, clear, set);
    }
    objectWaitOne(handle, signals) {
        return handles.objectWaitOne(this.#world, handle, signals);
    }
    vmoCreate(size, options) {
        return vmoCreate(this.#world, size, options);
    }
    vmoCreatePhysical(size) {
        return vmoCreateFixed(this.#world, "physical", size);
    }
    vmoCreateContiguous(size) {
        return vmoCreateFixed(this.#world, "contiguous", size);
    }
    vmoCreateChild(vmo, options, offset, size) {
        return vmoCreateChild(this.#world, vmo, options, offset, size);
    }
    vmoGetSize(vmo) {
        return vmoGetSize(this.#world, vmo);
    }
    vmoSetSize(vmo, size) {
        return vmoSetSize(this.#world, vmo, size);
    }
    vmoGetStreamSize(vmo) {
        return vmoGetStreamSize(this.#world, vmo);
    }
    vmoSetStreamSize(vmo, size) {
        return vmoSetStreamSize(this.#world, vmo, size);
    }
    vmoRead(vmo, offset, len) {
        return vmoRead(this.#world, vmo, offset, len);
    }
    vmoWrite(vmo, offset, bytes) {
        return vmoWrite(this.#world, vmo, offset, bytes);
    }
    vmoOpRange(vmo, op, offset, len) {
        return vmoOpRange(this.#world, vmo, op, offset, len);
    }
    vmoSetCachePolicy(vmo, policy) {
        return vmoSetCachePolicy(this.#world, vmo, policy);
    }
    vmoReplaceAsExecutable(vmo) {
        return vmoReplaceAsExecutable(this.#world, vmo);
    }
    processReadMemory(process, addr, len) {
        return processReadMemory(this.#world, process, addr, len);
    }
    processWriteMemory(process, addr, bytes) {
        return processWriteMemory(this.#world, process, addr, bytes);
    }
    taskKill(process) {
        return taskKill(this.#world, process);
    }
    access(addr, kind, width, value) {
        return access(this.#world, addr, kind, width, value);
    }
    vmoDiscard(vmo) {
        return vmoDiscard(this.#world, vmo);
    }
    observeSpace(base, size, visitor) {
        observeSpace(this.#world, base, size, visitor);
    }
    observePage(addr) {
        return observePage(this.#world, addr);
    }
}
export const createPagedKernel = (config) => new PagedKernel(config);
//# sourceMappingURL=kernel.js.map