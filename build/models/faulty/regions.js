import { INFO_MAPS_SIZE, Status, } from "../../src/zircon/index.js";
import { PagedKernel, Region } from "../paged/index.js";
import { Vmo } from "../paged/vmo.js";
import { decidingRule, DESTROY_CHECKS } from "./checks.js";
import { calling } from "./fault.js";
class DestroyedStaysUsable extends PagedKernel {
    vmarDestroy(vmar) {
        const { handles } = this.world;
        const region = handles.vmar(vmar, 0);
        if (typeof region === "number" || decidingRule(DESTROY_CHECKS, this.world, [vmar]) !== undefined)
            return super.vmarDestroy(vmar);
        // Cut off from the tree, but nobody told the region.
        region.parent?.runs.clear(region.start, region.end);
        region.parent?.children.delete(region);
        region.parent = undefined;
        return Status.OK;
    }
}
class DestroyNotRecursive extends PagedKernel {
    vmarDestroy(vmar) {
        const region = this.world.handles.vmar(vmar, 0);
        if (typeof region === "number" || decidingRule(DESTROY_CHECKS, this.world, [vmar]) !== undefined)
            return super.vmarDestroy(vmar);
        for (const child of region.children)
            child.parent = undefined;
        region.children.clear();
        return super.vmarDestroy(vmar);
    }
}
class DestroyKeepsRange extends PagedKernel {
    vmarDestroy(vmar) {
        const region = this.world.handles.vmar(vmar, 0);
        if (typeof region === "number" || decidingRule(DESTROY_CHECKS, this.world, [vmar]) !== undefined)
            return super.vmarDestroy(vmar);
        region.runs.drop();
        region.alive = false;
        this.world.identities.settle();
        return Status.OK;
    }
}
class DestroyTwiceOk extends PagedKernel {
    vmarDestroy(vmar) {
        const dead = decidingRule(DESTROY_CHECKS, this.world, [vmar]) === "DEST-03";
        return dead ? Status.OK : super.vmarDestroy(vmar);
    }
}
class LastCloseDestroys extends PagedKernel {
    handleClose(handle) {
        const object = this.world.handles.get(handle);
        const status = super.handleClose(handle);
        const { root, identities } = this.world;
        if (!(object instanceof Region) || object === root || object.handles > 0 || !object.alive)
            return status;
        object.parent?.runs.clear(object.start, object.end);
        this.world.killRegion(object);
        identities.settle();
        return status;
    }
}
class LastCloseDropsPages extends PagedKernel {
    handleClose(handle) {
        const object = this.world.handles.get(handle);
        const status = super.handleClose(handle);
        if (object instanceof Vmo && object.handles === 0)
            object.store.drop(0, Infinity);
        return status;
    }
}
class DeadRegionHasNoInfo extends PagedKernel {
    infoVmar(vmar, bufferSize) {
        const answer = super.infoVmar(vmar, bufferSize);
        const region = this.world.handles.vmar(vmar, 0);
        const dead = answer.status === Status.OK && typeof region !== "number" && !region.alive;
        return dead ? { status: Status.BAD_STATE, actual: 0, available: 0 } : answer;
    }
}
class DeadRegionListsItself extends PagedKernel {
    infoVmarMaps(vmar, bufferSize) {
        const answer = super.infoVmarMaps(vmar, bufferSize);
        const region = this.world.handles.vmar(vmar, 0);
        if (answer.status !== Status.BAD_STATE || typeof region === "number")
            return answer;
        const { pages } = this.world;
        const [base, size] = [pages.bytes(region.start), pages.bytes(region.pages)];
        const own = { name: region.name, base, size, depth: 0, details: { kind: "vmar" } };
        const maps = bufferSize < INFO_MAPS_SIZE ? [] : [own];
        return { status: Status.OK, actual: maps.length, available: 1, maps };
    }
}
class MapsBeforeInspect extends PagedKernel {
    infoVmarMaps(vmar, bufferSize) {
        const region = this.world.handles.vmar(vmar, 0);
        if (this.world.semantics["V-8"] && typeof region !== "number" && !region.alive)
            return { status: Status.BAD_STATE, actual: 0, available: 0, maps: [] };
        return super.infoVmarMaps(vmar, bufferSize);
    }
}
/** The life of regions (§2.3). */
export const REGION_FAULTS = [
    {
        id: "destroyed-region-usable",
        about: "a destroyed region leaves the tree but can still be used through its handles",
        rules: ["DEST-05", "MAP-23"],
        origin: "a child that is taken out of the list but not told",
        create: calling(DestroyedStaysUsable),
    },
    {
        id: "destroy-not-recursive",
        about: "the regions inside of a destroyed region stay alive to their handles",
        rules: ["DEST-05"],
        origin: "zCore: destroy of one level",
        create: calling(DestroyNotRecursive),
    },
    {
        id: "destroy-keeps-range",
        about: "a destroyed region goes on to occupy its range",
        rules: ["DEST-05"],
        origin: "a region that is told but not taken out of the list",
        create: calling(DestroyKeepsRange),
    },
    {
        id: "destroy-twice-ok",
        about: "a second destroy answers OK",
        rules: ["DEST-03"],
        origin: "idempotent teardown",
        create: calling(DestroyTwiceOk),
    },
    {
        id: "last-close-destroys-region",
        about: "closing the last handle to a region destroys it",
        rules: ["HND-01"],
        origin: "handles that own what they name, as in the Rust crate",
        create: calling(LastCloseDestroys),
    },
    {
        id: "last-close-drops-pages",
        about: "closing the last handle to a VMO drops its pages although they are mapped",
        rules: ["VMO-10", "MAP-38"],
        origin: "a mapping that does not hold a reference",
        create: calling(LastCloseDropsPages),
    },
    {
        id: "dead-region-has-no-info",
        about: "ZX_INFO_VMAR of a dead region answers BAD_STATE",
        rules: ["INFO-03"],
        origin: "one liveness check for all calls",
        create: calling(DeadRegionHasNoInfo),
    },
    {
        id: "dead-region-lists-itself",
        about: "VMAR_MAPS of a dead region answers OK with the region alone",
        rules: ["INFO-11"],
        origin: "a liveness check left out",
        create: calling(DeadRegionListsItself),
    },
    {
        id: "order-info-11-before-info-10",
        about: "VMAR_MAPS notices a dead region before a handle without INSPECT",
        rules: ["INFO-10", "INFO-11"],
        origin: "order of checks",
        create: calling(MapsBeforeInspect),
    },
];
//# sourceMappingURL=regions.js.map