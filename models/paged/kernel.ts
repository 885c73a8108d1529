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
  Status,
  U64,
  ValueAnswer,
  WaitAnswer,
} from "../../src/zircon/index.ts";
import { RIGHTS_PROCESS_DEFAULT } from "../../src/zircon/index.ts";
import { access } from "./access.ts";
import { contractDecisions, type Decisions } from "./decisions.ts";
import * as handles from "./handle-calls.ts";
import * as info from "./info.ts";
import { observePage, observeSpace } from "./observe.ts";
import type { RunPool } from "./run-pool.ts";
import { processReadMemory, processWriteMemory } from "./process-memory.ts";
import { taskKill } from "./task-kill.ts";
import { vmarAllocate } from "./vmar-allocate.ts";
import { vmarDestroy } from "./vmar-destroy.ts";
import { vmarMap } from "./vmar-map.ts";
import { vmarOpRange } from "./vmar-op-range.ts";
import { vmarProtect } from "./vmar-protect.ts";
import { vmarUnmap, vmarUnmapHandleCloseThreadExit } from "./vmar-unmap.ts";
import { vmoCreateChild } from "./vmo-child.ts";
import { vmoCreate, vmoCreateFixed } from "./vmo-create.ts";
import { vmoOpRange } from "./vmo-range.ts";
import { vmoGetSize, vmoGetStreamSize, vmoSetSize, vmoSetStreamSize } from "./vmo-size.ts";
import { vmoDiscard, vmoReplaceAsExecutable, vmoSetCachePolicy } from "./vmo-state.ts";
import { vmoRead, vmoWrite } from "./vmo-transfer.ts";
import { World } from "./world.ts";

/**
 * The paged engine: what a page shows follows from what the page carries, so it keeps no mapping objects
 * (the run theorem, §2.4).
 *
 * This class is the call surface alone. Each group of calls has a file, in which the rules stand in the
 * contract's order with their ids; they work on a {@link World}, whose regions keep their pages as runs
 * (run-index.ts).
 */
export class PagedKernel implements Kernel {
  readonly rootVmar: Handle;
  readonly process: Handle;
  readonly #world: World;

  /**
   * @param decisions other versions of single decisions, for kernels with a known bug
   * @param runs storage to use, for measurements
   */
  constructor(config: KernelConfig, decisions: Partial<Decisions> = {}, runs?: RunPool) {
    this.#world = new World(config, { ...contractDecisions, ...decisions }, runs);
    const { root, process, handles: table, decide } = this.#world;
    this.rootVmar = table.open(root, decide.regionRights(root.flags));
    this.process = table.open(process, RIGHTS_PROCESS_DEFAULT);
  }

  /** What the calls work on, for kernels with a known bug. */
  protected get world(): World {
    return this.#world;
  }

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

  infoVmar(vmar: Handle, bufferSize: number): InfoVmarAnswer {
    return info.infoVmar(this.#world, vmar, bufferSize);
  }

  infoVmarMaps(vmar: Handle, bufferSize: number): InfoMapsAnswer {
    return info.infoVmarMaps(this.#world, vmar, bufferSize);
  }

  infoProcessMaps(process: Handle, bufferSize: number): InfoMapsAnswer {
    return info.infoProcessMaps(this.#world, process, bufferSize);
  }

  infoHandleBasic(handle: Handle, bufferSize: number): InfoHandleBasicAnswer {
    return handles.infoHandleBasic(this.#world, handle, bufferSize);
  }

  infoHandleCount(handle: Handle): ValueAnswer {
    return handles.infoHandleCount(this.#world, handle);
  }

  infoVmo(vmo: Handle): InfoVmoAnswer {
    return info.infoVmo(this.#world, vmo);
  }

  handleClose(handle: Handle): Status {
    return handles.handleClose(this.#world, handle);
  }

  handleDuplicate(handle: Handle, rights: number): HandleAnswer {
    return handles.handleDuplicate(this.#world, handle, rights);
  }

  handleReplace(handle: Handle, rights: number): HandleAnswer {
    return handles.handleReplace(this.#world, handle, rights);
  }

  objectGetName(handle: Handle): NameAnswer {
    return handles.objectGetName(this.#world, handle);
  }

  objectSetName(handle: Handle, name: string): Status {
    return handles.objectSetName(this.#world, handle, name);
  }

  objectSignal(handle: Handle, clear: number, set: number): Status {
    return handles.objectSignal(this.#world, handle, clear, set);
  }

  objectWaitOne(handle: Handle, signals: number): WaitAnswer {
    return handles.objectWaitOne(this.#world, handle, signals);
  }

  vmoCreate(size: U64, options: number): HandleAnswer {
    return vmoCreate(this.#world, size, options);
  }

  vmoCreatePhysical(size: U64): HandleAnswer {
    return vmoCreateFixed(this.#world, "physical", size);
  }

  vmoCreateContiguous(size: U64): HandleAnswer {
    return vmoCreateFixed(this.#world, "contiguous", size);
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

  processReadMemory(process: Handle, addr: U64, len: U64, buffer?: Uint8Array): BytesAnswer {
    return processReadMemory(this.#world, process, addr, len, buffer);
  }

  processWriteMemory(process: Handle, addr: U64, bytes: Uint8Array): ValueAnswer {
    return processWriteMemory(this.#world, process, addr, bytes);
  }

  taskKill(process: Handle): Status {
    return taskKill(this.#world, process);
  }

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

export const createPagedKernel: KernelFactory = (config) => new PagedKernel(config);
