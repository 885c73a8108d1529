import type { KernelConfig } from "../../src/zircon/kernel.ts";
import { CAN_MAP_MASK, VmOption } from "../../src/zircon/options.ts";
import { PageGeometry } from "../../src/zircon/page.ts";
import type { Placement } from "../../src/zircon/placement.ts";
import { KOID_FIRST } from "../../src/zircon/rights.ts";
import type { RuleId } from "../../src/zircon/rules.ts";
import type { Semantics } from "../../src/zircon/semantics.ts";
import type { Status } from "../../src/zircon/status.ts";
import { HandleTable } from "./handle-table.ts";
import { Process } from "./process.ts";
import { Vmar } from "./vmar.ts";

/** The cap of the kernel's ASLR entropy (§1.8). */
const ASLR_ENTROPY_MAX = 36;

/**
 * Everything that the calls of one process share: its objects, its handles, and how the kernel is set up.
 *
 * Each system call is a function in a file of its own that takes the world first. Inside, addresses, offsets and sizes are
 * counted in **pages** unless a name says bytes.
 */
export class World {
  readonly geometry: PageGeometry;
  readonly semantics: Semantics;
  readonly placement: Placement;
  /** E of PLC-03 outside of COMPACT regions. */
  readonly aslrEntropyBits: number;
  /** PMEM-01. */
  readonly debugSyscalls: boolean;
  readonly handles: HandleTable = new HandleTable();
  readonly process: Process;
  /** The root VMAR; dead once the process is. */
  readonly root: Vmar;
  readonly #onRule: ((rule: RuleId) => void) | undefined;
  #nextKoid = KOID_FIRST;

  constructor(config: KernelConfig) {
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
  rule(rule: RuleId): void {
    if (this.#onRule !== undefined) this.#onRule(rule);
  }

  /** The status with which `rule` decides the call. */
  decide(rule: RuleId, status: Status): Status {
    this.rule(rule);
    return status;
  }

  /** HND-05, D-23: the next koid, taken by an object at the moment it comes to be. */
  newKoid(): number {
    this.rule("HND-05");
    return this.#nextKoid++;
  }
}
