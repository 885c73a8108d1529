import type { Handle } from "../../src/zircon/kernel.ts";
import { Rights } from "../../src/zircon/rights.ts";
import { Status } from "../../src/zircon/status.ts";
import { resolveProcess } from "./handle-table.ts";
import { destroyTree } from "./removal.ts";
import type { World } from "./world.ts";

/** zx_task_kill: the address space dies with the process (DEST-06, D-22). */
export function taskKill(world: World, processHandle: Handle): Status {
  const handle = resolveProcess(world, "DEST-06", processHandle, Rights.DESTROY);
  if (typeof handle === "number") return handle;
  if (!handle.object.alive) return Status.OK;
  handle.object.alive = false;
  destroyTree(world.root);
  return world.decide("DEST-06", Status.OK);
}
