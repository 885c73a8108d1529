import {
  type AllocateAnswer,
  type KernelFactory,
  type MapAnswer,
  type RuleId,
  Status,
} from "../../src/zircon/index.ts";
import { PagedKernel, type World } from "../paged/index.ts";
import {
  ALLOCATE_CHECKS,
  type AllocateArgs,
  type Check,
  DESTROY_CHECKS,
  type DestroyArgs,
  MAP_CHECKS,
  type MapArgs,
  OP_RANGE_CHECKS,
  type OpRangeArgs,
  PROTECT_CHECKS,
  type ProtectArgs,
  UNMAP_CHECKS,
  type UnmapArgs,
} from "./checks.ts";
import { calling, deciding, type Fault } from "./fault.ts";
import { gap, growth, maximum, opChildren, protectWalk } from "./protect-walk.ts";

/** Two neighbours of a call's checks in the wrong order. */
interface Swap<Args extends readonly unknown[]> {
  readonly earlier: Check<Args>;
  readonly later: Check<Args>;
  /** What the later check answers now that it comes first; OK leaves the call to the engine. */
  readonly refuses: (world: World, args: Args) => Status;
}

function swap<Args extends readonly unknown[]>(
  checks: readonly Check<Args>[],
  earlierRule: RuleId,
  laterRule: RuleId,
): Swap<Args> {
  const at = checks.findIndex(({ rule }) => rule === earlierRule);
  const later = checks.find(({ rule }) => rule === laterRule);
  const earlier = checks[at];
  if (earlier === undefined || later === undefined) throw new Error(`no checks ${earlierRule}, ${laterRule}`);
  const before = checks.slice(0, at);
  return {
    earlier,
    later,
    refuses: (world, args) =>
      before.some(({ refuses }) => refuses(world, ...args) !== Status.OK)
        ? Status.OK
        : later.refuses(world, ...args),
  };
}

function fault<Args extends readonly unknown[]>(
  call: string,
  { earlier, later }: Swap<Args>,
  create: KernelFactory,
): Fault {
  return {
    id: `order-${later.rule}-before-${earlier.rule}`.toLowerCase(),
    about: `${call} notices ${later.noun} before ${earlier.noun}`,
    rules: [earlier.rule, later.rule],
    origin: "order of checks",
    create,
  };
}

function allocateFault(earlier: RuleId, later: RuleId): Fault {
  const swapped = swap(ALLOCATE_CHECKS, earlier, later);
  class Swapped extends PagedKernel {
    override vmarAllocate(...args: AllocateArgs): AllocateAnswer {
      const status = swapped.refuses(this.world, args);
      return status === Status.OK ? super.vmarAllocate(...args) : { status, handle: 0, addr: 0 };
    }
  }
  return fault("allocate", swapped, calling(Swapped));
}

function mapFault(earlier: RuleId, later: RuleId): Fault {
  const swapped = swap(MAP_CHECKS, earlier, later);
  class Swapped extends PagedKernel {
    override vmarMap(...args: MapArgs): MapAnswer {
      const status = swapped.refuses(this.world, args);
      return status === Status.OK ? super.vmarMap(...args) : { status, addr: 0 };
    }
  }
  return fault("map", swapped, calling(Swapped));
}

function unmapFault(earlier: RuleId, later: RuleId): Fault {
  const swapped = swap(UNMAP_CHECKS, earlier, later);
  class Swapped extends PagedKernel {
    override vmarUnmap(...args: UnmapArgs): Status {
      const status = swapped.refuses(this.world, args);
      return status === Status.OK ? super.vmarUnmap(...args) : status;
    }
  }
  return fault("unmap", swapped, calling(Swapped));
}

function protectFault(earlier: RuleId, later: RuleId): Fault {
  const swapped = swap(PROTECT_CHECKS, earlier, later);
  class Swapped extends PagedKernel {
    override vmarProtect(...args: ProtectArgs): Status {
      const status = swapped.refuses(this.world, args);
      return status === Status.OK ? super.vmarProtect(...args) : status;
    }
  }
  return fault("protect", swapped, calling(Swapped));
}

