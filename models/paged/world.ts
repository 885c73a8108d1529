import {
  KOID_FIRST,
  type KernelConfig,
  PageGeometry,
  type Placement,
  type Semantics,
  VmOption,
} from "../../src/zircon/index.ts";
import type { Decisions } from "./decisions.ts";
import { HandleTable } from "./handle-table.ts";
import { IdentityTable } from "./identity.ts";
import { Process } from "./process.ts";
import { Region, type RegionShape } from "./region.ts";
import { RunIndex } from "./run-index.ts";
import { RunPool } from "./run-pool.ts";

/** Everything that the calls of one kernel work on. */
export class World {
  readonly pages: PageGeometry;
  readonly semantics: Semantics;
  readonly placement: Placement;
  /** E of PLC-03 outside of COMPACT regions. */
  readonly aslrEntropyBits: number;
  readonly debugSyscalls: boolean;
  readonly decide: Decisions;
  readonly handles: HandleTable = new HandleTable();
  /** The runs of all regions; every index below draws on it. */
  readonly runs: RunPool;
  readonly identities: IdentityTable;
  readonly process: Process;
  readonly root: Region;
  readonly #regions: (Region | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  #koid = KOID_FIRST;

  /** @param runs storage to use, for measurements */
  constructor(config: KernelConfig, decide: Decisions, runs?: RunPool) {
    const { aspace } = config;
    this.pages = new PageGeometry(aspace.pageSize);
    this.semantics = config.semantics;
    this.placement = config.placement;
    this.aslrEntropyBits = config.aslrEntropyBits ?? 30;
    this.debugSyscalls = config.debugSyscalls ?? true;
    this.decide = decide;
    this.runs = runs ?? new RunPool(!config.semantics["V-5"]);
    this.identities = new IdentityTable(this.runs.kinds);
    this.process = new Process(this.takeKoid(), "process");
    const start = this.pages.of(aspace.base);
    const { CAN_MAP_SPECIFIC, CAN_MAP_READ, CAN_MAP_WRITE, CAN_MAP_EXECUTE } = VmOption;
    this.root = this.addRegion(
      "root",
      {
        start,
        end: start + this.pages.of(aspace.size),
        flags: CAN_MAP_SPECIFIC | CAN_MAP_READ | CAN_MAP_WRITE | CAN_MAP_EXECUTE,
      },
      undefined,
    );
  }

  /** D-23: koids in the order in which objects are made. */
  takeKoid(): number {
    return this.#koid++;
  }

  /** A new living region, in its parent's runs from the start. */
  addRegion(name: string, shape: RegionShape, parent: Region | undefined): Region {
    const slot = this.#freeSlots.pop() ?? this.#regions.length;
    const region = new Region(this.takeKoid(), name, shape, slot, new RunIndex(this.runs), parent);
    this.#regions[slot] = region;
    if (parent !== undefined) {
      parent.runs.put(shape.start, shape.end, 0, ~slot);
      parent.children.add(region);
      parent.nests = true;
    }
    return region;
  }

  /** The child region in the code of a run. */
  regionOf(code: number): Region {
    const region = this.#regions[~code];
    if (region === undefined) throw new Error(`region ${~code} is mapped but not in the table`);
    return region;
  }

  /** DEST-05: the region and all below it die; the run in its parent is left to the caller. */
  killRegion(region: Region): void {
    const doomed = [region];
    for (let dead = doomed.pop(); dead !== undefined; dead = doomed.pop()) {
      for (const child of dead.children) doomed.push(child);
      dead.runs.drop();
      dead.children.clear();
      dead.recent = undefined;
      dead.parent?.children.delete(dead);
      dead.parent = undefined;
      dead.alive = false;
      this.#regions[dead.slot] = undefined;
      this.#freeSlots.push(dead.slot);
    }
  }

  /** The position of the mapped run that holds `page`, at any depth, or -1. */
  mappingAt(page: number): number {
    let region = this.root;
    for (;;) {
      const recent = region.recentAround(page, page + 1);
      if (recent !== undefined) {
        region = recent;
        continue;
      }
      const pos = region.runs.holding(page);
      if (pos < 0) return -1;
      const mark = this.runs.mark(pos);
      if (mark >= 0) return pos;
      region = region.recent = this.regionOf(mark);
    }
  }

  /** The innermost region that holds `page`, one of the aspace. */
  regionAt(page: number): Region {
    for (let region = this.root; ;) {
      const pos = region.runs.holding(page);
      if (pos < 0 || this.runs.code(pos) >= 0) return region;
      region = this.regionOf(this.runs.code(pos));
    }
  }

  /** The end of the mapping object of the run at `pos`; not looked for beyond page `enough`. */
  objectEnd(pos: number, enough: number): number {
    const { runs } = this;
    for (;;) {
      const end = runs.end(pos);
      const next = runs.after(pos);
      if (end >= enough || next < 0 || !runs.continues(pos, next)) return end;
      pos = next;
    }
  }
}
