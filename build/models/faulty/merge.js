import { Status, } from "../../src/zircon/index.js";
import { contractDecisions, PagedKernel } from "../paged/index.js";
import { ATTR_FBS, ATTR_PLACEMENT_SHIFT, MAX_PERM_MASK } from "../paged/identity.js";
import { calling, deciding, switching } from "./fault.js";
import { objectRuns, runOf } from "./runs.js";
const { place, mappingAttrs } = contractDecisions;
/** The mapping that ends where the new one begins, if it is of the same VMO. */
function leftOfSameVmo(world, region, start, code) {
    const left = runOf(world, region, start - 1);
    if (left === undefined || left.code < 0)
        return undefined;
    return world.identities.of(left.code).vmo === world.identities.of(code).vmo ? left : undefined;
}
/** A kernel in which a mapping also joins a left neighbour of the same VMO from which it differs in `ignored` alone. */
function merging(ignored) {
    return deciding({
        place(world, region, start, end, delta, code) {
            const left = leftOfSameVmo(world, region, start, code);
            const joins = left !== undefined &&
                left.delta === delta &&
                ((world.identities.of(left.code).attrs ^ world.identities.of(code).attrs) & ~ignored) === 0;
            place(world, region, start, end, delta, joins ? (left.code & ~7) | (code & 7) : code);
            if (joins)
                world.runs.idle.push(code >> 3); // the identity that was meant for the new mapping
        },
    });
}
/** A kernel that remembers of each mapping by which call it was made, and merges only what one call made. */
const createNeverMerging = (config) => {
    let serial = 0;
    return new PagedKernel(config, {
        mappingAttrs: (world, options, maxPerm) => mappingAttrs(world, options, maxPerm) | (++serial << (ATTR_PLACEMENT_SHIFT + 3)),
    });
};
/** A VMO's mappings are counted by the calls that change them, one of which forgets to. */
class MergeUncounted extends PagedKernel {
    #merged;
    constructor(config) {
        const merged = new Map();
        super(config, {
            place(world, region, start, end, delta, code) {
                const left = runOf(world, region, start - 1);
                if (left?.end === start && left.delta === delta && left.code >> 3 === code >> 3) {
                    const { koid } = world.identities.of(code).vmo;
                    merged.set(koid, (merged.get(koid) ?? 0) + 1);
                }
                place(world, region, start, end, delta, code);
            },
        });
        this.#merged = merged;
    }
    infoVmo(vmo) {
        const answer = super.infoVmo(vmo);
        if (answer.info === undefined)
            return answer;
        const numMappings = answer.info.numMappings + (this.#merged.get(Number(answer.info.koid)) ?? 0);
        return { ...answer, info: { ...answer.info, numMappings } };
    }
}
class ReturnsMergedBase extends PagedKernel {
    vmarMap(vmar, options, vmarOffset, vmo, vmoOffset, len) {
        const answer = super.vmarMap(vmar, options, vmarOffset, vmo, vmoOffset, len);
        if (answer.status !== Status.OK)
            return answer;
        const page = this.world.pages.of(answer.addr);
        const [first] = objectRuns(this.world, this.world.regionAt(page), page);
        return first === undefined ? answer : { ...answer, addr: this.world.pages.bytes(first.start) };
    }
}
/** Which mappings become one (MRG rules). */
export const MERGE_FAULTS = [
    {
        id: "merge-ignores-max-perm",
        about: "neighbours merge although their maximal permissions differ; the left one's hold for both",
        rules: ["MRG-02"],
        origin: "accounting: merge across different maxPerm",
        create: merging(MAX_PERM_MASK),
    },
    {
        id: "merge-ignores-fault-beyond-stream",
        about: "neighbours merge although only one has FAULT_BEYOND_STREAM_SIZE",
        rules: ["MRG-02"],
        origin: "a flag added after the merge was written",
        create: merging(ATTR_FBS),
    },
    {
        id: "merge-ignores-offset",
        about: "neighbours of one VMO merge although their offsets do not continue",
        rules: ["MRG-02"],
        origin: "merging of anonymous memory, where offsets mean nothing",
        create: deciding({
            place(world, region, start, end, delta, code) {
                const left = leftOfSameVmo(world, region, start, code);
                const joins = left !== undefined && left.code >> 3 === code >> 3;
                place(world, region, start, end, joins ? left.delta : delta, code);
            },
        }),
    },
    {
        id: "merge-inverted-offsets",
        about: "neighbours merge when the right one's part of the VMO comes directly before the left one's",
        rules: ["MRG-02"],
        origin: "Asterinas #2209: underflow in the merge of inverted offsets",
        create: deciding({
            place(world, region, start, end, delta, code) {
                const left = leftOfSameVmo(world, region, start, code);
                const joins = left !== undefined && left.code >> 3 === code >> 3 && left.start + left.delta === end + delta;
                place(world, region, start, end, joins ? left.delta : delta, code);
            },
        }),
    },
    {
        id: "merge-takes-left-permissions",
        about: "a mapping that merges with its left neighbour takes over its permissions",
        rules: ["MRG-02", "MRG-04"],
        origin: "one permission word for a mapping that has several",
        create: deciding({
            place(world, region, start, end, delta, code) {
                const left = leftOfSameVmo(world, region, start, code);
                const joins = left?.delta === delta && left.code >> 3 === code >> 3;
                place(world, region, start, end, delta, joins ? left.code : code);
            },
        }),
    },
    {
        id: "merge-never",
        about: "mappings made by two calls never become one",
        rules: ["MRG-01", "MRG-02", "MAP-40"],
        origin: "a trigger that is not called",
        create: createNeverMerging,
    },
    {
        id: "merge-minds-placement-options",
        about: "mappings made with different placement options do not merge",
        rules: ["MRG-02"],
        origin: "Zircon before V-2",
        create: switching({ "V-2": false }),
    },
    {
        id: "merge-uncounted",
        about: "a merge does not lower the VMO's number of mappings",
        rules: ["VMO-24", "MRG-04"],
        origin: "accounting: numMappings after a merge",
        create: calling(MergeUncounted),
    },
    {
        id: "map-returns-merged-base",
        about: "map answers the base of the merged mapping instead of that of its own range",
        rules: ["MAP-40"],
        origin: "the address read from the mapping after the merge",
        create: calling(ReturnsMergedBase),
    },
];
//# sourceMappingURL=merge.js.map