function opRangeFault(earlier: RuleId, later: RuleId): Fault {
  const swapped = swap(OP_RANGE_CHECKS, earlier, later);
  class Swapped extends PagedKernel {
    override vmarOpRange(...args: OpRangeArgs): Status {
      const status = swapped.refuses(this.world, args);
      return status === Status.OK ? super.vmarOpRange(...args) : status;
    }
  }
  return fault("op_range", swapped, calling(Swapped));
}

function destroyFault(earlier: RuleId, later: RuleId): Fault {
  const swapped = swap(DESTROY_CHECKS, earlier, later);
  class Swapped extends PagedKernel {
    override vmarDestroy(...args: DestroyArgs): Status {
      const status = swapped.refuses(this.world, args);
      return status === Status.OK ? super.vmarDestroy(...args) : status;
    }
  }
  return fault("destroy", swapped, calling(Swapped));
}

/** Two neighbouring checks swapped: shows where a call breaks both rules at once. */
export const ORDER_FAULTS: readonly Fault[] = [
  allocateFault("ALLOC-01", "ALLOC-03"),
  allocateFault("ALLOC-07", "ALLOC-08"),
  allocateFault("ALLOC-08", "ALLOC-09"),
  allocateFault("ALLOC-13", "ALLOC-14"),
  allocateFault("ALLOC-14", "ALLOC-15"),
  allocateFault("ALLOC-17", "ALLOC-18"),
  mapFault("MAP-01", "MAP-02"),
  mapFault("MAP-04", "MAP-06"),
  mapFault("MAP-08", "MAP-09"),
  mapFault("MAP-09", "MAP-11"),
  mapFault("MAP-14", "MAP-15"),
  mapFault("MAP-16", "MAP-17"),
  mapFault("MAP-19", "MAP-20"),
  mapFault("MAP-21", "MAP-23"),
  mapFault("MAP-23", "MAP-24"),
  mapFault("MAP-28", "MAP-29"),
  mapFault("MAP-29", "MAP-30"),
  mapFault("MAP-32", "MAP-33"),
  unmapFault("UNMAP-01", "UNMAP-02"),
  unmapFault("UNMAP-03", "UNMAP-04"),
  unmapFault("UNMAP-04", "UNMAP-05"),
  protectFault("PROT-02", "PROT-03"),
  protectFault("PROT-07", "PROT-08"),
  protectFault("PROT-08", "PROT-09"),
  {
    id: "order-prot-10b-before-prot-10a",
    about: "protect notices a maximum that does not allow the permissions before a gap below that mapping",
    rules: ["PROT-10a", "PROT-10b"],
    origin: "order of checks",
    create: deciding({ protectRefusal: protectWalk(maximum, gap, opChildren, growth) }),
  },
  {
    id: "order-prot-10d-before-prot-10b",
    about:
      "protect notices a child region without OP_CHILDREN before a maximum that does not allow the permissions",
    rules: ["PROT-10b", "PROT-10d"],
    origin: "order of checks",
    create: deciding({ protectRefusal: protectWalk(gap, opChildren, maximum, growth) }),
  },
  {
    id: "order-prot-10e-before-prot-10d",
    about: "protect notices permissions that would grow before a child region without OP_CHILDREN",
    rules: ["PROT-10d", "PROT-10e"],
    origin: "order of checks",
    create: deciding({ protectRefusal: protectWalk(gap, maximum, growth, opChildren) }),
  },
  opRangeFault("OPR-01", "OPR-02"),
  opRangeFault("OPR-03", "OPR-04"),
  opRangeFault("OPR-05", "OPR-06"),
  opRangeFault("OPR-06", "OPR-07"),
  destroyFault("DEST-01", "DEST-02"),
];
