import { Perm, Rights, Status, VmarOp } from "../../src/zircon/index.ts";
import { contractDecisions, PagedKernel } from "../paged/index.ts";
import { decommitPages, zeroPages } from "../paged/vmo-range.ts";
import { decidingRule, OP_RANGE_CHECKS, type OpRangeArgs, rangeWraps } from "./checks.ts";
import { calling, deciding, type Fault, switching } from "./fault.ts";
import { mappedRuns, runAt, runOf } from "./runs.ts";

const { opRangeWalk } = contractDecisions;

class OpRangeEndWraps extends PagedKernel {
  override vmarOpRange(...args: OpRangeArgs): Status {
    const outside = decidingRule(OP_RANGE_CHECKS, this.world, args) === "OPR-06";
    return outside && rangeWraps(this.world, args[0], args[2], args[3])
      ? Status.OK
      : super.vmarOpRange(...args);
  }
}

class OpRangeOutsideInvalid extends PagedKernel {
  override vmarOpRange(...args: OpRangeArgs): Status {
    const outside = decidingRule(OP_RANGE_CHECKS, this.world, args) === "OPR-06";
    return outside ? Status.INVALID_ARGS : super.vmarOpRange(...args);
  }
}

/** What op_range reaches, and what stays done when it fails. */
export const OP_RANGE_FAULTS: readonly Fault[] = [
  {
    id: "op-range-atomic",
    about: "op_range looks for gaps before it does anything, so nothing is done when it fails for one",
    rules: ["OPR-10", "OPR-09a"],
    origin: "the belief that a failing call changes nothing",
    create: deciding({
      opRangeWalk(world, region, op, start, end, rights) {
        // A hint does nothing but walk.
        const walked = opRangeWalk(world, region, VmarOp.DONT_NEED, start, end, rights | Rights.OP_CHILDREN);
        return walked === Status.BAD_STATE ? walked : opRangeWalk(world, region, op, start, end, rights);
      },
    }),
  },
  {
    id: "decommit-earlier-mapping",
    about: "DECOMMIT of a mapping that has a gap below it hits the mapping before the gap",
    rules: ["OPR-09", "OPR-21"],
    origin: "Zircon fxbug 42147277: DECOMMIT with an earlier non-contiguous mapping",
    create: deciding({
      opRangeWalk(world, region, op, start, end, rights) {
        const pos = region.runs.find(start);
        const before = pos < 0 ? -1 : world.runs.before(pos);
        const earlier = before < 0 ? undefined : runAt(world, before);
        const apart = earlier !== undefined && earlier.code >= 0 && earlier.end < world.runs.start(pos);
        if (op !== VmarOp.DECOMMIT || !apart) return opRangeWalk(world, region, op, start, end, rights);
        const { vmo } = world.identities.of(earlier.code);
        return decommitPages(
          world,
          vmo,
          earlier.start + earlier.delta,
          Math.min(end, earlier.end + start - earlier.start) - start,
        );
      },
    }),
  },
  {
    id: "op-range-refuses-adjacent-region",
    about: "op_range answers INVALID_ARGS where a child region begins at the end of the range",
    rules: ["OPR-09"],
    origin: "Zircon fxbug 42069384: a range next to a child region",
    create: deciding({
      opRangeWalk(world, region, op, start, end, rights) {
        const status = opRangeWalk(world, region, op, start, end, rights);
        const next = runOf(world, region, end);
        const adjacent = next !== undefined && next.code < 0 && next.start === end;
        return status === Status.OK && adjacent ? Status.INVALID_ARGS : status;
      },
    }),
  },
  {
    id: "op-range-direct-only-through-parent",
    about: "COMMIT, DECOMMIT and PREFETCH reach into child regions",
    rules: ["OPR-09b"],
    origin: "one rule for all ops",
    create: deciding({
      opRangeWalk(world, region, op, start, end, rights) {
        let at = start;
        for (const { run, owner } of mappedRuns(world, region, start, end)) {
          if (run.start > at) return Status.BAD_STATE;
          if (owner !== region && (rights & Rights.OP_CHILDREN) === 0) return Status.INVALID_ARGS;
          const status = opRangeWalk(world, owner, op, at, Math.min(run.end, end), rights);
          if (status !== Status.OK) return status;
          at = run.end;
        }
        return at < end ? Status.BAD_STATE : Status.OK;
      },
    }),
  },
  {
    id: "zero-direct-only",
    about: "ZERO does not reach into child regions, like COMMIT",
    rules: ["OPR-09b"],
    origin: "ZERO added next to DECOMMIT",
    create: deciding({
      opRangeWalk(world, region, op, start, end, rights) {
        const reach = op === VmarOp.ZERO ? rights & ~Rights.OP_CHILDREN : rights;
        return opRangeWalk(world, region, op, start, end, reach);
      },
    }),
  },
  {
    id: "op-range-without-op-children",
    about: "ops reach into child regions through a handle without OP_CHILDREN",
    rules: ["OPR-09b"],
    origin: "a right added later",
    create: deciding({
      opRangeWalk: (world, region, op, start, end, rights) =>
        opRangeWalk(world, region, op, start, end, rights | Rights.OP_CHILDREN),
    }),
  },
  {
    id: "op-range-checks-current-permission",
    about: "ops that write need the mapping to be writable now",
    rules: ["OPR-11", "OPR-20", "OPR-21", "OPR-23"],
    origin: "permissions in place of the maximum",
    create: deciding({
      opRangeWalk(world, region, op, start, end, rights) {
        const writes = op === VmarOp.COMMIT || op === VmarOp.DECOMMIT || op === VmarOp.ZERO;
        const [first] = mappedRuns(world, region, start, start + 1);
        if (writes && first !== undefined && first.owner === region && (first.run.code & Perm.WRITE) === 0)
          return Status.ACCESS_DENIED;
        return opRangeWalk(world, region, op, start, end, rights);
      },
    }),
  },
  {
    id: "op-range-skips-gaps",
    about: "gaps in the range are passed over and the call answers OK",
    rules: ["OPR-09a", "OPR-09"],
    origin: "madvise of other systems",
    create: deciding({
      opRangeWalk(world, region, op, start, end, rights) {
        for (const { run } of mappedRuns(world, region, start, end)) {
          const from = Math.max(run.start, start);
          const status = opRangeWalk(world, region, op, from, Math.min(run.end, end), rights);
          if (status !== Status.OK) return status;
        }
        return Status.OK;
      },
    }),
  },
  {
    id: "op-range-trailing-gap-ok",
    about: "a gap at the end of the range is not noticed",
    rules: ["OPR-09"],
    origin: "a walk that ends with the last mapping",
    create: deciding({
      opRangeWalk(world, region, op, start, end, rights) {
        const last = mappedRuns(world, region, start, end).at(-1)?.run.end ?? end;
        return opRangeWalk(world, region, op, start, Math.min(last, end), rights);
      },
    }),
  },
  {
    id: "zero-ignores-vmo-offset",
    about: "ZERO counts VMO pages from the mapping's start, without its VMO offset",
    rules: ["OPR-09", "OPR-23"],
    origin: "mapping offsets and VMO offsets mixed",
    create: deciding({
      opRangeWalk(world, region, op, start, end, rights) {
        const run = runOf(world, region, start);
        const within = run !== undefined && run.code >= 0 && run.start <= start && run.end >= end;
        if (!within || op !== VmarOp.ZERO) return opRangeWalk(world, region, op, start, end, rights);
        const { vmo, maxPerm } = world.identities.of(run.code);
        if ((maxPerm & Perm.WRITE) === 0) return Status.ACCESS_DENIED;
        return zeroPages(world, vmo, start - run.start, end - start);
      },
    }),
  },
  {
    id: "op-range-by-protection-range",
    about:
      "op_range works by protection ranges, so a failing op is done on the part of the mapping below a change of permissions",
    rules: ["OPR-09", "OPR-10"],
    origin: "Zircon before V-5: protect split the mapping object",
    create: deciding({
      opRangeWalk(world, region, op, start, end, rights) {
        for (const { run } of mappedRuns(world, region, start, end)) {
          const upTo = Math.min(run.end, end);
          if (upTo === end || run.start > start) break;
          const status = opRangeWalk(world, region, op, start, upTo, rights);
          if (status !== Status.OK) return status;
          return opRangeWalk(world, region, op, upTo, end, rights);
        }
        return opRangeWalk(world, region, op, start, end, rights);
      },
    }),
  },
  {
    id: "zero-one-page-more",
    about: "ZERO reaches one page beyond its range where the mapping goes on",
    rules: ["OPR-09", "OPR-23"],
    origin: "zCore: inclusive range ends",
    create: deciding({
      opRangeWalk(world, region, op, start, end, rights) {
        const more = op === VmarOp.ZERO && (runOf(world, region, end)?.start ?? end) < end;
        return opRangeWalk(world, region, op, start, more ? end + 1 : end, rights);
      },
    }),
  },
  {
    id: "commit-needs-read-only",
    about: "COMMIT is content with a mapping that can never be written",
    rules: ["OPR-20"],
    origin: "COMMIT taken for a kind of prefetch",
    create: deciding({
      neededMaxPerm: (op) => (op === VmarOp.COMMIT ? Perm.READ : contractDecisions.neededMaxPerm(op)),
    }),
  },
  {
    id: "decommit-needs-nothing",
    about: "DECOMMIT does not look at the mapping's maximal permissions",
    rules: ["OPR-21"],
    origin: "madvise of other systems",
    create: deciding({
      neededMaxPerm: (op) => (op === VmarOp.DECOMMIT ? 0 : contractDecisions.neededMaxPerm(op)),
    }),
  },
  {
    id: "op-range-ignores-stream",
    about: "op_range goes beyond the stream's end of a mapping with FAULT_BEYOND_STREAM_SIZE",
    rules: ["OPR-09c"],
    origin: "a flag added after the call was written",
    create: deciding({ streamRefuses: () => false }),
  },
  {
    id: "op-range-stream-subtraction-exact",
    about: "a range that begins beyond the stream's end is refused, where the kernel's subtraction wraps",
    rules: ["OPR-09c"],
    origin: "Zircon without Q-2",
    create: switching({ "Q-2": false }),
  },
  {
    id: "range-walk-ends-early",
    about:
      "the walk of protect and op_range ends at a mapping below the range that is the last of its region",
    rules: ["PROT-10", "OPR-09"],
    origin: "Zircon Q-6: early end of the range walk",
    create: switching({ "Q-6": true }),
  },
  {
    id: "op-range-ignores-handle-rights",
    about: "op_range does not look at the rights of the VMAR handle",
    rules: ["OPR-03"],
    origin: "Zircon before V-1 (fxbug 42115873)",
    create: switching({ "V-1": false }),
  },
  {
    id: "op-range-outside-invalid",
    about: "a range outside of the region answers INVALID_ARGS as for unmap and protect",
    rules: ["OPR-06"],
    origin: "one range check for three calls",
    create: calling(OpRangeOutsideInvalid),
  },
  {
    id: "op-range-end-wraps",
    about: "the end of a huge range wraps at 2^64 and looks like an empty range, which op_range accepts",
    rules: ["OPR-06"],
    origin: "Asterinas #1213: overflow of large sizes",
    create: calling(OpRangeEndWraps),
  },
];
