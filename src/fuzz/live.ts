import {
  CachePolicy,
  INFO_HANDLE_BASIC_SIZE,
  ObjectType,
  PageGeometry,
  Rights,
  Status,
  type U64,
} from "../zircon/index.ts";
import type { LedgerEffects } from "../ledger/index.ts";
import { type Outcome, type Session, leaseName } from "./execute.ts";
import type { Guide } from "./guide.ts";
import { type Addr, INVALID, type Op, ROOT, type Slot, type World, outOf } from "./program.ts";
import type { SpaceEntry, SpaceLog } from "./space.ts";

/** A handle that the program under construction holds, or held. */
export interface LiveHandle {
  readonly slot: Slot;
  readonly kind: "vmar" | "vmo";
  /** The object, the same for each handle to it. */
  readonly object: Region | Vmo;
  readonly rights: number;
  open: boolean;
}

export interface Region {
  readonly kind: "vmar";
  readonly koid: U64;
  /** All handles to it that there ever were, in the order made. */
  readonly handles: LiveHandle[];
  /** First page and number of pages. */
  readonly page: number;
  readonly pages: number;
  readonly options: number;
  alive: boolean;
}

export interface Vmo {
  readonly kind: "vmo";
  readonly koid: U64;
  /** All handles to it that there ever were, in the order made. */
  readonly handles: LiveHandle[];
  readonly options: number;
  /** The VMO that this one is a child of. */
  readonly parent: Vmo | undefined;
  /** Whether it ever had children. */
  hasChildren: boolean;
  /** Whether few are like it: physical or contiguous memory, emptied by memory pressure, uncached, or a part of one that is. */
  special: boolean;
}

/** A successful `map`: its slot holds the address. */
export interface MapSlot {
  readonly slot: Slot;
  readonly page: number;
  readonly pages: number;
}

/** One entry of the address space in pages. */
export interface LiveEntry {
  readonly region: boolean;
  readonly object: number;
  readonly page: number;
  readonly end: number;
  readonly depth: number;
  readonly perms: number;
  readonly vmoOffset: U64;
}

/** What a region holds; the mappings are found when somebody asks for them. */
interface Contents {
  readonly region: Region;
  readonly inside: readonly LiveEntry[];
  mappings: readonly LiveEntry[] | undefined;
}

/**
 * The state in which the next operation will run, as a guide kernel has it: what exists, with which rights, and where its
 * boundaries are. Generation looks here, so that operations land where behaviour changes.
 */
export class Live {
  readonly world: World;
  readonly pages: PageGeometry;
  readonly handles: LiveHandle[] = [];
  readonly maps: MapSlot[] = [];
  /** The slots of the handles to the process that were made of its own. */
  readonly processes: Slot[] = [];
  /** The slots of the live leases, in the order borrowed. */
  leases: Slot[] = [];
  /** The address space, in the order of info_maps; refreshed after each operation. */
  entries: readonly LiveEntry[] = [];
  /** Those of {@link entries} that are no regions. */
  mappings: readonly LiveEntry[] = [];
  /** Open handles: all, those to VMOs, to special ones, to regions, and to regions that are alive. */
  openHandles: LiveHandle[] = [];
  openVmos: LiveHandle[] = [];
  specialVmos: LiveHandle[] = [];
  openVmars: LiveHandle[] = [];
  aliveVmars: LiveHandle[] = [];
  /** Whether the last operation made a VMO of another one. */
  hasNewKin = false;
  /** The call that was the last operation, if that has changed what is mapped or how. */
  changedBy: "map" | "unmap" | "protect" | undefined;
  /** The pages that the last successful map, unmap, protect or op_range was about. */
  changed: { readonly page: number; readonly end: number } | undefined;
  readonly #guide: Guide;
  readonly #objects = new Map<U64, Region | Vmo>();
  readonly #bySlot: (LiveHandle | undefined)[] = [];
  #nextSlot: Slot = 1;
  /** What the regions hold that were asked about in this state. */
  #contents: Contents[] = [];

