import type { PageGeometry } from "../../src/zircon/page.ts";
import type { U64 } from "../../src/zircon/u64.ts";
import { CachePolicy } from "../../src/zircon/vmo.ts";
import type { Family } from "./vmo-family.ts";
import { PageStore } from "./pages.ts";
import type { World } from "./world.ts";

export type VmoKind = "anonymous" | "contiguous" | "physical";

/** How a child got its pages (VMO-08). A snapshot has pages of its own, a slice or reference shows those of another VMO. */
export type Relation = "root" | "snapshot" | "slice" | "reference";

/** What a VMO is made of; sizes in pages, streams in bytes. */
export interface VmoParts {
  readonly kind: VmoKind;
  readonly relation: Relation;
  readonly size: number;
  readonly streamSize: U64;
  readonly parent?: Vmo;
  /** Slice: the first of the parent's pages that it shows. */
  readonly windowStart?: number;
  readonly resizable?: boolean;
  readonly discardable?: boolean;
  /** A clone that the kernel makes by itself and shows with koid 0 (PMEM-06). */
  readonly privateClone?: boolean;
}

/**
 * A virtual memory object (§2.1).
 *
 * The VMO whose pages it shows is its `owner`: itself, unless it is a slice or a reference (of a slice or a reference …).
 */
export class Vmo {
  readonly koid: number;
  readonly kind: VmoKind;
  readonly relation: Relation;
  readonly owner: Vmo;
  /** Its page 0 is this page of the owner. */
  readonly windowStart: number;
  /** Belongs to the object, not to the pages (D-1). */
  readonly resizable: boolean;
  readonly discardable: boolean;
  readonly privateClone: boolean;
  name = "";
  cachePolicy: number = CachePolicy.CACHED;
  /** The user signals that are asserted. */
  userSignals = 0;

  /** The VMO it was made from; undefined for a root, and for a snapshot whose family has ended (D-6). */
  parent: Vmo | undefined;
  /** The snapshot relatives of an owner (VMO-22). */
  family: Family | undefined;
  /** Open handles, mapping objects (VMO-24), slices and references that are held, children that live: see vmo-family.ts. */
  handles = 0;
  mappings = 0;
  heldShares = 0;
  livingChildren = 0;
  held = true;
  living = true;

  /** Discardable: locks held, and whether the pages were taken away (D-13). */
  locks = 0;
  discarded = false;

  readonly #store: PageStore;
  readonly #geometry: PageGeometry;
  #size: number;
  #streamSize: U64;

  constructor(world: World, parts: VmoParts) {
    this.koid = world.newKoid();
    this.kind = parts.kind;
    this.relation = parts.relation;
    this.parent = parts.parent;
    this.resizable = parts.resizable ?? false;
    this.discardable = parts.discardable ?? false;
    this.privateClone = parts.privateClone ?? false;
    this.#size = parts.size;
    this.#streamSize = parts.streamSize;
    this.#store = new PageStore(world.geometry.size);
    this.#geometry = world.geometry;
    const shown = this.sharesPages ? parts.parent : undefined;
    this.owner = shown?.owner ?? this;
    this.windowStart = (shown?.windowStart ?? 0) + (parts.windowStart ?? 0);
    // A slice or a reference shows its parent's memory, so it has the parent's cache policy.
    if (shown !== undefined) this.cachePolicy = shown.cachePolicy;
  }

  /** The koid in map entries: 0 for a clone that the kernel made by itself (INFO-15). */
  get shownKoid(): number {
    return this.privateClone ? 0 : this.koid;
  }

  /** Whether it shows the pages of another VMO. */
  get sharesPages(): boolean {
    return this.relation === "slice" || this.relation === "reference";
  }

  /** Pages. A reference is as long as its owner (VMO-08). */
  get size(): number {
    return this.relation === "reference" ? this.owner.#size : this.#size;
  }

  set size(pages: number) {
    this.owner.#size = pages;
  }

  /** Bytes. A reference shares its owner's stream (O-4). */
  get streamSize(): U64 {
    return this.relation === "reference" ? this.owner.#streamSize : this.#streamSize;
  }

  set streamSize(bytes: U64) {
    if (this.relation === "reference") this.owner.#streamSize = bytes;
    else this.#streamSize = bytes;
  }

  /** The pages that the stream fills. */
  get streamPages(): number {
    return this.#geometry.up(this.streamSize);
  }

  /** The pages of the owner; page 0 of this VMO is number `windowStart` there. */
  get store(): PageStore {
    return this.owner.#store;
  }

  /** Whether VMO page `index` is shared, so that the next write copies it. */
  copiesOnWrite(index: number): boolean {
    return this.store.isShared(this.windowStart + index);
  }
}
