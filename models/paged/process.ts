import { ObjectType } from "../../src/zircon/index.ts";
import { KernelObject } from "./kernel-object.ts";

/** The one process (D-22). */
export class Process extends KernelObject {
  readonly type: ObjectType = ObjectType.PROCESS;
  alive = true;
}
