import { CAN_MAP_MASK, PERM_MASK, Status, subU64, VmOption, } from "../../src/zircon/index.js";
import { PagedKernel } from "../paged/index.js";
import { ALLOCATE_CHECKS, decidingRule, MAP_CHECKS, passes, } from "./checks.js";
import { calling, switching } from "./fault.js";
const { INVALID_ARGS, NOT_SUPPORTED, OUT_OF_RANGE, OK } = Status;
function refuse(status) {
    return { status, addr: 0 };
}
function vmoOf(world, handle) {
    const vmo = world.handles.vmo(handle, 0);
    return typeof vmo === "number" ? undefined : vmo;
}
function regionOf(world, handle) {
    const region = world.handles.vmar(handle, 0);
    return typeof region === "number" ? undefined : region;
}
class ResizableNeedsAllowFaults extends PagedKernel {
    vmarMap(...args) {
        const [, options, , vmo] = args;
        const refused = vmoOf(this.world, vmo)?.resizable === true && (options & VmOption.ALLOW_FAULTS) === 0;
        return refused && passes(MAP_CHECKS, "MAP-16", this.world, args)
            ? refuse(NOT_SUPPORTED)
            : super.vmarMap(...args);
    }
}
class MappingMustFitVmo extends PagedKernel {
    vmarMap(...args) {
        const [, options, , handle, vmoOffset, len] = args;
        const { pages } = this.world;
        const vmo = vmoOf(this.world, handle);
        const reaches = vmo === undefined || pages.of(vmoOffset) + pages.up(len) <= vmo.pages;
        const refused = !reaches && (options & VmOption.ALLOW_FAULTS) === 0;
        return refused && passes(MAP_CHECKS, "MAP-21", this.world, args)
            ? refuse(Status.BUFFER_TOO_SMALL)
            : super.vmarMap(...args);
    }
}
class WriteImpliesRead extends PagedKernel {
    vmarMap(...args) {
        const [vmar, options, ...rest] = args;
        const wanted = decidingRule(MAP_CHECKS, this.world, args) === "MAP-06";
        return super.vmarMap(vmar, wanted ? options | VmOption.PERM_READ : options, ...rest);
    }
}
class CanMapIgnoredInMap extends PagedKernel {
    vmarMap(...args) {
        const [vmar, options, ...rest] = args;
        const only = decidingRule(MAP_CHECKS, this.world, args) === "MAP-08";
        return super.vmarMap(vmar, only ? options & ~CAN_MAP_MASK : options, ...rest);
    }
}
class VmoEndWraps extends PagedKernel {
    vmarMap(...args) {
        const [vmar, options, offset, vmo, vmoOffset, len] = args;
        const { pages } = this.world;
        const wraps = decidingRule(MAP_CHECKS, this.world, args) === "MAP-21";
        // The wrapped sum is small, so the mapping is made; its pages lie beyond any VMO.
        const below = subU64(subU64(0, pages.bytes(pages.up(len))), pages.size);
        return super.vmarMap(vmar, options, offset, vmo, wraps ? below : vmoOffset, len);
    }
}
class LengthWrapIsEmpty extends PagedKernel {
    vmarMap(...args) {
        return decidingRule(MAP_CHECKS, this.world, args) === "MAP-20"
            ? refuse(INVALID_ARGS)
            : super.vmarMap(...args);
    }
}
class MapRoundsDown extends PagedKernel {
    vmarMap(...args) {
        const [vmar, options, offset, vmo, vmoOffset, len] = args;
        const { pages } = this.world;
        const whole = pages.up(len) > 1 ? subU64(len, pages.offsetIn(len)) : len;
        return super.vmarMap(vmar, options, offset, vmo, vmoOffset, whole);
    }
}
class MapRangeCountsOffset extends PagedKernel {
    vmarMap(...args) {
        const [vmar, options, , , vmoOffset, len] = args;
        const answer = super.vmarMap(...args);
        const { pages } = this.world;
        const outside = (options & VmOption.MAP_RANGE) !== 0 && pages.of(vmoOffset) >= pages.up(len);
        if (answer.status !== OK || !outside || (options & PERM_MASK) === 0)
            return answer;
        this.vmarUnmap(vmar, answer.addr, len);
        return refuse(OUT_OF_RANGE);
    }
}
class RangeAtEndRefused extends PagedKernel {
    vmarMap(...args) {
        const [vmar, options, offset, , , len] = args;
        const { pages } = this.world;
        const specific = (options & (VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE)) !== 0;
        const atEnd = pages.of(offset) + pages.up(len) === regionOf(this.world, vmar)?.pages;
        return specific && atEnd && passes(MAP_CHECKS, "MAP-30", this.world, args)
            ? refuse(INVALID_ARGS)
            : super.vmarMap(...args);
    }
}
class AllocateRoundsSize extends PagedKernel {
    vmarAllocate(...args) {
        const [vmar, options, offset, size] = args;
        const { pages } = this.world;
        const odd = decidingRule(ALLOCATE_CHECKS, this.world, args) === "ALLOC-06";
        return super.vmarAllocate(vmar, options, offset, odd ? pages.bytes(pages.up(size)) : size);
    }
}
class CanMapSpecificInherited extends PagedKernel {
    vmarAllocate(...args) {
        const [vmar, options, offset, size] = args;
        const flags = regionOf(this.world, vmar)?.flags ?? VmOption.CAN_MAP_SPECIFIC;
        const kept = (flags & VmOption.CAN_MAP_SPECIFIC) === 0 ? options & ~VmOption.CAN_MAP_SPECIFIC : options;
        return super.vmarAllocate(vmar, kept, offset, size);
    }
}
class SpecificWithoutCanMap extends PagedKernel {
    vmarAllocate(vmar, options, offset, size) {
        return super.vmarAllocate(vmar, options | VmOption.CAN_MAP_SPECIFIC, offset, size);
    }
}
class UpperWithSpecificOk extends PagedKernel {
    vmarMap(...args) {
        const [vmar, options, ...rest] = args;
        const both = decidingRule(MAP_CHECKS, this.world, args) === "MAP-26";
        return super.vmarMap(vmar, both ? options & ~VmOption.OFFSET_IS_UPPER_LIMIT : options, ...rest);
    }
}
/** What map and allocate accept, and what they make of their arguments. */
export const MAP_FAULTS = [
    {
        id: "specific-without-can-map-specific",
        about: "SPECIFIC and an upper limit are allowed in a region without CAN_MAP_SPECIFIC",
        rules: ["MAP-29", "ALLOC-14"],
        origin: "zCore: CAN_MAP flags never checked",
        create: calling(SpecificWithoutCanMap),
    },
    {
        id: "can-map-specific-inherited",
        about: "a region in one without CAN_MAP_SPECIFIC does not get it either",
        rules: ["ALLOC-21"],
        origin: "one rule for all CAN_MAP flags",
        create: calling(CanMapSpecificInherited),
    },
    {
        id: "can-map-options-ignored-by-map",
        about: "map passes over CAN_MAP options instead of refusing them",
        rules: ["MAP-08"],
        origin: "masks that drop what they should refuse",
        create: calling(CanMapIgnoredInMap),
    },
    {
        id: "upper-limit-keeps-vmo-offset",
        about: "a mapping placed below an upper limit keeps its VMO offset, which the kernel drops",
        rules: ["MAP-38"],
        origin: "Zircon without Q-1",
        create: switching({ "Q-1": false }),
    },
    {
        id: "upper-limit-with-specific-ok",
        about: "an upper limit together with SPECIFIC or SPECIFIC_OVERWRITE is passed over",
        rules: ["MAP-26"],
        origin: "options that are looked at one by one",
        create: calling(UpperWithSpecificOk),
    },
    {
        id: "resizable-needs-allow-faults",
        about: "a resizable VMO cannot be mapped without ALLOW_FAULTS",
        rules: ["MAP-16"],
        origin: "Zircon fxbug 42109795: ALLOW_FAULTS as documented",
        create: calling(ResizableNeedsAllowFaults),
    },
    {
        id: "mapping-must-fit-vmo",
        about: "without ALLOW_FAULTS a mapping that exceeds its VMO answers BUFFER_TOO_SMALL",
        rules: ["MAP-16", "MAP-22"],
        origin: "documentation of zx_vmar_map (contract, §10)",
        create: calling(MappingMustFitVmo),
    },
    {
        id: "write-implies-read",
        about: "map adds READ to WRITE or EXECUTE instead of refusing them alone",
        rules: ["MAP-06"],
        origin: "mmap of other systems",
        create: calling(WriteImpliesRead),
    },
    {
        id: "map-vmo-end-wraps",
        about: "a mapping whose end in the VMO wraps at 2^64 is made",
        rules: ["MAP-21"],
        origin: "Asterinas #1213: overflow of large sizes",
        create: calling(VmoEndWraps),
    },
    {
        id: "map-length-wraps-to-empty",
        about: "a length that wraps when it is rounded up is answered like an empty one",
        rules: ["MAP-20"],
        origin: "Asterinas #1213: overflow of large sizes",
        create: calling(LengthWrapIsEmpty),
    },
    {
        id: "map-rounds-down",
        about: "a length above a page is rounded down to pages",
        rules: ["MAP-38"],
        origin: "zCore: byte and page units mixed",
        create: calling(MapRoundsDown),
    },
    {
        id: "map-range-counts-vmo-offset",
        about: "MAP_RANGE compares VMO offsets with the mapping's length and fails for a mapping from further on",
        rules: ["MAP-39", "FAULT-12"],
        origin: "Zircon: VmarMapRangeOffsetTest",
        create: calling(MapRangeCountsOffset),
    },
    {
        id: "map-at-region-end-refused",
        about: "a mapping that ends exactly where its region does is refused",
        rules: ["MAP-30"],
        origin: "inclusive range ends",
        create: calling(RangeAtEndRefused),
    },
    {
        id: "allocate-rounds-size",
        about: "allocate rounds its size up as map does",
        rules: ["ALLOC-06"],
        origin: "one rule for both calls",
        create: calling(AllocateRoundsSize),
    },
];
//# sourceMappingURL=map.js.map