import { contractDecisions } from "../paged/index.js";
import { deciding } from "./fault.js";
import { directRuns, objectRuns, runOf } from "./runs.js";
const { place } = contractDecisions;
/** What an overwrite leaves of the mappings that it meets. */
export const OVERWRITE_FAULTS = [
    {
        id: "overwrite-right-remainder-offset",
        about: "what an overwrite leaves to its right shows the VMO from where the whole mapping began",
        rules: ["OVW-03", "OVW-05"],
        origin: "Asterinas #310: VMO offset of the piece behind a hole",
        create: deciding({
            place(world, region, start, end, delta, code) {
                const old = objectRuns(world, region, end).find((run) => run.start < end);
                const first = objectRuns(world, region, end)[0];
                place(world, region, start, end, delta, code);
                if (old === undefined || first === undefined || first.start >= end)
                    return;
                for (const run of directRuns(world, region, end, Infinity)) {
                    if (run.delta !== old.delta || run.code >> 3 !== old.code >> 3)
                        break;
                    place(world, region, run.start, run.end, old.delta - (end - first.start), run.code);
                }
            },
        }),
    },
    {
        id: "overwrite-loses-left-remainder",
        about: "an overwrite removes what the first mapping it meets has below the range",
        rules: ["OVW-03", "OVW-05"],
        origin: "overwrite of whole mappings",
        create: deciding({
            place(world, region, start, end, delta, code) {
                const [first] = directRuns(world, region, start, end);
                if (first !== undefined && first.start < start)
                    region.runs.clear(first.start, start);
                place(world, region, start, end, delta, code);
            },
        }),
    },
    {
        id: "overwrite-keeps-permissions",
        about: "overwritten pages keep the permissions of the mapping that was there",
        rules: ["OVW-03", "MAP-38"],
        origin: "page tables that are not updated where an entry exists",
        create: deciding({
            place(world, region, start, end, delta, code) {
                const old = directRuns(world, region, start, end);
                place(world, region, start, end, delta, code);
                for (const run of old)
                    region.runs.recode(Math.max(run.start, start), Math.min(run.end, end), run.code & 7);
            },
        }),
    },
    {
        id: "overwrite-unmaps-before-it-is-refused",
        about: "the mappings below the child region that forbids an overwrite are gone when it is refused",
        rules: ["OVW-02"],
        origin: "checking and unmapping in one loop",
        create: deciding({
            overlapsRegion(world, region, start, end) {
                for (const run of directRuns(world, region, start, end)) {
                    if (run.code < 0)
                        return true;
                    region.runs.clear(Math.max(run.start, start), Math.min(run.end, end));
                }
                return false;
            },
        }),
    },
    {
        id: "overwrite-keeps-old-tail",
        about: "an overwrite replaces only the first mapping that it meets and leaves the others in place",
        rules: ["OVW-03"],
        origin: "a lookup of one mapping in place of the range",
        create: deciding({
            place(world, region, start, end, delta, code) {
                const old = directRuns(world, region, start, end).slice(1);
                place(world, region, start, end, delta, code);
                for (const run of old)
                    place(world, region, run.start, Math.min(run.end, end), run.delta, run.code);
            },
        }),
    },
    {
        id: "overwrite-one-page-more",
        about: "an overwrite takes the page behind its range away from the mapping there",
        rules: ["OVW-03"],
        origin: "zCore: inclusive range ends",
        create: deciding({
            place(world, region, start, end, delta, code) {
                const old = runOf(world, region, end - 1);
                if (old !== undefined && old.end > end)
                    region.runs.clear(end, end + 1);
                place(world, region, start, end, delta, code);
            },
        }),
    },
];
//# sourceMappingURL=overwrite.js.map