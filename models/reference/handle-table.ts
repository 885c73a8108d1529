import type { Handle } from "../../src/zircon/kernel.ts";
import type { RuleId } from "../../src/zircon/rules.ts";
import { Status } from "../../src/zircon/status.ts";
import { Process } from "./process.ts";
import { Vmar } from "./vmar.ts";
import { Vmo } from "./vmo.ts";
import { settle } from "./vmo-family.ts";
import type { World } from "./world.ts";

/** What a handle can stand for. */
export type KernelObject = Process | Vmar | Vmo;

/** An open handle: the object and what may be done with it through this handle. */
export interface OpenHandle<T extends KernelObject = KernelObject> {
  readonly object: T;
  readonly rights: number;
}

/** The handles of the process. Values ascend, have both low bits set and are never used again (D-23). */
export class HandleTable {
  readonly #open = new Map<Handle, OpenHandle>();
  #next: Handle = 3;

  get(value: Handle): OpenHandle | undefined {
    return this.#open.get(value);
  }

  open(object: KernelObject, rights: number): Handle {
    const value = this.#next;
    this.#next += 4;
    this.#open.set(value, { object, rights });
    object.handles++;
    return value;
  }

  /** Closes a handle that is open. The last handle may take a VMO with it, never a region or a mapping (§2.3). */
  close(value: Handle, { object }: OpenHandle): void {
    this.#open.delete(value);
    object.handles--;
    if (object instanceof Vmo) settle(object);
  }
}

/**
 * GEN-01 and GEN-03 on a handle of any type: the open handle, or the status that refuses it. `rule` is the rule of the call
 * that asks.
 */
export function resolve(world: World, rule: RuleId, value: Handle, rights: number): OpenHandle | Status {
  const handle = world.handles.get(value);
  if (handle === undefined) return refuse(world, rule, "GEN-01", Status.BAD_HANDLE);
  return allows(handle, rights) ? handle : refuseRights(world, rule, handle);
}

/** GEN-01…03 on a VMAR handle. */
export function resolveVmar(
  world: World,
  rule: RuleId,
  value: Handle,
  rights: number,
): OpenHandle<Vmar> | Status {
  const handle = world.handles.get(value);
  if (handle === undefined) return refuse(world, rule, "GEN-01", Status.BAD_HANDLE);
  if (!isVmarHandle(handle)) return refuse(world, rule, "GEN-02", Status.WRONG_TYPE);
  return allows(handle, rights) ? handle : refuseRights(world, rule, handle);
}

/** GEN-01…03 on a VMO handle. */
export function resolveVmo(
  world: World,
  rule: RuleId,
  value: Handle,
  rights: number,
): OpenHandle<Vmo> | Status {
  const handle = world.handles.get(value);
  if (handle === undefined) return refuse(world, rule, "GEN-01", Status.BAD_HANDLE);
  if (!isVmoHandle(handle)) return refuse(world, rule, "GEN-02", Status.WRONG_TYPE);
  return allows(handle, rights) ? handle : refuseRights(world, rule, handle);
}

/** GEN-01…03 on a process handle. */
export function resolveProcess(
  world: World,
  rule: RuleId,
  value: Handle,
  rights: number,
): OpenHandle<Process> | Status {
  const handle = world.handles.get(value);
  if (handle === undefined) return refuse(world, rule, "GEN-01", Status.BAD_HANDLE);
  if (!isProcessHandle(handle)) return refuse(world, rule, "GEN-02", Status.WRONG_TYPE);
  return allows(handle, rights) ? handle : refuseRights(world, rule, handle);
}

/** Whether the handle has all of `rights`. */
export function allows(handle: OpenHandle, rights: number): boolean {
  return (handle.rights & rights) === rights;
}

function isVmarHandle(handle: OpenHandle): handle is OpenHandle<Vmar> {
  return handle.object instanceof Vmar;
}

function isVmoHandle(handle: OpenHandle): handle is OpenHandle<Vmo> {
  return handle.object instanceof Vmo;
}

function isProcessHandle(handle: OpenHandle): handle is OpenHandle<Process> {
  return handle.object instanceof Process;
}

function refuseRights(world: World, rule: RuleId, handle: OpenHandle): Status {
  if (handle.object instanceof Vmar) world.rule("HND-08");
  return refuse(world, rule, "GEN-03", Status.ACCESS_DENIED);
}

/** The call's own rule and the general one, and GEN-04: whatever the numbers are, the handle decides first. */
function refuse(world: World, rule: RuleId, general: RuleId, status: Status): Status {
  world.rule("GEN-04");
  world.rule(rule);
  return world.decide(general, status);
}
