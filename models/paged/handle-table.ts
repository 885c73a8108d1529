import { type Handle, Status } from "../../src/zircon/index.ts";
import type { KernelObject } from "./kernel-object.ts";
import { Process } from "./process.ts";
import { Region } from "./region.ts";
import { Vmo } from "./vmo.ts";

/**
 * The handles of the process. Values ascend from 7 in steps of 4, both low bits set, and are never used
 * again (D-23).
 *
 * The resolving methods answer an object, or the status of GEN-01…03 in their order.
 */
export class HandleTable {
  readonly #objects: (KernelObject | undefined)[] = [undefined];
  readonly #rights: number[] = [0];

  open(object: KernelObject, rights: number): Handle {
    const handle = ((this.#objects.length << 2) | 3) >>> 0;
    this.#objects.push(object);
    this.#rights.push(rights);
    object.opened();
    return handle;
  }

  /** Closes a handle; false if there is none of that value. */
  close(handle: Handle): boolean {
    const object = this.get(handle);
    if (object === undefined) return false;
    this.#objects[handle >>> 2] = undefined;
    object.closed();
    return true;
  }

  get(handle: Handle): KernelObject | undefined {
    return (handle & 3) === 3 ? this.#objects[handle >>> 2] : undefined;
  }

  /** The rights of an open handle. */
  rights(handle: Handle): number {
    return this.#rights[handle >>> 2] ?? 0;
  }

  any(handle: Handle, needed: number): KernelObject | Status {
    const object = this.get(handle);
    if (object === undefined) return Status.BAD_HANDLE; // GEN-01
    return this.#allows(handle, needed) ? object : Status.ACCESS_DENIED; // GEN-03
  }

  vmar(handle: Handle, needed: number): Region | Status {
    const object = this.get(handle);
    if (object === undefined) return Status.BAD_HANDLE; // GEN-01
    if (!(object instanceof Region)) return Status.WRONG_TYPE; // GEN-02
    return this.#allows(handle, needed) ? object : Status.ACCESS_DENIED; // GEN-03
  }

  vmo(handle: Handle, needed: number): Vmo | Status {
    const object = this.get(handle);
    if (object === undefined) return Status.BAD_HANDLE;
    if (!(object instanceof Vmo)) return Status.WRONG_TYPE;
    return this.#allows(handle, needed) ? object : Status.ACCESS_DENIED;
  }

  process(handle: Handle, needed: number): Process | Status {
    const object = this.get(handle);
    if (object === undefined) return Status.BAD_HANDLE;
    if (!(object instanceof Process)) return Status.WRONG_TYPE;
    return this.#allows(handle, needed) ? object : Status.ACCESS_DENIED;
  }

  #allows(handle: Handle, needed: number): boolean {
    return (this.rights(handle) & needed) === needed;
  }
}
