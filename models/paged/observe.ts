import { addOverflows, addU64, type PageView, type SpaceVisitor, type U64 } from "../../src/zircon/index.ts";
import { reachStatus } from "./reach.ts";
import type { Region } from "./region.ts";
import { type EntryVisitor, walkEntries } from "./walk.ts";
import type { World } from "./world.ts";

/** The regions and mapping entries that intersect the bytes [base, base + size), without effects. */
export function observeSpace(world: World, base: U64, size: U64, visitor: SpaceVisitor): void {
  const { pages, root } = world;
  if (!root.alive || size === 0) return;
  const start = pages.of(base);
  // An end at or just below 2^64 wraps to 0.
  const end = addOverflows(base, size) ? pages.limit : pages.up(addU64(base, size)) || pages.limit;
  if (start >= root.end || end <= root.start) return;
  visitor.region(root.koid, pages.bytes(root.start), pages.bytes(root.pages), 1);
  walkEntries(world, root, start, end, new SpaceEntries(world, visitor));
}

/** Entries in bytes, for a {@link SpaceVisitor}. */
class SpaceEntries implements EntryVisitor {
  readonly #world: World;
  readonly #visitor: SpaceVisitor;
  /** The identity seen last, and what it shows. */
  #id = -1;
  #koid = 0;

  constructor(world: World, visitor: SpaceVisitor) {
    this.#world = world;
    this.#visitor = visitor;
  }

  region(region: Region, depth: number): void {
    const { pages } = this.#world;
    this.#visitor.region(region.koid, pages.bytes(region.start), pages.bytes(region.pages), depth + 1);
  }

  mapping(start: number, end: number, code: number, delta: number, depth: number): void {
    const { pages } = this.#world;
    if (code >> 3 !== this.#id) {
      this.#id = code >> 3;
      this.#koid = this.#world.identities.of(code).shownKoid;
    }
    const offset = pages.bytes(start + delta);
    this.#visitor.mapping(
      pages.bytes(start),
      pages.bytes(end - start),
      depth + 1,
      code & 7,
      this.#koid,
      offset,
    );
  }
}

/** What the page that holds `addr` shows, or undefined if nothing is mapped there. */
export function observePage(world: World, addr: U64): PageView | undefined {
  const { pages, runs } = world;
  const page = pages.of(addr);
  const pos = world.mappingAt(page);
  if (pos < 0) return undefined;
  const code = runs.code(pos);
  const identity = world.identities.of(code);
  const vmoPage = page + runs.delta(pos);
  const reach = world.decide.reachPages(pages, identity.vmo, identity.fbs);
  return {
    perms: code & 7,
    vmoKoid: identity.shownKoid,
    vmoOffset: pages.bytes(vmoPage),
    reach: reachStatus(reach, identity, vmoPage),
  };
}
