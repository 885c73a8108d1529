import type {
  AccessKind,
  AllocateAnswer,
  BytesAnswer,
  Handle,
  HandleAnswer,
  InfoHandleBasicAnswer,
  InfoMapsAnswer,
  InfoVmarAnswer,
  InfoVmoAnswer,
  Kernel,
  KernelConfig,
  KernelFactory,
  MapAnswer,
  NameAnswer,
  PageView,
  SpaceVisitor,
  ValueAnswer,
  WaitAnswer,
} from "../../src/zircon/kernel.ts";
import { RIGHTS_PROCESS_DEFAULT, RIGHTS_VMAR_DEFAULT } from "../../src/zircon/rights.ts";
import type { Status } from "../../src/zircon/status.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import { vmarAllocate } from "./allocate.ts";
import { vmarDestroy } from "./destroy.ts";
import { access } from "./fault.ts";
import { handleClose, handleDuplicate, handleReplace } from "./handle-calls.ts";
import {
  infoHandleBasic,
  infoHandleCount,
  infoProcessMaps,
  infoVmar,
  infoVmarMaps,
  infoVmo,
} from "./info.ts";
import { vmarMap } from "./map.ts";
import { objectGetName, objectSetName, objectSignal, objectWaitOne } from "./object-calls.ts";
import { observePage, observeSpace } from "./observe.ts";
import { vmarOpRange } from "./op-range.ts";
import { canMapPerms, permRights } from "./option-words.ts";
import { processReadMemory, processWriteMemory } from "./process-memory.ts";
import { vmarProtect } from "./protect.ts";
import { taskKill } from "./task.ts";
import { vmarUnmap, vmarUnmapHandleCloseThreadExit } from "./unmap.ts";
import { vmoDiscard, vmoReplaceAsExecutable, vmoSetCachePolicy } from "./vmo-calls.ts";
import { vmoCreateChild } from "./vmo-child.ts";
import { vmoCreate, vmoCreateContiguous, vmoCreatePhysical } from "./vmo-create.ts";
import { vmoOpRange } from "./vmo-op-range.ts";
import { vmoGetSize, vmoGetStreamSize, vmoSetSize, vmoSetStreamSize } from "./vmo-size.ts";
import { vmoRead, vmoWrite } from "./vmo-transfer.ts";
import { World } from "./world.ts";

/**
 * The reference model: docs/spec/vmar-semantics.md as a program.
 *
 * Each call stands in a file of its own, its checks in the order of the contract's rules, each rule's id at its line. Here is
 * only the table of contents.
 */
export class ReferenceKernel implements Kernel {
  readonly rootVmar: Handle;
  readonly process: Handle;
  readonly #world: World;

  constructor(config: KernelConfig) {
    const world = new World(config);
    this.#world = world;
    this.process = world.handles.open(world.process, RIGHTS_PROCESS_DEFAULT);
    const rootRights = RIGHTS_VMAR_DEFAULT | permRights(canMapPerms(world.root.flags));
    this.rootVmar = world.handles.open(world.root, rootRights);
  }