  /** @param guide a run that is at its beginning */
  constructor(world: World, guide: Guide) {
    this.world = world;
    this.pages = new PageGeometry(world.aspace.pageSize);
    this.#guide = guide;
    const { koid, rights } = this.#basicInfo(ROOT);
    const root: Region = {
      kind: "vmar",
      koid,
      handles: [],
      page: this.pages.of(world.aspace.base),
      pages: this.pages.of(world.aspace.size),
      options: 0x3c0,
      alive: true,
    };
    this.#objects.set(root.koid, root);
    this.#hold({ slot: ROOT, kind: "vmar", object: root, rights, open: true });
    this.#observe();
  }

  /** The slot for the next operation that makes something. */
  get nextSlot(): Slot {
    return this.#nextSlot;
  }

  get session(): Session {
    return this.#guide.session;
  }

  /** Runs `op` on the guide and takes in what it changed. */
  apply(op: Op, isLast: boolean): Outcome {
    const { outcome, effects } = this.#guide.run(op, isLast);
    const out = outOf(op);
    if (out > 0) this.#nextSlot = out + 1;
    this.changedBy = undefined;
    this.hasNewKin = false;
    let handlesChanged = this.#takeIn(op, outcome.status);
    if (effects.broken.length > 0) this.#break(effects);
    if (this.#observe()) handlesChanged = this.#lookForLife() || handlesChanged;
    if (handlesChanged) this.#sortHandles();
    return outcome;
  }

  /** The handle of the root region, from the start. */
  get root(): LiveHandle {
    const [root] = this.handles;
    if (root === undefined) throw new Error("there is always the root");
    return root;
  }

  /** Open handles of a kind. */
  open(kind: "vmar" | "vmo"): readonly LiveHandle[] {
    return kind === "vmar" ? this.openVmars : this.openVmos;
  }

  /** The handle that a slot names, if it names one; it may be closed. */
  handleAt(slot: Slot): LiveHandle | undefined {
    return slot < ROOT ? undefined : this.#bySlot[slot];
  }

  /** What an entry of the address space shows, if a handle was made to it. */
  shownBy(entry: LiveEntry): Region | Vmo | undefined {
    return this.handleAt(entry.object)?.object;
  }

  vmoPages(handle: LiveHandle): number {
    return this.pages.of(this.session.kernel.vmoGetSize(this.session.handle(handle.slot)).value);
  }

  /** Whether the handle is to a VMO that has a parent or had children. */
  hasKin({ object }: LiveHandle): boolean {
    return object.kind === "vmo" && (object.parent !== undefined || object.hasChildren);
  }

  /** Whether something shows the VMO that the open handle is to. */
  isMapped({ object }: LiveHandle): boolean {
    return this.mappings.some((entry) => this.shownBy(entry) === object);
  }

  /** Whether the VMO, or one that it is a part or a copy of, holds pages. */
  hasContents(handle: LiveHandle): boolean {
    for (let vmo = handle.object; vmo.kind === "vmo";) {
      const owner = vmo.handles.find(({ open }) => open);
      const info = owner && this.session.kernel.infoVmo(this.session.handle(owner.slot)).info;
      if (info !== undefined && info.committedBytes !== 0) return true;
      if (vmo.parent === undefined) return false;
      vmo = vmo.parent;
    }
    return false;
  }

  streamSize(handle: LiveHandle): U64 {
    return this.session.kernel.vmoGetStreamSize(this.session.handle(handle.slot)).value;
  }

  /** The direct and indirect contents of a region, without the region itself. */
  inside(region: Region): readonly LiveEntry[] {
    return this.#contentsOf(region).inside;
  }

  /** The mappings among them. */
  mappingsInside(region: Region): readonly LiveEntry[] {
    const contents = this.#contentsOf(region);
    return (contents.mappings ??= contents.inside.filter((entry) => !entry.region));
  }

  #contentsOf(region: Region): Contents {
    for (const known of this.#contents) if (known.region === region) return known;
    const contents = { region, inside: this.#insideOf(region), mappings: undefined };
    this.#contents.push(contents);
    return contents;
  }

  #insideOf(region: Region): readonly LiveEntry[] {
    const { page, pages } = region;
    const end = page + pages;
    const inside: LiveEntry[] = [];
    for (const entry of this.entries) {
      if (entry.page < page || entry.end > end) continue;
      if (!(entry.region && entry.page === page && entry.end === end)) inside.push(entry);
    }
    return inside;
  }

  absolute(page: number): Addr {
    return { slot: INVALID, delta: this.pages.bytes(page) };
  }

  #break({ broken }: LedgerEffects): void {
    const names = new Set(broken.map(({ lease }) => lease));
    this.leases = this.leases.filter((lease) => !names.has(leaseName(lease)));
  }

