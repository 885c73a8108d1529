import { ObjectType } from "../../src/zircon/index.js";
import { KernelObject } from "./kernel-object.js";
/** The one process (D-22). */
export class Process extends KernelObject {
    type = ObjectType.PROCESS;
    alive = true;
}
//# sourceMappingURL=process.js.map