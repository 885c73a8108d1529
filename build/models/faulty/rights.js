import { Rights, RIGHTS_VMAR_DEFAULT, Status, VmOption, VmoChildOption, } from "../../src/zircon/index.js";
import { contractDecisions, PagedKernel } from "../paged/index.js";
import { permsOf } from "../paged/vmar-map.js";
import { decidingRule, DESTROY_CHECKS, MAP_CHECKS } from "./checks.js";
import { calling, deciding, switching } from "./fault.js";
const RWX = Rights.READ | Rights.WRITE | Rights.EXECUTE;
/** Makes a call through a second handle that has `more` rights, closed again afterwards. */
function strengthened(world, handle, more, call) {
    const object = world.handles.get(handle);
    if (object === undefined)
        return call(handle);
    const stronger = world.handles.open(object, world.handles.rights(handle) | more);
    const answer = call(stronger);
    world.handles.close(stronger);
    return answer;
}
class AllocateKeepsParentRights extends PagedKernel {
    vmarAllocate(vmar, options, offset, size) {
        const answer = super.vmarAllocate(vmar, options, offset, size);
        if (answer.status !== Status.OK)
            return answer;
        const rights = this.world.handles.rights(answer.handle) & this.world.handles.rights(vmar);
        return { ...answer, handle: this.handleReplace(answer.handle, rights).handle };
    }
}
class AllocateIgnoresRights extends PagedKernel {
    vmarAllocate(vmar, options, offset, size) {
        return strengthened(this.world, vmar, RWX, (handle) => super.vmarAllocate(handle, options, offset, size));
    }
}
class MapWithoutMapRight extends PagedKernel {
    vmarMap(...args) {
        const [vmar, options, offset, vmo, vmoOffset, len] = args;
        const more = decidingRule(MAP_CHECKS, this.world, args) === "MAP-04" ? Rights.MAP : 0;
        return strengthened(this.world, vmo, more, (handle) => super.vmarMap(vmar, options, offset, handle, vmoOffset, len));
    }
}
class MapExecuteUnchecked extends PagedKernel {
    vmarMap(...args) {
        const [vmar, options, offset, vmo, vmoOffset, len] = args;
        const more = (options & VmOption.PERM_EXECUTE) === 0 ? 0 : Rights.EXECUTE;
        return strengthened(this.world, vmo, more, (handle) => super.vmarMap(vmar, options, offset, handle, vmoOffset, len));
    }
}
class ProtectIgnoresRights extends PagedKernel {
    vmarProtect(...args) {
        const [vmar, options, addr, len] = args;
        return strengthened(this.world, vmar, RWX, (handle) => super.vmarProtect(handle, options, addr, len));
    }
}
class DuplicateAddsRights extends PagedKernel {
    handleDuplicate(handle, rights) {
        const more = rights >>> 0 === Rights.SAME_RIGHTS ? 0 : rights & 0x7fff_ffff;
        const allowed = (this.world.handles.rights(handle) & Rights.DUPLICATE) !== 0;
        return strengthened(this.world, handle, allowed ? more : 0, (stronger) => super.handleDuplicate(stronger, rights >>> 0 === Rights.SAME_RIGHTS ? this.world.handles.rights(handle) : rights));
    }
}
class DuplicateNeedsNothing extends PagedKernel {
    handleDuplicate(handle, rights) {
        const own = this.world.handles.rights(handle);
        const wanted = rights >>> 0 === Rights.SAME_RIGHTS ? own : rights;
        if ((own & Rights.DUPLICATE) !== 0 || (wanted & ~own) !== 0)
            return super.handleDuplicate(handle, rights);
        return strengthened(this.world, handle, Rights.DUPLICATE, (stronger) => super.handleDuplicate(stronger, wanted));
    }
}
class DuplicateRightsFirst extends PagedKernel {
    handleDuplicate(handle, rights) {
        const own = this.world.handles.rights(handle);
        const known = this.world.handles.get(handle) !== undefined;
        const beyond = rights >>> 0 !== Rights.SAME_RIGHTS && (rights & ~own) !== 0;
        return known && beyond
            ? { status: Status.INVALID_ARGS, handle: 0 }
            : super.handleDuplicate(handle, rights);
    }
}
class ReplaceKeepsSource extends PagedKernel {
    handleReplace(handle, rights) {
        const object = this.world.handles.get(handle);
        const own = this.world.handles.rights(handle);
        const wanted = rights >>> 0 === Rights.SAME_RIGHTS ? own : rights;
        if (object === undefined || (wanted & ~own) !== 0)
            return super.handleReplace(handle, rights);
        return { status: Status.OK, handle: this.world.handles.open(object, wanted) };
    }
}
class ExecutableKeepsSource extends PagedKernel {
    vmoReplaceAsExecutable(vmo) {
        const object = this.world.handles.vmo(vmo, 0);
        if (typeof object === "number")
            return super.vmoReplaceAsExecutable(vmo);
        const rights = this.world.handles.rights(vmo) | Rights.EXECUTE;
        return { status: Status.OK, handle: this.world.handles.open(object, rights) };
    }
}
class MapsWithoutInspect extends PagedKernel {
    infoVmarMaps(vmar, bufferSize) {
        return strengthened(this.world, vmar, Rights.INSPECT, (handle) => super.infoVmarMaps(handle, bufferSize));
    }
}
class RootDestroyed extends PagedKernel {
    vmarDestroy(vmar) {
        if (decidingRule(DESTROY_CHECKS, this.world, [vmar]) !== "DEST-02")
            return super.vmarDestroy(vmar);
        this.world.killRegion(this.world.root);
        this.world.identities.settle();
        return Status.OK;
    }
}
/** Who may do what. */
export const RIGHTS_FAULTS = [
    {
        id: "allocate-keeps-parent-rights",
        about: "the handle to a new region has no more rights than the handle to its parent",
        rules: ["ALLOC-21"],
        origin: "accounting: a handle's rights after allocate",
        create: calling(AllocateKeepsParentRights),
    },
    {
        id: "can-map-flags-never-checked",
        about: "the handle to a new region has READ, WRITE and EXECUTE whatever its CAN_MAP flags",
        rules: ["ALLOC-21"],
        origin: "zCore: CAN_MAP flags never checked",
        create: deciding({ regionRights: () => RIGHTS_VMAR_DEFAULT | RWX }),
    },
    {
        id: "allocate-ignores-handle-rights",
        about: "CAN_MAP options can be given through a handle without their rights",
        rules: ["ALLOC-01"],
        origin: "zCore: CAN_MAP flags never checked",
        create: calling(AllocateIgnoresRights),
    },
    {
        id: "map-without-map-right",
        about: "a VMO handle without MAP can be mapped",
        rules: ["MAP-04"],
        origin: "a right that is granted and never asked for",
        create: calling(MapWithoutMapRight),
    },
    {
        id: "map-execute-unchecked",
        about: "PERM_EXECUTE does not need EXECUTE on the VMO handle",
        rules: ["MAP-09", "MAP-10"],
        origin: "read and write checked, execute forgotten",
        create: calling(MapExecuteUnchecked),
    },
    {
        id: "max-perm-from-vmo-only",
        about: "a mapping's maximum comes from the VMO handle alone",
        rules: ["MAP-10"],
        origin: "zCore: the maximum of a mapping",
        create: deciding({ maxPermOf: (vmoRights) => permsOf(vmoRights) }),
    },
    {
        id: "max-perm-from-vmar-only",
        about: "a mapping's maximum comes from the VMAR handle alone",
        rules: ["MAP-10"],
        origin: "zCore: the maximum of a mapping",
        create: deciding({ maxPermOf: (_vmoRights, vmarRights) => permsOf(vmarRights) }),
    },
    {
        id: "max-perm-from-first-permissions",
        about: "a mapping's maximum is what it was first mapped with",
        rules: ["MAP-10"],
        origin: "one permission word in place of two",
        create: deciding({
            mappingAttrs: (world, options, maxPerm) => contractDecisions.mappingAttrs(world, options, maxPerm & options),
        }),
    },
    {
        id: "protect-ignores-handle-rights",
        about: "protect gives permissions that the handle's rights do not allow",
        rules: ["PROT-02", "PROT-13"],
        origin: "only the maximum is looked at",
        create: calling(ProtectIgnoresRights),
    },
    {
        id: "destroy-without-op-children",
        about: "a region can be destroyed through a handle without OP_CHILDREN",
        rules: ["DEST-01"],
        origin: "Zircon before V-7",
        create: switching({ "V-7": false }),
    },
    {
        id: "root-can-be-destroyed",
        about: "the root can be destroyed",
        rules: ["DEST-02"],
        origin: "zCore: the root can be destroyed",
        create: calling(RootDestroyed),
    },
    {
        id: "duplicate-adds-rights",
        about: "a duplicate can have rights that its source has not",
        rules: ["HND-02"],
        origin: "a subset test the wrong way round",
        create: calling(DuplicateAddsRights),
    },
    {
        id: "duplicate-needs-nothing",
        about: "a handle without DUPLICATE can be duplicated",
        rules: ["HND-02"],
        origin: "duplicate written after replace",
        create: calling(DuplicateNeedsNothing),
    },
    {
        id: "order-duplicate-rights-before-right",
        about: "duplicate notices too many rights before the missing DUPLICATE",
        rules: ["HND-02"],
        origin: "order of checks",
        create: calling(DuplicateRightsFirst),
    },
    {
        id: "replace-failure-keeps-source",
        about: "a replace that asks for too many rights leaves its source open",
        rules: ["HND-03"],
        origin: "accounting: a replaced handle left open on failure",
        create: deciding({ refuseReplace: () => undefined }),
    },
    {
        id: "replace-keeps-source",
        about: "a successful replace leaves its source open",
        rules: ["HND-03"],
        origin: "replace written as duplicate",
        create: calling(ReplaceKeepsSource),
    },
    {
        id: "replace-as-executable-keeps-source",
        about: "replace_as_executable leaves its source open",
        rules: ["VMO-25"],
        origin: "replace written as duplicate",
        create: calling(ExecutableKeepsSource),
    },
    {
        id: "maps-without-inspect",
        about: "VMAR_MAPS can be asked through a handle without INSPECT",
        rules: ["INFO-10"],
        origin: "a right that is granted and never asked for",
        create: calling(MapsWithoutInspect),
    },
    {
        id: "no-write-child-keeps-write",
        about: "a child made with NO_WRITE has a handle with WRITE",
        rules: ["VMO-07"],
        origin: "an option that is validated and not passed on",
        create: deciding({
            childVmoRights: (rights, options) => contractDecisions.childVmoRights(rights, options & ~VmoChildOption.NO_WRITE),
        }),
    },
    {
        id: "snapshot-of-read-only-stays-read-only",
        about: "a snapshot made through a handle without WRITE cannot be written",
        rules: ["VMO-07"],
        origin: "one rule for all kinds of children",
        create: deciding({
            childVmoRights: (rights, options) => contractDecisions.childVmoRights(rights, options) & (rights | ~Rights.WRITE),
        }),
    },
    {
        id: "snapshot-keeps-execute",
        about: "a writable snapshot of an executable VMO handle is executable",
        rules: ["VMO-07"],
        origin: "one rule for all kinds of children",
        create: deciding({
            childVmoRights: (rights, options) => contractDecisions.childVmoRights(rights, options) | (rights & Rights.EXECUTE),
        }),
    },
];
//# sourceMappingURL=rights.js.map