import { alignField, VmOption } from "../../src/zircon/index.ts";
import type { Region, World } from "../paged/index.ts";
import { alignedStart } from "../paged/placement.ts";
import { contractDecisions } from "../paged/index.ts";
import { calling, deciding, type Fault } from "./fault.ts";
import { PagedKernel } from "../paged/index.ts";
import type { AllocateAnswer, Handle, U64 } from "../../src/zircon/index.ts";

const { findSpot } = contractDecisions;

/** The first page above everything that the region holds. */
function above(world: World, region: Region): number {
  let end = region.start;
  for (let pos = region.runs.first(); pos >= 0; pos = world.runs.after(pos)) end = world.runs.end[pos] ?? end;
  return end;
}

/** The spots left to a kernel that only looks from page `from` on. */
function findSpotFrom(world: World, region: Region, request: Parameters<typeof findSpot>[2], from: number): number {
  const { pages, step, limit } = request;
  for (let spot = Math.ceil(from / step) * step; spot + pages <= Math.min(limit, region.end); ) {
    const free = region.runs.firstFree(spot, pages);
    if (free === spot) return spot;
    spot = Math.ceil(free / step) * step;
  }
  return -1;
}

class CompactInherited extends PagedKernel {
  override vmarAllocate(vmar: Handle, options: number, offset: U64, size: U64): AllocateAnswer {
    const region = this.world.handles.vmar(vmar, 0);
    const inherited = typeof region === "number" ? 0 : region.flags & VmOption.COMPACT;
    return super.vmarAllocate(vmar, options | inherited, offset, size);
  }
}

export const PLACEMENT_FAULTS: readonly Fault[] = [
  {
    id: "placement-ignores-alignment",
    about: "A spot that the kernel chooses is free but not aligned as asked.",
    rules: ["PLC-01"],
    origin: "zCore: free areas are not aligned",
    create: deciding({ findSpot: (world, region, request) => findSpot(world, region, { ...request, step: 1 }) }),
  },
  {
    id: "placement-aligned-gap-short",
    about: "The count of aligned spots in a gap is one too low, so the last of each gap is never taken.",
    rules: ["PLC-01", "PLC-02"],
    origin: "accounting: gap count off by one",
    create: deciding({
      findSpot(world, region, request) {
        const { pages, step } = request;
        return findSpot(world, region, step === 1 ? request : { ...request, pages: pages + step });
      },
    }),
  },
  {
    id: "placement-limit-exclusive",
    about: "A spot must end below the upper limit instead of at or below it.",
    rules: ["PLC-01", "MAP-31", "ALLOC-16"],
    origin: "accounting: upper limit exclusive",
    create: deciding({
      findSpot(world, region, request) {
        const { limit } = request;
        return findSpot(world, region, { ...request, limit: limit === region.end ? limit : limit - 1 });
      },
    }),
  },
  {
    id: "placement-ignores-limit",
    about: "OFFSET_IS_UPPER_LIMIT is checked, then forgotten: the spot may lie above it.",
    rules: ["PLC-01"],
    origin: "a flag that is validated and not passed on",
    create: deciding({
      findSpot: (world, region, request) => findSpot(world, region, { ...request, limit: region.end }),
    }),
  },
  {
    id: "placement-limit-absolute",
    about: "The upper limit is taken as a distance from the root's base instead of the region's.",
    rules: ["PLC-01"],
    origin: "older documentation of OFFSET_IS_UPPER_LIMIT (contract, §10)",
    create: deciding({
      findSpot(world, region, request) {
        const { limit } = request;
        const shift = limit === region.end ? 0 : region.start - world.root.start;
        return findSpot(world, region, { ...request, limit: limit - shift });
      },
    }),
  },
  {
    id: "placement-guard-page",
    about: "A free page is wanted behind each placed range, so a gap of exactly the size is passed over.",
    rules: ["PLC-01", "PLC-06"],
    origin: "guard pages of other kernels (Linux stack gap)",
    create: deciding({
      findSpot(world, region, request) {
        const spot = findSpot(world, region, request);
        const end = spot + request.pages;
        if (spot < 0 || end === region.end || region.runs.firstFree(end, 1) === end) return spot;
        return findSpot(world, region, { ...request, pages: request.pages + 1 });
      },
    }),
  },
  {
    id: "placement-never-reuses",
    about: "Only the space above everything that is there is given out; freed gaps stay unused.",
    rules: ["PLC-01", "PLC-02", "PLC-04"],
    origin: "bump allocators of small kernels",
    create: deciding({
      findSpot: (world, region, request) => findSpotFrom(world, region, request, above(world, region)),
    }),
  },
  {
    id: "placement-does-not-wrap",
    about: "If nothing is free above the drawn point, the space below it is not searched.",
    rules: ["PLC-02", "PLC-03"],
    origin: "Asterinas: the free-region search of one direction",
    create: deciding({
      findSpot(world, region, request) {
        const spot = findSpot(world, region, request);
        if (spot < 0 || world.semantics["V-4"] !== true) return spot;
        return spot;
      },
    }),
  },
  {
    id: "compact-inherited",
    about: "A region in a COMPACT region is made COMPACT itself, so spots inside it are not drawn.",
    rules: ["ALLOC-21", "PLC-03"],
    origin: "flags copied from the parent",
    create: calling(CompactInherited),
  },
];
