import { DEFAULT_SEMANTICS, lowestPlacement, Status, statusName, VmOption, } from "../../src/zircon/index.js";
import { Xorshift32 } from "../prng.js";
const PAGE = 4096;
const BASE = 0x100_0000;
/** 64 GiB, the space of the largest stream. */
const VMO_SIZE = 2 ** 36;
/** VM options by permission code: none, R, RW, RX. */
const OPTIONS = [0, 1, 3, 5];
const { SPECIFIC, SPECIFIC_OVERWRITE } = VmOption;
const REGION = VmOption.CAN_MAP_SPECIFIC | VmOption.CAN_MAP_READ | VmOption.CAN_MAP_WRITE | VmOption.CAN_MAP_EXECUTE;
/**
 * A kernel as the streams see it: every operation is one system call, with every check and by handle.
 *
 * The space is one region below the root, or that many in order; lookups start at the root. The address
 * space of the process holds nothing else.
 */
export class KernelSpace {
    #create;
    /** A kernel whose placement is {@link UniformPlacement}, for W2rand. */
    #anywhere;
    #kernel;
    #vmo = 0;
    #pages = 0;
    #part = 0;
    #regions = [];
    constructor(create, anywhere) {
        this.#create = create;
        this.#anywhere = anywhere;
    }
    reset(pages, children) {
        const placement = this.#anywhere ? new UniformPlacement(pages) : lowestPlacement;
        const aspace = { base: BASE, size: pages * PAGE, pageSize: PAGE };
        const kernel = this.#create({ aspace, placement, semantics: DEFAULT_SEMANTICS });
        if (placement instanceof UniformPlacement)
            placement.kernel = kernel;
        this.#kernel = kernel;
        this.#pages = pages;
        this.#part = pages / children;
        this.#vmo = kernel.vmoReplaceAsExecutable(kernel.vmoCreate(VMO_SIZE, 0).handle).handle;
        this.#regions = [];
        const size = this.#part * PAGE;
        for (let child = 0; child < children; child++) {
            const answer = kernel.vmarAllocate(kernel.rootVmar, REGION | SPECIFIC, child * size, size);
            demand(answer.status, "vmar_allocate");
            this.#regions.push(answer.handle);
        }
    }
    map(child, page, len, perm) {
        const offset = (page - child * this.#part) * PAGE;
        const options = SPECIFIC_OVERWRITE | OPTIONS[perm];
        demand(this.#live.vmarMap(this.#regions[child], options, offset, this.#vmo, 0, len * PAGE).status, "vmar_map");
    }
    unmap(child, page, len) {
        demand(this.#live.vmarUnmap(this.#regions[child], BASE + page * PAGE, len * PAGE), "vmar_unmap");
    }
    protect(child, page, len, perm) {
        const status = this.#live.vmarProtect(this.#regions[child], OPTIONS[perm], BASE + page * PAGE, len * PAGE);
        if (status !== Status.NOT_FOUND)
            demand(status, "vmar_protect");
        return status === Status.OK;
    }
    lookup(page) {
        const view = this.#live.observePage(BASE + page * PAGE);
        return view === undefined ? 0 : permOf(view.perms);
    }
    placeLowest(len, perm) {
        return this.#place(len, perm);
    }
    placeRandom(len, perm) {
        return this.#place(len, perm);
    }
    /** A call that leaves the address to the kernel. */
    #place(len, perm) {
        const answer = this.#live.vmarMap(this.#regions[0], OPTIONS[perm], 0, this.#vmo, 0, len * PAGE);
        return answer.status === Status.OK ? pageOf(answer.addr) : -1;
    }
    each(visit) {
        this.#live.observeSpace(BASE, this.#pages * PAGE, {
            region() { },
            mapping(base, size, _depth, perms, _koid, offset) {
                const page = pageOf(base);
                visit(page, Number(size) / PAGE, permOf(perms), page - Number(offset) / PAGE);
            },
        });
    }
    destroy() {
        for (const region of this.#regions)
            demand(this.#live.vmarDestroy(region), "vmar_destroy");
    }
    get #live() {
        if (this.#kernel === undefined)
            throw new Error("a space must be reset first");
        return this.#kernel;
    }
}
/**
 * Random placement by rejection, as the peers do it: points are drawn until one is free, so each candidate
 * is as likely as any other. A point is tested by what the kernel shows there.
 */
class UniformPlacement {
    kernel;
    #pages;
    #random = new Xorshift32(99);
    #probe = new Probe();
    constructor(pages) {
        this.#pages = pages;
    }
    pick(lowest, highest) {
        const positions = highest - lowest + 1;
        const size = (this.#pages - positions + 1) * PAGE;
        for (let tries = 0; tries < 1000; tries++) {
            const page = lowest + this.#random.below(positions);
            this.#probe.free = true;
            this.kernel?.observeSpace(page * PAGE, size, this.#probe);
            if (this.#probe.free)
                return page;
        }
        return lowest;
    }
}
/** Whether a range that is observed shows no mapping. */
class Probe {
    free = true;
    region() { }
    mapping() {
        this.free = false;
    }
}
function pageOf(addr) {
    return (Number(addr) - BASE) / PAGE;
}
/** The permission code of READ, READ|WRITE or READ|EXECUTE. */
function permOf(perms) {
    return (perms + 1) >> 1;
}
function demand(status, call) {
    if (status !== Status.OK)
        throw new Error(`${call}: ${statusName(status)}`);
}
//# sourceMappingURL=kernel-space.js.map