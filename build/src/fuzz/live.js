import { INFO_HANDLE_BASIC_SIZE, ObjectType, PageGeometry, Rights, Status, } from "../zircon/index.js";
import { Session, execute, leaseName, settle } from "./execute.js";
import { INVALID, ROOT, kernelConfig, outOf } from "./program.js";
import { SpaceLog } from "./space.js";
/**
 * The state in which the next operation will run, as a guide kernel has it: what exists, with which rights, and where its
 * boundaries are. Generation looks here, so that operations land where behaviour changes.
 */
export class Live {
    world;
    pages;
    session;
    handles = [];
    maps = [];
    /** The slots of the live leases, in the order borrowed. */
    leases = [];
    /** The address space, in the order of info_maps; refreshed after each operation. */
    entries = [];
    #space;
    #objects = new Map();
    #nextSlot = 1;
    constructor(world, guide) {
        this.world = world;
        this.pages = new PageGeometry(world.aspace.pageSize);
        this.session = new Session(guide(kernelConfig(world)), world.aspace);
        this.#space = new SpaceLog(this.session);
        const root = {
            kind: "vmar",
            koid: this.#basicInfo(ROOT).koid,
            page: this.pages.of(world.aspace.base),
            pages: this.pages.of(world.aspace.size),
            options: 0x3c0,
            alive: true,
        };
        this.#objects.set(root.koid, root);
        this.handles.push({
            slot: ROOT,
            kind: "vmar",
            object: root,
            rights: this.#basicInfo(ROOT).rights,
            open: true,
        });
        this.#refresh();
    }
    /** The slot for the next operation that makes something. */
    get nextSlot() {
        return this.#nextSlot;
    }
    /** Runs `op` on the guide and takes in what it changed. */
    apply(op) {
        const outcome = execute(this.session, op);
        const out = outOf(op);
        if (out > 0)
            this.#nextSlot = out + 1;
        this.#settle(op, outcome);
        if (op.call === "handle_close" && outcome.status === Status.OK)
            this.#close(op.handle);
        // Both consume their handle even when they fail (HND-03, VMO-25), unless it was none of the right kind.
        const resolved = outcome.status !== Status.BAD_HANDLE && outcome.status !== Status.WRONG_TYPE;
        if (op.call === "handle_replace" && resolved)
            this.#close(op.handle);
        if (op.call === "vmo_replace_as_executable" && resolved)
            this.#close(op.vmo);
        if (outcome.status === Status.OK && out > 0 && op.call !== "borrow")
            this.#bind(op, out);
        this.#refresh();
        return outcome;
    }
    /** The handle of the root region, from the start. */
    get root() {
        const [root] = this.handles;
        if (root === undefined)
            throw new Error("there is always the root");
        return root;
    }
    /** Open handles of a kind. */
    open(kind) {
        return this.handles.filter((handle) => handle.open && handle.kind === kind);
    }
    /** The open handles to the VMO or region that an entry of the address space shows. */
    handlesOf(object) {
        const first = this.handles.find((handle) => handle.slot === object);
        return first === undefined
            ? []
            : this.handles.filter((handle) => handle.open && handle.object === first.object);
    }
    vmoPages(handle) {
        return this.pages.of(this.session.kernel.vmoGetSize(this.session.handle(handle.slot)).value);
    }
    streamSize(handle) {
        return this.session.kernel.vmoGetStreamSize(this.session.handle(handle.slot)).value;
    }
    /** The direct and indirect contents of a region, without the region itself. */
    inside(region) {
        const end = region.page + region.pages;
        return this.entries.filter((entry) => entry.page >= region.page &&
            entry.end <= end &&
            !(entry.region && entry.page === region.page && entry.end === end));
    }
    absolute(page) {
        return { slot: INVALID, delta: this.pages.bytes(page) };
    }
    #settle(op, outcome) {
        if (op.call === "borrow" && outcome.status === Status.OK)
            this.leases.push(op.out);
        if (op.call === "release")
            this.leases = this.leases.filter((lease) => lease !== op.lease);
        const broken = new Set(settle(this.session, op, outcome).broken.map(({ lease }) => lease));
        if (broken.size > 0)
            this.leases = this.leases.filter((lease) => !broken.has(leaseName(lease)));
    }
    #close(slot) {
        for (const handle of this.handles)
            if (handle.slot === slot && slot !== INVALID)
                handle.open = false;
    }
    #bind(op, out) {
        if (op.call === "map") {
            const page = this.pages.of(this.session.addr({ slot: out, delta: 0 }));
            this.maps.push({ slot: out, page, pages: this.pages.up(op.len) });
            return;
        }
        const { koid, rights, type } = this.#basicInfo(out);
        let object = this.#objects.get(koid);
        if (object === undefined) {
            object = this.#newObject(op, koid);
            this.#objects.set(koid, object);
        }
        const kind = type === ObjectType.VMAR ? "vmar" : "vmo";
        this.handles.push({ slot: out, kind, object, rights, open: true });
    }
    #newObject(op, koid) {
        if (op.call === "allocate") {
            const page = this.pages.of(this.session.addr({ slot: op.out, delta: 0 }));
            return { kind: "vmar", koid, page, pages: this.pages.of(op.size), options: op.options, alive: true };
        }
        const parent = op.call === "vmo_create_child" ? this.handles.find((h) => h.slot === op.vmo)?.object : undefined;
        const options = "options" in op ? op.options : 0;
        return { kind: "vmo", koid, options, parent: parent?.kind === "vmo" ? parent : undefined };
    }
    #refresh() {
        const { base, size } = this.world.aspace;
        this.#space.observe(base, size);
        const alive = new Set();
        this.entries = [];
        this.#space.forEach((entry) => {
            if (entry.isRegion)
                alive.add(entry.object);
            this.entries.push(this.#inPages(entry));
        });
        for (const { kind, object } of this.handles) {
            if (kind === "vmar" && object.kind === "vmar")
                object.alive = alive.has(this.session.object(object.koid));
        }
    }
    #inPages(entry) {
        const page = this.pages.of(entry.base);
        return {
            region: entry.isRegion,
            object: entry.object,
            page,
            end: page + this.pages.of(entry.size),
            depth: entry.depth,
            perms: entry.perms,
            vmoOffset: entry.vmoOffset,
        };
    }
    #basicInfo(slot) {
        const { info } = this.session.kernel.infoHandleBasic(this.session.handle(slot), INFO_HANDLE_BASIC_SIZE);
        if (info === undefined)
            throw new Error(`the guide kernel has no handle in slot ${slot}`);
        return info;
    }
}
/** Whether a handle has all of these rights. */
export function hasRights(handle, rights) {
    return (handle.rights & rights) === rights;
}
/** READ, WRITE and EXECUTE of a handle as page permissions. */
export function permsOfRights(rights) {
    return (rights & (Rights.READ | Rights.WRITE | Rights.EXECUTE)) >> 2;
}
//# sourceMappingURL=live.js.map