import { RIGHTS_PROCESS_DEFAULT, RIGHTS_VMAR_DEFAULT } from "../../src/zircon/rights.js";
import { vmarAllocate } from "./allocate.js";
import { vmarDestroy } from "./destroy.js";
import { access } from "./fault.js";
import { handleClose, handleDuplicate, handleReplace } from "./handle-calls.js";
import { infoHandleBasic, infoHandleCount, infoProcessMaps, infoVmar, infoVmarMaps, infoVmo, } from "./info.js";
import { vmarMap } from "./map.js";
import { objectGetName, objectSetName, objectSignal, objectWaitOne } from "./object-calls.js";
import { observePage, observeSpace } from "./observe.js";
import { vmarOpRange } from "./op-range.js";
import { canMapPerms, permRights } from "./option-words.js";
import { processReadMemory, processWriteMemory } from "./process-memory.js";
import { vmarProtect } from "./protect.js";
import { taskKill } from "./task.js";
import { vmarUnmap, vmarUnmapHandleCloseThreadExit } from "./unmap.js";
import { vmoDiscard, vmoReplaceAsExecutable, vmoSetCachePolicy } from "./vmo-calls.js";
import { vmoCreateChild } from "./vmo-child.js";
import { vmoCreate, vmoCreateContiguous, vmoCreatePhysical } from "./vmo-create.js";
import { vmoOpRange } from "./vmo-op-range.js";
import { vmoGetSize, vmoGetStreamSize, vmoSetSize, vmoSetStreamSize } from "./vmo-size.js";
import { vmoRead, vmoWrite } from "./vmo-transfer.js";
import { World } from "./world.js";
/**
 * The reference model: docs/spec/vmar-semantics.md as a program.
 *
 * Each call stands in a file of its own, its checks in the order of the contract's rules, each rule's id at its line. Here is
 * only the table of contents.
 */
export class ReferenceKernel {
    rootVmar;
    process;
    #world;
    constructor(config) {
        const world = new World(config);
        this.#world = world;
        this.process = world.handles.open(world.process, RIGHTS_PROCESS_DEFAULT);
        const rootRights = RIGHTS_VMAR_DEFAULT | permRights(canMapPerms(world.root.flags));
        this.rootVmar = world.handles.open(world.root, rootRights);
    }
    // §3.1–3.9: the address space.
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
    // §3.10, §3.11: information.
    infoVmar(vmar, bufferSize) {
        return infoVmar(this.#world, vmar, bufferSize);
    }
    infoVmarMaps(vmar, bufferSize) {
        return infoVmarMaps(this.#world, vmar, bufferSize);
    }
    infoProcessMaps(process, bufferSize) {
        return infoProcessMaps(this.#world, process, bufferSize);
    }
    infoHandleBasic(handle, bufferSize) {
        return infoHandleBasic(this.#world, handle, bufferSize);
    }
    infoHandleCount(handle) {
        return infoHandleCount(this.#world, handle);
    }
    infoVmo(vmo) {
        return infoVmo(this.#world, vmo);
    }
    // §3.12: handles.
    handleClose(handle) {
        return handleClose(this.#world, handle);
    }
    handleDuplicate(handle, rights) {
        return handleDuplicate(this.#world, handle, rights);
    }
    handleReplace(handle, rights) {
        return handleReplace(this.#world, handle, rights);
    }
    objectGetName(handle) {
        return objectGetName(this.#world, handle);
    }
    objectSetName(handle, name) {
        return objectSetName(this.#world, handle, name);
    }
    objectSignal(handle, clear, set) {
        return objectSignal(this.#world, handle, clear, set);
    }
    objectWaitOne(handle, signals) {
        return objectWaitOne(this.#world, handle, signals);
    }
    // §5: VMOs.
    vmoCreate(size, options) {
        return vmoCreate(this.#world, size, options);
    }
    vmoCreatePhysical(size) {
        return vmoCreatePhysical(this.#world, size);
    }
    vmoCreateContiguous(size) {
        return vmoCreateContiguous(this.#world, size);
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
    // §6.2: other processes, and the end of this one.
    processReadMemory(process, addr, len) {
        return processReadMemory(this.#world, process, addr, len);
    }
    processWriteMemory(process, addr, bytes) {
        return processWriteMemory(this.#world, process, addr, bytes);
    }
    taskKill(process) {
        return taskKill(this.#world, process);
    }
    // §6.1, and what is no system call.
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
export const createReferenceKernel = (config) => new ReferenceKernel(config);
//# sourceMappingURL=kernel.js.map