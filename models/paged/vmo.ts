import { CachePolicy, ObjectType, type U64 } from "../../src/zircon/index.ts";
import { KernelObject } from "./kernel-object.ts";
import type { PageStore } from "./page-store.ts";

export type VmoKind = "anonymous" | "contiguous" | "physical";
/** How a VMO came to be. */
export type VmoOrigin = "created" | "snapshot" | "slice" | "reference";

/** How far a VMO reaches; a reference has that of its parent. */
export interface Extent {
  /** Size in pages. */
  pages: number;
  /** The stream's end in bytes; undefined where there is no stream (physical, contiguous). */
  stream: U64 | undefined;
}

/** What differs from one way of making a VMO to another. */
export interface VmoParts {
  readonly kind: VmoKind;
  readonly origin: VmoOrigin;
  readonly parent: Vmo | undefined;
  readonly store: PageStore;
  /** The store's page that is page 0 of the VMO. */
  readonly base: number;
  readonly extent: Extent;
  readonly resizable: boolean;
  readonly discardable: boolean;
}

/** A virtual memory object (§2.1, §5): an identity with a window on a {@link PageStore}. */
export class Vmo extends KernelObject {
  readonly type: ObjectType = ObjectType.VMO;
  readonly kind: VmoKind;
  readonly origin: VmoOrigin;
  readonly parent: Vmo | undefined;
  readonly store: PageStore;
  readonly base: number;
  readonly extent: Extent;
  readonly resizable: boolean;
  readonly discardable: boolean;
  cachePolicy: number;
  /** Locks held, and whether memory pressure has emptied it (D-5, D-13). */
  locks = 0;
  discarded = false;
  /** Ids of the identities under which it is mapped now. */
  readonly identities: number[] = [];
  #uses = 0;
  #livingChildren = 0;

  constructor(koid: number, name: string, parts: VmoParts) {
    super(koid, name);
    this.kind = parts.kind;
    this.origin = parts.origin;
    this.parent = parts.parent;
    this.store = parts.store;
    this.base = parts.base;
    this.extent = parts.extent;
    this.resizable = parts.resizable;
    this.discardable = parts.discardable;
    this.cachePolicy = parts.parent?.cachePolicy ?? CachePolicy.CACHED;
    if (this.parent !== undefined) this.parent.#livingChildren++;
  }

  get pages(): number {
    return this.extent.pages;
  }

  get cached(): boolean {
    return this.cachePolicy === CachePolicy.CACHED;
  }

  get mapped(): boolean {
    return this.identities.length > 0;
  }

  /** D-25: children that have handles, mappings or living children of their own. */
  get livingChildren(): number {
    return this.#livingChildren;
  }

  /** D-6: the parent counts for a snapshot while its family is not ended, for a slice or reference always. */
  get livingParent(): Vmo | undefined {
    return this.origin === "snapshot" && !this.store.hasParent ? undefined : this.parent;
  }

  override opened(): void {
    super.opened();
    this.use();
  }

  override closed(): void {
    super.closed();
    this.unuse();
  }

  /** One more handle or identity keeps the VMO. */
  use(): void {
    if (this.#uses++ === 0) this.store.addUser();
  }

  unuse(): void {
    if (--this.#uses > 0) return;
    this.store.dropUser();
    // A VMO no longer counts as a living child once its own children are gone as well; so up the line.
    let parent = this.#livingChildren === 0 ? this.parent : undefined;
    while (parent !== undefined) {
      parent.#livingChildren--;
      parent = parent.#uses === 0 && parent.#livingChildren === 0 ? parent.parent : undefined;
    }
  }
}
