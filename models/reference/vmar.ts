import type { Mapping } from "./mapping.ts";

/** What can stand in a VMAR: a smaller VMAR or a mapping. */
export type Region = Vmar | Mapping;

/**
 * A virtual memory address region (§2.1): a node of the tree whose leaves are mappings.
 *
 * Base, size and flags never change, not even by death (INFO-03).
 */
export class Vmar {
  readonly koid: number;
  /** Absolute page number of the first page. */
  readonly base: number;
  /** Pages. */
  readonly size: number;
  /** COMPACT, CAN_MAP_SPECIFIC and CAN_MAP_READ/WRITE/EXECUTE, as option bits. */
  readonly flags: number;
  /** Regions from the root to this one: the root has 1. */
  readonly depth: number;
  readonly name: string;
  /** Undefined for the root and for the dead. */
  parent: Vmar | undefined;
  /** Disjoint, inside this region, by ascending base (I-1). Nothing once dead (I-6). */
  readonly children: Region[] = [];
  alive = true;
  /** Open handles to it; a region lives on without any (§2.3). */
  handles = 0;

  constructor(node: { koid: number; base: number; size: number; flags: number; parent: Vmar | undefined }) {
    this.koid = node.koid;
    this.base = node.base;
    this.size = node.size;
    this.flags = node.flags;
    this.parent = node.parent;
    this.depth = (node.parent?.depth ?? 0) + 1;
    this.name = node.parent === undefined ? "root" : "useralloc";
  }

  /** One past the last page. */
  get end(): number {
    return this.base + this.size;
  }

  /** `inRange` of §1.1: a range that starts at the region's end is outside, also when it is empty. */
  inRange(first: number, count: number): boolean {
    return first >= this.base && first - this.base < this.size && this.size - (first - this.base) >= count;
  }

  /** Whether a child, mapping or VMAR, has a page in [first, end). */
  overlapsChild(first: number, end: number): boolean {
    for (const child of this.children) if (child.base < end && child.end > first) return true;
    return false;
  }

  /** Puts a child into its place. The range must be free. */
  insert(child: Region): void {
    const { children } = this;
    let at = children.length;
    for (; at > 0 && children[at - 1]!.base > child.base; at--) children[at] = children[at - 1]!;
    children[at] = child;
  }

  /** Takes a child out. */
  remove(child: Region): void {
    const { children } = this;
    for (let at = children.indexOf(child) + 1; at < children.length; at++) children[at - 1] = children[at]!;
    children.pop();
  }
}
