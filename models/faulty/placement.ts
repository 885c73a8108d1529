import {
  type AllocateAnswer,
  type Handle,
  type KernelConfig,
  type KernelFactory,
  type U64,
  VmOption,
} from "../../src/zircon/index.ts";
import { contractDecisions, PagedKernel, type Region, type World } from "../paged/index.ts";
import { calling, deciding, type Fault, switching } from "./fault.ts";

const { findSpot } = contractDecisions;

/** The first page above everything that the region holds. */
function top(world: World, region: Region): number {
  let end = region.start;
  for (let pos = region.runs.first(); pos >= 0; pos = world.runs.after(pos)) end = world.runs.end(pos);
  return end;
}

/** A kernel that gives up where the contract goes round to the spots below the drawn point. */
const createNotWrapping: KernelFactory = (config) => {
  let drawn = 0;
  const pick: KernelConfig["placement"]["pick"] = (...request) => (drawn = config.placement.pick(...request));
  return new PagedKernel(
    { ...config, placement: { pick } },
    {
      findSpot(world, region, request) {
        drawn = 0;
        const spot = findSpot(world, region, request);
        return spot < drawn ? -1 : spot;
      },
    },
  );
};

class CompactOfNewRegion extends PagedKernel {
  readonly #making: { compact: boolean };

  constructor(config: KernelConfig) {
    const making = { compact: false };
    const pick: KernelConfig["placement"]["pick"] = (lowest, ...rest) => {
      const drawn = config.placement.pick(lowest, ...rest);
      return making.compact ? lowest : drawn;
    };
    super({ ...config, placement: { pick } });
    this.#making = making;
  }

  override vmarAllocate(vmar: Handle, options: number, offset: U64, size: U64): AllocateAnswer {
    this.#making.compact = (options & VmOption.COMPACT) !== 0;
    const answer = super.vmarAllocate(vmar, options, offset, size);
    this.#making.compact = false;
    return answer;
  }
}

/** Where the kernel chooses the address (§4). */
export const PLACEMENT_FAULTS: readonly Fault[] = [
  {
    id: "placement-ignores-alignment",
    about: "a spot that the kernel chooses is free but not aligned as asked",
    rules: ["PLC-01"],
    origin: "zCore: free areas are not aligned",
    create: deciding({
      findSpot: (world, region, request) => findSpot(world, region, { ...request, step: 1 }),
    }),
  },
  {
    id: "placement-aligned-gap-short",
    about: "the count of aligned spots in a gap is one too low, so the last of each gap is never taken",
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
    about: "a range must end below the upper limit instead of at or below it",
    rules: ["PLC-01"],
    origin: "accounting: upper limit exclusive",
    create: deciding({
      findSpot(world, region, request) {
        const { limit } = request;
        return findSpot(world, region, limit === region.end ? request : { ...request, limit: limit - 1 });
      },
    }),
  },
  {
    id: "placement-ignores-limit",
    about: "OFFSET_IS_UPPER_LIMIT is checked and then forgotten: the spot may lie above it",
    rules: ["PLC-01"],
    origin: "an option that is validated and not passed on",
    create: deciding({
      findSpot: (world, region, request) => findSpot(world, region, { ...request, limit: region.end }),
    }),
  },
  {
    id: "placement-limit-from-root",
    about: "the upper limit is a distance from the root's base instead of the region's",
    rules: ["PLC-01"],
    origin: "older documentation of OFFSET_IS_UPPER_LIMIT (contract, §10)",
    create: deciding({
      findSpot(world, region, request) {
        const { limit } = request;
        if (limit === region.end) return findSpot(world, region, request);
        return findSpot(world, region, { ...request, limit: limit - region.start + world.root.start });
      },
    }),
  },
  {
    id: "placement-guard-page",
    about: "a free page is wanted behind each range, so a gap of exactly the size is passed over",
    rules: ["PLC-01", "PLC-06"],
    origin: "guard gaps of other kernels",
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
    about: "only the space above everything in the region is given out: freed gaps stay unused",
    rules: ["PLC-01", "PLC-02"],
    origin: "bump allocators of small kernels",
    create: deciding({
      findSpot(world, region, { pages, step, limit }) {
        const spot = Math.ceil(top(world, region) / step) * step;
        return spot + pages <= limit ? spot : -1;
      },
    }),
  },
  {
    id: "placement-does-not-wrap",
    about: "where nothing is free above the drawn point, the space below it is not searched",
    rules: ["PLC-02", "PLC-03"],
    origin: "free-region searches that go one way",
    create: createNotWrapping,
  },
  {
    id: "compact-drawn",
    about: "a COMPACT region places with 8 bits of entropy instead of at the lowest spot",
    rules: ["PLC-04"],
    origin: "Zircon before V-4",
    create: switching({ "V-4": false }),
  },
  {
    id: "compact-of-the-new-region",
    about: "COMPACT of the region being made, not of the one it is made in, decides where it goes",
    rules: ["PLC-03"],
    origin: "the wrong one of two regions at hand",
    create: calling(CompactOfNewRegion),
  },
  {
    id: "full-region-no-memory",
    about: "a region without a spot answers NO_MEMORY instead of NO_RESOURCES",
    rules: ["ALLOC-19", "MAP-35", "PLC-02"],
    origin: "Zircon before V-6",
    create: switching({ "V-6": false }),
  },
  {
    id: "specific-alignment-of-offset",
    about: "for SPECIFIC the offset must be aligned instead of the address",
    rules: ["ALLOC-17", "MAP-32"],
    origin: "documentation of ZX_VM_ALIGN with SPECIFIC (contract, §10)",
    create: deciding({
      alignedStart: (world, region, options, start) =>
        contractDecisions.alignedStart(world, region, options, start - region.start),
    }),
  },
  {
    id: "specific-ignores-alignment",
    about: "an alignment asked for together with SPECIFIC is not checked",
    rules: ["ALLOC-17", "MAP-32"],
    origin: "alignment as a matter of placement alone",
    create: deciding({ alignedStart: () => true }),
  },
];
