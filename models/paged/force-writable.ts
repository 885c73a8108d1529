import { Status, subU64, type U64 } from "../../src/zircon/index.ts";
import { ATTR_PRIVATE_CLONE } from "./identity.ts";
import { snapshotParts } from "./vmo-child.ts";
import { Vmo } from "./vmo.ts";
import type { World } from "./world.ts";

/**
 * PMEM-06: the whole mapping object around the run at `pos`, which holds `page`, is from now on a mapping
 * of a private clone of its part of the VMO, with the same permissions.
 */
export function forceWritable(world: World, page: number, pos: number): Status {
  const { runs, identities, pages } = world;
  let firstRun = pos;
  for (let run = pos; run >= 0 && (run === pos || runs.continues(run, firstRun)); run = runs.before(run))
    firstRun = run;
  const parts: { start: number; end: number; prot: number }[] = [];
  for (let run = firstRun, last = firstRun; run >= 0; last = run, run = runs.after(run)) {
    if (run !== firstRun && !runs.continues(last, run)) break;
    parts.push({ start: runs.start(run), end: runs.end(run), prot: runs.code(run) & 7 });
  }
  const start = runs.start(firstRun);
  const size = (parts.at(-1)?.end ?? start) - start;
  const { vmo, attrs } = identities.of(runs.code(pos));
  const offset = start + runs.delta(pos);

  if (vmo.discardable) return Status.NOT_SUPPORTED; // D-7
  // Q-4, D-19
  const count = world.semantics["Q-4"] ? size : Math.min(size, Math.max(0, vmo.pages - offset));
  const clone = snapshotParts(world, vmo, offset, count);
  if (typeof clone === "number") return clone;
  clone.extent.stream = rebased(vmo.extent.stream ?? 0, pages.bytes(offset));
  const id = identities.intern(new Vmo(world.takeKoid(), vmo.name, clone), attrs | ATTR_PRIVATE_CLONE);
  const { runs: index } = world.regionAt(page);
  for (const part of parts) index.put(part.start, part.end, -start, (id << 3) | part.prot);
  identities.settle();
  return Status.OK;
}

/** The end of a stream as seen from `offset` on. */
function rebased(stream: U64, offset: U64): U64 {
  return stream > offset ? subU64(stream, offset) : 0;
}