  // §3.1–3.9: the address space.
  vmarAllocate(vmar: Handle, options: number, offset: U64, size: U64): AllocateAnswer {
    return vmarAllocate(this.#world, vmar, options, offset, size);
  }
  vmarMap(vmar: Handle, options: number, vmarOffset: U64, vmo: Handle, vmoOffset: U64, len: U64): MapAnswer {
    return vmarMap(this.#world, vmar, options, vmarOffset, vmo, vmoOffset, len);
  }
  vmarUnmap(vmar: Handle, addr: U64, len: U64): Status {
    return vmarUnmap(this.#world, vmar, addr, len);
  }
  vmarUnmapHandleCloseThreadExit(vmar: Handle, addr: U64, len: U64, close: Handle): Status {
    return vmarUnmapHandleCloseThreadExit(this.#world, vmar, addr, len, close);
  }
  vmarProtect(vmar: Handle, options: number, addr: U64, len: U64): Status {
    return vmarProtect(this.#world, vmar, options, addr, len);
  }
  vmarOpRange(vmar: Handle, op: number, addr: U64, len: U64, bufferSize: U64): Status {
    return vmarOpRange(this.#world, vmar, op, addr, len, bufferSize);
  }
  vmarDestroy(vmar: Handle): Status {
    return vmarDestroy(this.#world, vmar);
  }

  // §3.10, §3.11: information.
  infoVmar(vmar: Handle, bufferSize: number): InfoVmarAnswer {
    return infoVmar(this.#world, vmar, bufferSize);
  }
  infoVmarMaps(vmar: Handle, bufferSize: number): InfoMapsAnswer {
    return infoVmarMaps(this.#world, vmar, bufferSize);
  }
  infoProcessMaps(process: Handle, bufferSize: number): InfoMapsAnswer {
    return infoProcessMaps(this.#world, process, bufferSize);
  }
  infoHandleBasic(handle: Handle, bufferSize: number): InfoHandleBasicAnswer {
    return infoHandleBasic(this.#world, handle, bufferSize);
  }
  infoHandleCount(handle: Handle): ValueAnswer {
    return infoHandleCount(this.#world, handle);
  }
  infoVmo(vmo: Handle): InfoVmoAnswer {
    return infoVmo(this.#world, vmo);
  }

  // §3.12: handles.
  handleClose(handle: Handle): Status {
    return handleClose(this.#world, handle);
  }
  handleDuplicate(handle: Handle, rights: number): HandleAnswer {
    return handleDuplicate(this.#world, handle, rights);
  }
  handleReplace(handle: Handle, rights: number): HandleAnswer {
    return handleReplace(this.#world, handle, rights);
  }
  objectGetName(handle: Handle): NameAnswer {
    return objectGetName(this.#world, handle);
  }
  objectSetName(handle: Handle, name: string): Status {
    return objectSetName(this.#world, handle, name);
  }
  objectSignal(handle: Handle, clear: number, set: number): Status {
    return objectSignal(this.#world, handle, clear, set);
  }
  objectWaitOne(handle: Handle, signals: number): WaitAnswer {
    return objectWaitOne(this.#world, handle, signals);
  }

  // §5: VMOs.
  vmoCreate(size: U64, options: number): HandleAnswer {
    return vmoCreate(this.#world, size, options);
  }
  vmoCreatePhysical(size: U64): HandleAnswer {
    return vmoCreatePhysical(this.#world, size);
  }
  vmoCreateContiguous(size: U64): HandleAnswer {
    return vmoCreateContiguous(this.#world, size);
  }
  vmoCreateChild(vmo: Handle, options: number, offset: U64, size: U64): HandleAnswer {
    return vmoCreateChild(this.#world, vmo, options, offset, size);
  }
  vmoGetSize(vmo: Handle): ValueAnswer {
    return vmoGetSize(this.#world, vmo);
  }
  vmoSetSize(vmo: Handle, size: U64): Status {
    return vmoSetSize(this.#world, vmo, size);
  }
  vmoGetStreamSize(vmo: Handle): ValueAnswer {
    return vmoGetStreamSize(this.#world, vmo);
  }
  vmoSetStreamSize(vmo: Handle, size: U64): Status {
    return vmoSetStreamSize(this.#world, vmo, size);
  }
  vmoRead(vmo: Handle, offset: U64, len: U64, buffer?: Uint8Array): BytesAnswer {
    return vmoRead(this.#world, vmo, offset, len, buffer);
  }
  vmoWrite(vmo: Handle, offset: U64, bytes: Uint8Array): Status {
    return vmoWrite(this.#world, vmo, offset, bytes);
  }
  vmoOpRange(vmo: Handle, op: number, offset: U64, len: U64): Status {
    return vmoOpRange(this.#world, vmo, op, offset, len);
  }
  vmoSetCachePolicy(vmo: Handle, policy: number): Status {
    return vmoSetCachePolicy(this.#world, vmo, policy);
  }
  vmoReplaceAsExecutable(vmo: Handle): HandleAnswer {
    return vmoReplaceAsExecutable(this.#world, vmo);
  }

  // §6.2: other processes, and the end of this one.
  processReadMemory(process: Handle, addr: U64, len: U64, buffer?: Uint8Array): BytesAnswer {
    return processReadMemory(this.#world, process, addr, len, buffer);
  }
  processWriteMemory(process: Handle, addr: U64, bytes: Uint8Array): ValueAnswer {
    return processWriteMemory(this.#world, process, addr, bytes);
  }
  taskKill(process: Handle): Status {
    return taskKill(this.#world, process);
  }

  // §6.1, and what is no system call.
  access(addr: U64, kind: AccessKind, width: 1 | 8, value?: U64): ValueAnswer {
    return access(this.#world, addr, kind, width, value);
  }
  vmoDiscard(vmo: Handle): Status {
    return vmoDiscard(this.#world, vmo);
  }
  observeSpace(base: U64, size: U64, visitor: SpaceVisitor): void {
    observeSpace(this.#world, base, size, visitor);
  }
  observePage(addr: U64): PageView | undefined {
    return observePage(this.#world, addr);
  }
}

export const createReferenceKernel: KernelFactory = (config) => new ReferenceKernel(config);
