import { VmOption } from "../../src/zircon/index.js";
import { contractDecisions, PagedKernel } from "../paged/index.js";
import { calling, deciding } from "./fault.js";
import { directRuns, runOf } from "./runs.js";
const { overlaps, overlapsRegion } = contractDecisions;
class OverlapBeforeOverwrite extends PagedKernel {
    vmarMap(vmar, options, vmarOffset, vmo, vmoOffset, len) {
        const overwrite = (options & VmOption.SPECIFIC_OVERWRITE) !== 0;
        const specific = overwrite ? (options ^ VmOption.SPECIFIC_OVERWRITE) | VmOption.SPECIFIC : options;
        return super.vmarMap(vmar, specific, vmarOffset, vmo, vmoOffset, len);
    }
}
/** What counts as occupied, for SPECIFIC and for SPECIFIC_OVERWRITE. */
export const OVERLAP_FAULTS = [
    {
        id: "adjacent-region-overlaps",
        about: "a child region that ends where the range begins counts as overlapping it",
        rules: ["ALLOC-18", "MAP-33"],
        origin: "Zircon fxbug 42069384: a range next to a child region",
        create: deciding({
            overlaps(world, region, start, end) {
                const before = runOf(world, region, start - 1);
                return (before !== undefined && before.code < 0) || overlaps(world, region, start, end);
            },
        }),
    },
    {
        id: "overlap-end-inclusive",
        about: "whatever begins where the range ends counts as overlapping it",
        rules: ["ALLOC-18", "MAP-33"],
        origin: "zCore: inclusive range ends",
        create: deciding({
            overlaps: (world, region, start, end) => overlaps(world, region, start, end + 1),
        }),
    },
    {
        id: "overlap-first-page-only",
        about: "SPECIFIC looks at the first page of the range alone",
        rules: ["ALLOC-18", "MAP-33"],
        origin: "a lookup of the address in place of the range",
        create: deciding({ overlaps: (world, region, start) => overlaps(world, region, start, start + 1) }),
    },
    {
        id: "overlap-mappings-only",
        about: "SPECIFIC does not see child regions, only mappings",
        rules: ["ALLOC-18", "MAP-33"],
        origin: "zCore: children and mappings in two lists",
        create: deciding({
            overlaps: (world, region, start, end) => directRuns(world, region, start, end).some(({ code }) => code >= 0),
        }),
    },
    {
        id: "overlap-before-overwrite",
        about: "SPECIFIC_OVERWRITE over a mapping is refused like SPECIFIC: the overlap is found first",
        rules: ["MAP-34", "OVW-03"],
        origin: "zCore: overlap found before overwrite",
        create: calling(OverlapBeforeOverwrite),
    },
    {
        id: "overwrite-destroys-region",
        about: "an overwrite destroys the child regions that it covers completely",
        rules: ["OVW-02"],
        origin: "overwrite done as unmap",
        create: deciding({
            overlapsRegion: (world, region, start, end) => directRuns(world, region, start, end).some((run) => run.code < 0 && (run.start < start || run.end > end)),
            place(world, region, start, end, delta, code) {
                contractDecisions.removeRange(world, region, start, end);
                contractDecisions.place(world, region, start, end, delta, code);
            },
        }),
    },
    {
        id: "overwrite-refuses-adjacent-region",
        about: "an overwrite is refused where a child region begins at its end",
        rules: ["OVW-02"],
        origin: "Zircon fxbug 42069384: a range next to a child region",
        create: deciding({
            overlapsRegion: (world, region, start, end) => overlapsRegion(world, region, start, end + 1),
        }),
    },
    {
        id: "overwrite-sees-first-child-only",
        about: "an overwrite looks for a region only at the lowest child of the range",
        rules: ["OVW-02"],
        origin: "a lower-bound lookup without the loop",
        create: deciding({
            overlapsRegion: (world, region, start, end) => (directRuns(world, region, start, end)[0]?.code ?? 0) < 0,
        }),
    },
];
//# sourceMappingURL=overlap.js.map