import type { ObjectType } from "../../src/zircon/index.ts";

/** What a handle can name. */
export abstract class KernelObject {
  abstract readonly type: ObjectType;
  readonly koid: number;
  name: string;
  /** Open handles to the object. */
  handles = 0;
  /** User signals that are set (D-10). */
  userSignals = 0;

  constructor(koid: number, name: string) {
    this.koid = koid;
    this.name = name;
  }

  /** A handle to the object was opened. */
  opened(): void {
    this.handles++;
  }

  /** A handle to the object was closed. */
  closed(): void {
    this.handles--;
  }
}
