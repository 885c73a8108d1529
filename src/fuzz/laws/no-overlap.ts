import { type U64, addU64, formatU64 } from "../../zircon/index.ts";
import type { SpaceLog } from "../space.ts";
import type { Law } from "./law.ts";

/** I-1: what one region holds is disjoint, in ascending order, not empty, and inside of the region. */
export const noOverlap: Law = {
  name: "no-overlap",
  rules: ["I-1", "INFO-13"],
  watch: () => ({ check: overlap }),
};

function overlap(space: SpaceLog): string | undefined {
  /** The end of the region that encloses each depth, and where the last entry at that depth ended. */
  const regionEnds: U64[] = [];
  const lastEnds: U64[] = [];
  let problem: string | undefined;
  space.forEach(({ base, size, depth, isRegion }) => {
    if (problem !== undefined) return;
    const where = (): string => `[${formatU64(base)}, +${formatU64(size)}) at depth ${depth}`;
    const last = addU64(base, size) === 0 ? base : addU64(base, size);
    if (size === 0) problem = `${where()} is empty`;
    else if ((lastEnds[depth] ?? 0) > base) problem = `${where()} overlaps what comes before it`;
    else if ((regionEnds[depth - 1] ?? last) < last) problem = `${where()} reaches out of its region`;
    lastEnds[depth] = last;
    lastEnds[depth + 1] = base;
    if (isRegion) regionEnds[depth] = last;
  });
  return problem;
}
