import { Status, subU64 } from "../../src/zircon/index.js";
import { contractDecisions, PagedKernel } from "../paged/index.js";
import { decidingRule, rangeWraps, UNMAP_CHECKS } from "./checks.js";
import { calling, deciding } from "./fault.js";
import { directRuns, objectRuns } from "./runs.js";
const { refusesUnmap, removeRange } = contractDecisions;
class UnmapOutsideOk extends PagedKernel {
    vmarUnmap(...args) {
        const outside = decidingRule(UNMAP_CHECKS, this.world, args) === "UNMAP-05";
        return outside ? Status.OK : super.vmarUnmap(...args);
    }
}
class UnmapEndWraps extends PagedKernel {
    vmarUnmap(...args) {
        const outside = decidingRule(UNMAP_CHECKS, this.world, args) === "UNMAP-05";
        return outside && rangeWraps(this.world, args[0], args[1], args[2])
            ? Status.OK
            : super.vmarUnmap(...args);
    }
}
class UnmapEmptyOk extends PagedKernel {
    vmarUnmap(...args) {
        const empty = decidingRule(UNMAP_CHECKS, this.world, args) === "UNMAP-03" && args[2] === 0;
        return empty ? Status.OK : super.vmarUnmap(...args);
    }
}
class UnmapRoundsDown extends PagedKernel {
    vmarUnmap(vmar, addr, len) {
        return super.vmarUnmap(vmar, addr, subU64(len, this.world.pages.offsetIn(len)));
    }
}
class UnmapWholeDestroys extends PagedKernel {
    vmarUnmap(vmar, addr, len) {
        const { pages, root, handles } = this.world;
        const region = handles.vmar(vmar, 0);
        const status = super.vmarUnmap(vmar, addr, len);
        if (status !== Status.OK || typeof region === "number" || region === root)
            return status;
        if (pages.of(addr) === region.start && pages.up(len) === region.pages) {
            region.parent?.runs.clear(region.start, region.end);
            this.world.killRegion(region);
        }
        return status;
    }
}
/** What unmap takes away. */
export const UNMAP_FAULTS = [
    {
        id: "unmap-destroys-partly-covered-region",
        about: "a child region that the range covers only in part is destroyed",
        rules: ["UNMAP-08"],
        origin: "an intersection test in place of containment",
        create: deciding({
            refusesUnmap: (world, region, start, end, rights) => refusesUnmap(world, region, start, end, rights) &&
                refusesUnmap(world, region, region.start, region.end, rights),
            removeRange(world, region, start, end) {
                for (const run of directRuns(world, region, start, end))
                    if (run.code < 0)
                        removeRange(world, region, run.start, run.end);
                removeRange(world, region, start, end);
            },
        }),
    },
    {
        id: "unmap-without-op-children",
        about: "unmap destroys child regions through a handle without OP_CHILDREN",
        rules: ["UNMAP-08"],
        origin: "a right added later",
        create: deciding({
            refusesUnmap: (world, region, start, end) => refusesUnmap(world, region, start, end, ~0),
        }),
    },
    {
        id: "unmap-refuses-adjacent-region",
        about: "unmap is refused where a child region begins at the end of the range",
        rules: ["UNMAP-08"],
        origin: "zCore: inclusive range ends",
        create: deciding({
            refusesUnmap: (world, region, start, end, rights) => refusesUnmap(world, region, start, end, rights) ||
                directRuns(world, region, end, end + 1).some((run) => run.code < 0),
        }),
    },
    {
        id: "unmap-not-atomic",
        about: "what lies below the child region that forbids an unmap is gone when it is refused",
        rules: ["UNMAP-08"],
        origin: "checking and unmapping in one loop",
        create: deciding({
            refusesUnmap(world, region, start, end, rights) {
                if (!refusesUnmap(world, region, start, end, rights))
                    return false;
                for (const run of directRuns(world, region, start, end)) {
                    if (run.code < 0)
                        break;
                    region.runs.clear(Math.max(run.start, start), Math.min(run.end, end));
                }
                return true;
            },
        }),
    },
    {
        id: "unmap-right-remainder-offset",
        about: "the piece above an unmapped hole shows the VMO from where the whole mapping began",
        rules: ["UNMAP-09"],
        origin: "Asterinas #310: VMO offset after unmapping",
        create: deciding({
            removeRange(world, region, start, end) {
                const object = objectRuns(world, region, end);
                const first = object[0];
                removeRange(world, region, start, end);
                if (first === undefined || first.start >= end)
                    return;
                for (const run of object)
                    if (run.end > end)
                        region.runs.put(Math.max(run.start, end), run.end, run.delta - (end - first.start), run.code);
            },
        }),
    },
    {
        id: "unmap-loses-right-remainder",
        about: "a hole in the middle of a mapping takes all that lies above it along",
        rules: ["UNMAP-09"],
        origin: "trimming where a split is due",
        create: deciding({
            removeRange(world, region, start, end) {
                const object = objectRuns(world, region, start);
                const last = object.at(-1);
                const inner = (object[0]?.start ?? start) < start && last !== undefined && last.end > end;
                removeRange(world, region, start, inner ? last.end : end);
            },
        }),
    },
    {
        id: "unmap-end-read-after-free",
        about: "unmap goes on after its last mapping and removes everything above",
        rules: ["UNMAP-09"],
        origin: "OP-TEE #3877: the region's end is read after it was freed",
        create: deciding({
            removeRange(world, region, start, end) {
                const runs = directRuns(world, region, start, region.end);
                removeRange(world, region, start, end);
                if (!runs.some((run) => run.start < end && run.end <= end && run.code >= 0))
                    return;
                for (const run of runs)
                    if (run.start >= end && run.code >= 0)
                        region.runs.clear(run.start, run.end);
            },
        }),
    },
    {
        id: "unmap-stops-at-gap",
        about: "unmap ends at the first gap in its range",
        rules: ["UNMAP-09"],
        origin: "a loop over neighbours",
        create: deciding({
            removeRange(world, region, start, end) {
                let at;
                for (const run of directRuns(world, region, start, end)) {
                    if (at !== undefined && run.start > at)
                        break;
                    at = run.end;
                }
                removeRange(world, region, start, Math.min(at ?? end, end));
            },
        }),
    },
    {
        id: "unmap-keeps-empty-regions",
        about: "a child region without contents survives the unmap that covers it",
        rules: ["UNMAP-09"],
        origin: "a walk over mappings only",
        create: deciding({
            removeRange(world, region, start, end) {
                const empty = (code) => code < 0 && world.regionOf(code).runs.empty;
                let at = start;
                for (const run of directRuns(world, region, start, end)) {
                    if (!empty(run.code))
                        continue;
                    removeRange(world, region, at, run.start);
                    at = run.end;
                }
                removeRange(world, region, at, end);
            },
        }),
    },
    {
        id: "unmap-leaves-region-usable",
        about: "a child region that unmap removed is still alive to its handles",
        rules: ["UNMAP-09"],
        origin: "Asterinas: a child is taken out of the map but not told",
        create: deciding({
            removeRange: (_world, region, start, end) => region.runs.clear(start, end),
        }),
    },
    {
        id: "unmap-flags-not-shifted",
        about: "after the front of a mapping is unmapped, the rest has the permissions that the front had",
        rules: ["UNMAP-09"],
        origin: "zCore: per-page flags are truncated by bytes",
        create: deciding({
            removeRange(world, region, start, end) {
                const object = objectRuns(world, region, end - 1);
                const first = object[0];
                removeRange(world, region, start, end);
                const last = object.at(-1);
                if (first === undefined || last === undefined || first.start < start)
                    return;
                const cut = end - first.start;
                for (const run of object)
                    if (run.start + cut < last.end)
                        region.runs.recode(run.start + cut, Math.min(run.end + cut, last.end), run.code & 7);
            },
        }),
    },
    {
        id: "unmap-outside-ok",
        about: "unmap of a range outside of the region answers OK",
        rules: ["UNMAP-05"],
        origin: "zCore: unmap outside the region is OK",
        create: calling(UnmapOutsideOk),
    },
    {
        id: "unmap-end-wraps",
        about: "the end of a huge range wraps at 2^64 and looks like an empty range",
        rules: ["UNMAP-05"],
        origin: "Asterinas #1213: overflow of large sizes",
        create: calling(UnmapEndWraps),
    },
    {
        id: "unmap-empty-ok",
        about: "unmap of nothing answers OK",
        rules: ["UNMAP-03"],
        origin: "Asterinas #1172: empty ranges",
        create: calling(UnmapEmptyOk),
    },
    {
        id: "unmap-rounds-down",
        about: "the length of an unmap is rounded down to pages",
        rules: ["UNMAP-03", "UNMAP-09"],
        origin: "zCore: byte and page units mixed",
        create: calling(UnmapRoundsDown),
    },
    {
        id: "unmap-whole-region-destroys-it",
        about: "an unmap of exactly the region destroys the region itself",
        rules: ["UNMAP-09"],
        origin: "an inclusive containment test",
        create: calling(UnmapWholeDestroys),
    },
];
//# sourceMappingURL=unmap.js.map