  /** Takes in what a call that answered `status` did; whether handles that were there before are closed, or special, by it. */
  #takeIn(op: Op, status: Status): boolean {
    const isOk = status === Status.OK;
    switch (op.call) {
      case "map":
        if (isOk) this.#mapped(op.out, op.len);
        return false;
      case "unmap":
      case "protect":
      case "op_range":
        if (!isOk) return false;
        this.#change(this.pages.of(this.session.addr(op.addr)), op.len);
        if (op.call !== "op_range") this.changedBy = op.call;
        return false;
      case "handle_close":
        return isOk && this.#close(op.handle);
      case "handle_replace":
        return this.#replaced(op.handle, op, status);
      case "vmo_replace_as_executable":
        return this.#replaced(op.vmo, op, status);
      case "vmo_create_child":
        this.hasNewKin = isOk;
        if (isOk) this.#bind(op, op.out);
        return false;
      case "allocate":
      case "vmo_create":
      case "vmo_create_physical":
      case "vmo_create_contiguous":
      case "handle_duplicate":
        if (isOk) this.#bind(op, op.out);
        return false;
      case "vmo_discard":
        return isOk && this.#makeSpecial(op.vmo, true);
      case "vmo_set_cache_policy":
        return isOk && this.#makeSpecial(op.vmo, op.policy !== CachePolicy.CACHED);
      case "borrow":
        if (isOk) this.leases.push(op.out);
        return false;
      case "release":
        this.leases = this.leases.filter((lease) => lease !== op.lease);
        return false;
      default:
        return false;
    }
  }

  /** Both calls consume their handle even when they fail (HND-03, VMO-25), unless it was none of the right kind. */
  #replaced(handle: Slot, op: Op & { readonly out: Slot }, status: Status): boolean {
    const resolved = status !== Status.BAD_HANDLE && status !== Status.WRONG_TYPE;
    const closed = resolved && this.#close(handle);
    if (status === Status.OK) this.#bind(op, op.out);
    return closed;
  }

  /** Takes down whether a VMO is special now; whether that is new. */
  #makeSpecial(slot: Slot, isSpecial: boolean): boolean {
    const object = this.handleAt(slot)?.object;
    if (object?.kind !== "vmo" || object.special) return false;
    object.special = isSpecial;
    return isSpecial;
  }

  #mapped(out: Slot, len: U64): void {
    const page = this.pages.of(this.session.addr({ slot: out, delta: 0 }));
    this.maps.push({ slot: out, page, pages: this.pages.up(len) });
    this.#change(page, len);
    this.changedBy = "map";
  }

  /** Takes down which pages a successful call was about. */
  #change(page: number, len: U64): void {
    this.changed = { page, end: page + this.pages.up(len) };
  }

  #close(slot: Slot): boolean {
    const handle = this.handleAt(slot);
    if (handle !== undefined) handle.open = false;
    return handle !== undefined;
  }

  #hold(handle: LiveHandle): void {
    this.handles.push(handle);
    this.#bySlot[handle.slot] = handle;
    handle.object.handles.push(handle);
    this.#sortIn(handle);
  }

  #bind(op: Op, out: Slot): void {
    const { koid, rights, type } = this.#basicInfo(out);
    if (type === ObjectType.PROCESS) {
      this.processes.push(out);
      return;
    }
    let object = this.#objects.get(koid);
    if (object === undefined) {
      object = this.#newObject(op, koid);
      this.#objects.set(koid, object);
    }
    const kind = type === ObjectType.VMAR ? "vmar" : "vmo";
    this.#hold({ slot: out, kind, object, rights, open: true });
  }

  #newObject(op: Op, koid: U64): Region | Vmo {
    if (op.call === "allocate") {
      const page = this.pages.of(this.session.addr({ slot: op.out, delta: 0 }));
      const pages = this.pages.of(op.size);
      return { kind: "vmar", koid, handles: [], page, pages, options: op.options, alive: true };
    }
    const source = op.call === "vmo_create_child" ? this.handleAt(op.vmo)?.object : undefined;
    const parent = source?.kind === "vmo" ? source : undefined;
    if (parent !== undefined) parent.hasChildren = true;
    const options = "options" in op ? op.options : 0;
    const special =
      parent?.special ?? (op.call === "vmo_create_physical" || op.call === "vmo_create_contiguous");
    return { kind: "vmo", koid, handles: [], options, parent, hasChildren: false, special };
  }

  /** Looks at the address space; whether it has changed. */
  #observe(): boolean {
    const { space, before } = this.#guide;
    if (space.firstDifference(before) < 0) return false;
    const known = this.entries;
    const entries: LiveEntry[] = [];
    const mappings: LiveEntry[] = [];
    let at = 0;
    for (let i = 0; i < space.entries; i++) {
      const page = this.pages.of(space.baseOf(i));
      // Most entries are as they were, somewhere in the old list.
      while (at < known.length && (known[at]?.page ?? page) < page) at++;
      const old = at < known.length ? known[at] : undefined;
      const isOld = old !== undefined && this.#isSame(old, space, i, page);
      if (isOld) at++;
      const entry = isOld ? old : this.#inPages(space.entry(i), page);
      entries.push(entry);
      if (!entry.region) mappings.push(entry);
    }
    this.entries = entries;
    this.mappings = mappings;
    if (this.#contents.length > 0) this.#contents = [];
    return true;
  }

  /** Whether `entry`, which begins at page `page` as that does, is the entry `index` of a space. */
  #isSame(entry: LiveEntry, space: SpaceLog, index: number, page: number): boolean {
    return (
      entry.page === page &&
      entry.region === space.isRegion(index) &&
      entry.object === space.objectOf(index) &&
      entry.depth === space.depthOf(index) &&
      entry.perms === space.permsOf(index) &&
      entry.vmoOffset === space.vmoOffsetOf(index) &&
      entry.end === page + this.pages.of(space.sizeOf(index))
    );
  }

  /** Takes down which regions are alive; whether that has changed. */
  #lookForLife(): boolean {
    let changed = false;
    for (const { object } of this.handles) {
      if (object.kind !== "vmar") continue;
      const isAlive = this.#isShown(object);
      if (isAlive === object.alive) continue;
      object.alive = isAlive;
      changed = true;
    }
    return changed;
  }

  /** Takes down anew which handles are open, and which of them are to something alive. */
  #sortHandles(): void {
    this.openHandles = [];
    this.openVmos = [];
    this.specialVmos = [];
    this.openVmars = [];
    this.aliveVmars = [];
    for (const handle of this.handles) if (handle.open) this.#sortIn(handle);
  }

  #sortIn(handle: LiveHandle): void {
    const { object } = handle;
    this.openHandles.push(handle);
    if (object.kind === "vmo") {
      this.openVmos.push(handle);
      if (object.special) this.specialVmos.push(handle);
    } else {
      this.openVmars.push(handle);
      if (object.alive) this.aliveVmars.push(handle);
    }
  }

  #isShown({ koid }: Region): boolean {
    const object = this.session.object(koid);
    for (const entry of this.entries) if (entry.region && entry.object === object) return true;
    return false;
  }

  #inPages(entry: SpaceEntry, page: number): LiveEntry {
    return {
      region: entry.isRegion,
      object: entry.object,
      page,
      end: page + this.pages.of(entry.size),
      depth: entry.depth,
      perms: entry.perms,
      vmoOffset: entry.vmoOffset,
    };
  }

  #basicInfo(slot: Slot): { koid: U64; rights: number; type: number } {
    const { info } = this.session.kernel.infoHandleBasic(this.session.handle(slot), INFO_HANDLE_BASIC_SIZE);
    if (info === undefined) throw new Error(`the guide kernel has no handle in slot ${slot}`);
    return info;
  }
}

/** Whether a handle has all of these rights. */
export function hasRights(handle: LiveHandle, rights: number): boolean {
  return (handle.rights & rights) === rights;
}

/** READ, WRITE and EXECUTE of a handle as page permissions. */
export function permsOfRights(rights: number): number {
  return (rights & (Rights.READ | Rights.WRITE | Rights.EXECUTE)) >> 2;
}
