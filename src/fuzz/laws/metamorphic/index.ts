/** The laws between runs: each makes another program from one and compares what the two show. */
import { adopted } from "./adopted.ts";
import { allocateDestroy } from "./allocate-destroy.ts";
import { closedHandles } from "./closed-handles.ts";
import { protectTwice } from "./protect-twice.ts";
import { rebuilt } from "./rebuilt.ts";
import type { Relation } from "./relation.ts";
import { scaled } from "./scaled.ts";
import { shifted } from "./shifted.ts";
import { unmapHalves } from "./unmap-halves.ts";

export const RELATIONS: readonly Relation[] = [
  unmapHalves,
  protectTwice,
  allocateDestroy,
  shifted,
  scaled,
  closedHandles,
  adopted,
  rebuilt,
];
