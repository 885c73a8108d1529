import type { Vmar } from "./vmar.ts";
import type { Vmo } from "./vmo.ts";

/** From page `first` on, up to the next range or the mapping's end, each page permits `perms` (READ 1, WRITE 2, EXECUTE 4). */
export interface Protection {
  readonly first: number;
  readonly perms: number;
  next: Protection | undefined;
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
  readonly protections: Protection;
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
  /** The ranges, linked: ascending, the first at `base`, neighbours different (I-4). */
  protections: Protection;

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

  /** One past the last page of a protection range. */
  protectionEnd(range: Protection): number {
    return range.next?.first ?? this.end;
  }

  /** What `page` permits now. */
  permsAt(page: number): number {
    return this.#rangeOf(page).perms;
  }

  /** Whether some page of [first, end) has permissions for which `holds`. */
  somePerms(first: number, end: number, holds: (perms: number) => boolean): boolean {
    for (let range: Protection | undefined = this.protections; range !== undefined; range = range.next) {
      if (range.first < end && this.protectionEnd(range) > first && holds(range.perms)) return true;
    }
    return false;
  }

  /** Lets the pages of [first, end) that this mapping has permit `perms` and nothing else, and fuses equal ranges (I-4). */
  protect(first: number, end: number, perms: number): void {
    let above = end < this.end ? this.#rangesFrom(end) : undefined;
    if (above?.perms === perms) above = above.next;
    if (first <= this.base) {
      this.protections = { first: this.base, perms, next: above };
      return;
    }
    const below = this.#rangeOf(first - 1);
    below.next = below.perms === perms ? above : { first, perms, next: above };
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
      protections: this.#rangesFrom(page),
    });
    this.size = page - this.base;
    this.#rangeOf(page - 1).next = undefined;
    return upper;
  }

  /** The range that `page` of this mapping is in. */
  #rangeOf(page: number): Protection {
    let range = this.protections;
    while (range.next !== undefined && range.next.first <= page) range = range.next;
    return range;
  }

  /** The ranges from `page` on, the first cut off there. */
  #rangesFrom(page: number): Protection {
    const { perms, next } = this.#rangeOf(page);
    return { first: page, perms, next };
  }

  /** Takes over the pages of `right`, which stands where this mapping ends and continues it (MRG-02). */
  absorb(right: Mapping): void {
    const last = this.#rangeOf(this.end - 1);
    const { protections } = right;
    last.next = last.perms === protections.perms ? protections.next : protections;
    this.size += right.size;
    this.vmo.mappings--;
  }
}
