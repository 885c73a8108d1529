import type { Vmar } from "./vmar.ts";
import type { Vmo } from "./vmo.ts";

/** From page `first` on, up to the next range or the mapping's end, each page permits `perms` (READ 1, WRITE 2, EXECUTE 4). */
export interface Protection {
  readonly first: number;
  readonly perms: number;
}

/** What a mapping is made of. */
export interface MappingParts {
  readonly parent: Vmar;
  readonly base: number;
  readonly size: number;
  readonly vmo: Vmo;
  readonly offset: number;
  readonly maxPerm: number;
  readonly fbs: boolean;
  readonly placement: number;
  readonly protections: Protection[];
}

/**
 * A mapping (§2.1): `size` pages of a VMAR that show the pages of a VMO from `offset` on.
 *
 * Constructing one counts as a mapping object of its VMO (VMO-24) until {@link dropMapping} or a merge takes it away.
 */
export class Mapping {
  readonly parent: Vmar;
  /** Absolute page number of the first page. */
  readonly base: number;
  /** Pages. */
  size: number;
  readonly vmo: Vmo;
  /** `objOff`: the VMO page that the first page shows. */
  readonly offset: number;
  /** What protect may ever permit: fixed when mapped (MAP-10). */
  readonly maxPerm: number;
  /** FAULT_BEYOND_STREAM_SIZE: pages past the stream's end fault. */
  readonly fbs: boolean;
  /** V-2 older: the placement options, which are part of its identity; 0 in the newest kernel. */
  readonly placement: number;
  /** Ascending, the first at `base`, neighbours different (I-4). */
  protections: Protection[];

  constructor(parts: MappingParts) {
    this.parent = parts.parent;
    this.base = parts.base;
    this.size = parts.size;
    this.vmo = parts.vmo;
    this.offset = parts.offset;
    this.maxPerm = parts.maxPerm;
    this.fbs = parts.fbs;
    this.placement = parts.placement;
    this.protections = parts.protections;
    this.vmo.mappings++;
  }

  /** One past the last page. */
  get end(): number {
    return this.base + this.size;
  }

  /** The VMO page that `page` shows. */
  vmoPage(page: number): number {
    return this.offset + (page - this.base);
  }

  /** Pages of the VMO that can be reached through this mapping: FAULT-03, FAULT-04. */
  get reachable(): number {
    return this.fbs ? Math.min(this.vmo.size, this.vmo.streamPages) : this.vmo.size;
  }

  /** One past the last page of protection range `index`. */
  protectionEnd(index: number): number {
    const next = index + 1 < this.protections.length ? this.protections[index + 1] : undefined;
    return next?.first ?? this.end;
  }

  /** What `page` permits now. */
  permsAt(page: number): number {
    let perms = 0;
    for (const range of this.protections) {
      if (range.first > page) break;
      perms = range.perms;
    }
    return perms;
  }

  /** Whether some page of [first, end) has permissions for which `holds`. */
  somePerms(first: number, end: number, holds: (perms: number) => boolean): boolean {
    return this.protections.some(
      (range, i) => range.first < end && this.protectionEnd(i) > first && holds(range.perms),
    );
  }

  /** Lets the pages of [first, end) that this mapping has permit `perms` and nothing else, and fuses equal ranges (I-4). */
  protect(first: number, end: number, perms: number): void {
    if (first <= this.base && this.end <= end) {
      this.protections = [{ first: this.base, perms }];
      return;
    }
    const ranges: Protection[] = [];
    let next = 0;
    for (const range of this.protections) {
      const rangeEnd = this.protectionEnd(next++);
      if (range.first < first) put(ranges, range.first, range.perms);
      if (range.first < end && rangeEnd > first) put(ranges, Math.max(range.first, first), perms);
      if (rangeEnd > end) put(ranges, Math.max(range.first, end), range.perms);
    }
    this.protections = ranges;
  }

  /** Cuts this mapping off at `page`, strictly inside it, and returns a new mapping for what stood above (UNMAP-09). */
  splitAt(page: number): Mapping {
    const { parent, vmo, maxPerm, fbs, placement } = this;
    const upper = new Mapping({
      parent,
      vmo,
      maxPerm,
      fbs,
      placement,
      base: page,
      size: this.end - page,
      offset: this.vmoPage(page),
      protections: this.#protectionsFrom(page),
    });
    this.size = page - this.base;
    if (this.protections.length > 1) this.protections = this.protections.filter(({ first }) => first < page);
    return upper;
  }

  #protectionsFrom(page: number): Protection[] {
    const ranges = [{ first: page, perms: this.permsAt(page) }];
    for (const range of this.protections) if (range.first > page) ranges.push(range);
    return ranges;
  }

  /** Takes over the pages of `right`, which stands where this mapping ends and continues it (MRG-02). */
  absorb(right: Mapping): void {
    for (const range of right.protections) put(this.protections, range.first, range.perms);
    this.size += right.size;
    this.vmo.mappings--;
  }
}

/** Lets a list of ranges go on with `perms` from page `first` on: a new range only if the last has others (I-4). */
function put(ranges: Protection[], first: number, perms: number): void {
  if (ranges.at(-1)?.perms !== perms) ranges.push({ first, perms });
}
