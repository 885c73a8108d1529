import { ObjectType } from "../../src/zircon/index.ts";
import { KernelObject } from "./kernel-object.ts";
import type { RunIndex } from "./run-index.ts";

/** Where a region lies and what it is for: immutable for life, also after death (§2.1). */
export interface RegionShape {
  /** First page. */
  readonly start: number;
  /** One past the last page. */
  readonly end: number;
  /** The COMPACT and CAN_MAP_* bits of `VmOption`. */
  readonly flags: number;
}

/** A VMAR (§2.1): its mappings and child regions are the runs of one index. */
export class Region extends KernelObject {
  readonly type: ObjectType = ObjectType.VMAR;
  readonly start: number;
  readonly end: number;
  readonly flags: number;
  readonly runs: RunIndex;
  /** Index in the kernel's table; `~slot` is the code of the region's run in its parent. */
  readonly slot: number;
  /** Undefined for the root and once dead. */
  parent: Region | undefined;
  /** Living direct child regions. */
  readonly children: Set<Region> = new Set();
  /** The one that a search went into last: often the next goes there as well. It may have died. */
  recent: Region | undefined;
  /** Whether there ever was one: if not, all runs are mappings. */
  nests = false;
  alive = true;

  constructor(
    koid: number,
    name: string,
    shape: RegionShape,
    slot: number,
    runs: RunIndex,
    parent: Region | undefined,
  ) {
    super(koid, name);
    this.start = shape.start;
    this.end = shape.end;
    this.flags = shape.flags;
    this.slot = slot;
    this.runs = runs;
    this.parent = parent;
  }

  /** The living direct child that holds pages [start, end), if it is the one searched last. */
  recentAround(start: number, end: number): Region | undefined {
    const { recent } = this;
    if (recent === undefined || !recent.alive || start < recent.start || end > recent.end) return undefined;
    return recent;
  }

  /** Pages in the region. */
  get pages(): number {
    return this.end - this.start;
  }

  /**
   * `inRange` of §1.1 for `pages` pages from page `page`: at the end of the region it is false even for
   * none.
   */
  inRange(page: number, pages: number): boolean {
    return page >= this.start && page < this.end && this.end - page >= pages;
  }
}
