import {} from "../../src/zircon/index.js";
import { contractDecisions, PagedKernel } from "../paged/index.js";
import { calling, deciding } from "./fault.js";
const { recordCounters } = contractDecisions;
class MappingsByEntry extends PagedKernel {
    infoVmo(vmo) {
        const answer = super.infoVmo(vmo);
        const { world } = this;
        const object = world.handles.vmo(vmo, 0);
        if (answer.info === undefined || typeof object === "number")
            return answer;
        let numMappings = 0;
        this.observeSpace(world.pages.bytes(world.root.start), world.pages.bytes(world.root.pages), {
            region: () => undefined,
            mapping(_base, _size, _depth, _perms, koid) {
                if (koid === object.koid)
                    numMappings++;
            },
        });
        return { ...answer, info: { ...answer.info, numMappings } };
    }
}
/** Removes from a VMO's count what splits added: mappings made minus mappings gone altogether. */
class SplitUncounted extends PagedKernel {
    infoVmo(vmo) {
        const answer = super.infoVmo(vmo);
        const object = this.world.handles.vmo(vmo, 0);
        if (answer.info === undefined || typeof object === "number")
            return answer;
        const origins = new Set();
        const { world } = this;
        this.observeSpace(world.pages.bytes(world.root.start), world.pages.bytes(world.root.pages), {
            region: () => undefined,
            mapping(base, _size, _depth, _perms, koid, offset) {
                // Pieces of one mapping show the VMO at the same distance from their address.
                if (koid === object.koid)
                    origins.add(String(BigInt(base) - BigInt(offset)));
            },
        });
        const numMappings = Math.min(answer.info.numMappings, origins.size);
        return { ...answer, info: { ...answer.info, numMappings } };
    }
}
class ActualCountsAll extends PagedKernel {
    infoVmarMaps(vmar, bufferSize) {
        const answer = super.infoVmarMaps(vmar, bufferSize);
        return { ...answer, actual: answer.available };
    }
}
class AvailableCountsWritten extends PagedKernel {
    infoVmarMaps(vmar, bufferSize) {
        const answer = super.infoVmarMaps(vmar, bufferSize);
        return { ...answer, available: answer.actual };
    }
}
/** VMAR_MAPS with other records. */
class Relisted extends PagedKernel {
    infoVmarMaps(vmar, bufferSize) {
        const all = super.infoVmarMaps(vmar, Infinity);
        const answer = super.infoVmarMaps(vmar, bufferSize);
        const maps = this.relist(all.maps);
        const available = answer.available - all.maps.length + maps.length;
        return {
            ...answer,
            available,
            actual: Math.min(answer.actual, available),
            maps: maps.slice(0, answer.actual),
        };
    }
}
class EmptyRegionsUnlisted extends Relisted {
    relist(maps) {
        return maps.filter((map, i) => i === 0 || map.details.kind !== "vmar" || (maps[i + 1]?.depth ?? 0) > map.depth);
    }
}
class DepthOfRegion extends Relisted {
    relist(maps) {
        return maps.map((map) => (map.details.kind === "mapping" ? { ...map, depth: map.depth - 1 } : map));
    }
}
class FirstRangeForMapping extends Relisted {
    relist(maps) {
        let permissions = 0;
        return maps.map((map, i) => {
            if (map.details.kind !== "mapping")
                return map;
            const before = maps[i - 1];
            const { mapping } = map.details;
            const last = before?.details.kind === "mapping" ? before.details.mapping : undefined;
            const goesOn = before !== undefined &&
                last?.vmoKoid === mapping.vmoKoid &&
                BigInt(before.base) + BigInt(before.size) === BigInt(map.base) &&
                BigInt(last.vmoOffset) + BigInt(before.size) === BigInt(mapping.vmoOffset);
            if (!goesOn)
                permissions = mapping.mmuFlags;
            return { ...map, details: { kind: "mapping", mapping: { ...mapping, mmuFlags: permissions } } };
        });
    }
}
function unscaled(counters) {
    const { committedBytes, populatedBytes } = counters;
    return {
        ...counters,
        committedScaledBytes: committedBytes,
        populatedScaledBytes: populatedBytes,
        committedFractionalScaledBytes: 0,
        populatedFractionalScaledBytes: 0,
    };
}
/** Counters and records (§3.11, D-12). */
export const ACCOUNTING_FAULTS = [
    {
        id: "committed-of-whole-vmo",
        about: "after a split each piece of a mapping counts the committed bytes up to the VMO's end",
        rules: ["INFO-16"],
        origin: "accounting: committed bytes after a split",
        create: deciding({
            recordCounters: (world, vmo, first) => recordCounters(world, vmo, first, Math.max(0, vmo.pages - first)),
        }),
    },
    {
        id: "committed-ignores-offset",
        about: "an entry counts the committed bytes from the VMO's start, without its VMO offset",
        rules: ["INFO-16"],
        origin: "mapping offsets and VMO offsets mixed",
        create: deciding({ recordCounters: (world, vmo, _first, count) => recordCounters(world, vmo, 0, count) }),
    },
    {
        id: "shared-pages-not-scaled",
        about: "pages that several VMOs share count fully in the scaled bytes of each",
        rules: ["INFO-16"],
        origin: "accounting: proportional set size",
        create: deciding({
            recordCounters: (world, vmo, first, count) => unscaled(recordCounters(world, vmo, first, count)),
        }),
    },
    {
        id: "shared-pages-private",
        about: "pages that several VMOs share count as private",
        rules: ["INFO-16"],
        origin: "accounting: private and shared bytes",
        create: deciding({
            recordCounters(world, vmo, first, count) {
                const counters = recordCounters(world, vmo, first, count);
                const { committedBytes, populatedBytes } = counters;
                const bytes = world.semantics["V-9"];
                return bytes
                    ? { ...counters, committedPrivateBytes: committedBytes, populatedPrivateBytes: populatedBytes }
                    : counters;
            },
        }),
    },
    {
        id: "slice-counts-pages",
        about: "entries of slices and references count the pages of the VMO that they show",
        rules: ["INFO-16"],
        origin: "accounting: pages counted twice",
        create: deciding({
            recordCounters(world, vmo, first, count) {
                const owner = vmo.origin === "slice" || vmo.origin === "reference" ? vmo.parent : undefined;
                if (owner === undefined)
                    return recordCounters(world, vmo, first, count);
                return recordCounters(world, owner, first + vmo.base - owner.base, count);
            },
        }),
    },
    {
        id: "mappings-counted-by-entry",
        about: "a VMO's number of mappings counts map entries, so a protect raises it",
        rules: ["VMO-24"],
        origin: "Zircon before V-5: protect split the mapping object",
        create: calling(MappingsByEntry),
    },
    {
        id: "split-uncounted",
        about: "a piece that is split off a mapping is not registered with its VMO",
        rules: ["VMO-24", "UNMAP-09"],
        origin: "zCore: a split-off mapping is not registered with its VMO",
        create: calling(SplitUncounted),
    },
    {
        id: "maps-actual-counts-all",
        about: "VMAR_MAPS tells as many records written as there are, whatever the buffer",
        rules: ["INFO-12"],
        origin: "two counts taken for one",
        create: calling(ActualCountsAll),
    },
    {
        id: "maps-available-counts-written",
        about: "VMAR_MAPS tells as many records there as it has written",
        rules: ["INFO-12"],
        origin: "an enumeration that stops when the buffer is full",
        create: calling(AvailableCountsWritten),
    },
    {
        id: "maps-empty-regions-unlisted",
        about: "VMAR_MAPS leaves out child regions without contents",
        rules: ["INFO-14"],
        origin: "a walk over mappings",
        create: calling(EmptyRegionsUnlisted),
    },
    {
        id: "maps-depth-of-region",
        about: "VMAR_MAPS gives a mapping the depth of its region",
        rules: ["INFO-13", "INFO-15"],
        origin: "depth counted on the way down",
        create: calling(DepthOfRegion),
    },
    {
        id: "maps-first-permissions",
        about: "VMAR_MAPS gives all protection ranges of a mapping the permissions of its first",
        rules: ["INFO-15"],
        origin: "Zircon of 2022 (contract, O-15)",
        create: calling(FirstRangeForMapping),
    },
];
//# sourceMappingURL=accounting.js.map