import { CAN_MAP_MASK, VmOption } from "../../src/zircon/options.js";
import { PageGeometry } from "../../src/zircon/page.js";
import { KOID_FIRST } from "../../src/zircon/rights.js";
import { HandleTable } from "./handle-table.js";
import { Process } from "./process.js";
import { Vmar } from "./vmar.js";
/** The cap of the kernel's ASLR entropy (§1.8). */
const ASLR_ENTROPY_MAX = 36;
/**
 * Everything that the calls of one process share: its objects, its handles, and how the kernel is set up.
 *
 * Each system call is a function in a file of its own that takes the world first. Inside, addresses, offsets and sizes are
 * counted in **pages** unless a name says bytes.
 */
export class World {
    geometry;
    semantics;
    placement;
    /** E of PLC-03 outside of COMPACT regions. */
    aslrEntropyBits;
    /** PMEM-01. */
    debugSyscalls;
    handles = new HandleTable();
    process;
    /** The root VMAR; dead once the process is. */
    root;
    #onRule;
    #nextKoid = KOID_FIRST;
    constructor(config) {
        this.geometry = new PageGeometry(config.aspace.pageSize);
        this.semantics = config.semantics;
        this.placement = config.placement;
        this.aslrEntropyBits = Math.min(config.aslrEntropyBits ?? 30, ASLR_ENTROPY_MAX);
        this.debugSyscalls = config.debugSyscalls ?? true;
        this.#onRule = config.onRule;
        this.process = new Process(this.newKoid());
        const base = this.geometry.of(config.aspace.base);
        const size = this.geometry.of(config.aspace.size);
        const flags = CAN_MAP_MASK | VmOption.CAN_MAP_SPECIFIC;
        this.root = new Vmar({ koid: this.newKoid(), base, size, flags, parent: undefined });
    }
    /** Tells the coverage hook that `rule` decided or shaped the answer of the call at hand. */
    rule(rule) {
        if (this.#onRule !== undefined)
            this.#onRule(rule);
    }
    /** The status with which `rule` decides the call. */
    decide(rule, status) {
        this.rule(rule);
        return status;
    }
    /** HND-05, D-23: the next koid, taken by an object at the moment it comes to be. */
    newKoid() {
        this.rule("HND-05");
        return this.#nextKoid++;
    }
}
//# sourceMappingURL=world.js.map