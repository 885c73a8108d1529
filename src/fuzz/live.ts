import {
  INFO_HANDLE_BASIC_SIZE,
  type KernelFactory,
  ObjectType,
  PageGeometry,
  Rights,
  Status,
  type U64,
} from "../zircon/index.ts";
import { type Outcome, Session, execute, leaseName, settle } from "./execute.ts";
import { type Addr, INVALID, type Op, ROOT, type Slot, type World, kernelConfig, outOf } from "./program.ts";
import { type SpaceEntry, SpaceLog } from "./space.ts";

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
  /** First page and number of pages. */
  readonly page: number;
  readonly pages: number;
  readonly options: number;
  alive: boolean;
}

export interface Vmo {
  readonly kind: "vmo";
  readonly koid: U64;
  readonly options: number;
  /** The VMO that this one is a child of. */
  readonly parent: Vmo | undefined;
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

/**
 * The state in which the next operation will run, as a guide kernel has it: what exists, with which rights, and where its
 * boundaries are. Generation looks here, so that operations land where behaviour changes.
 */
export class Live {
  readonly world: World;
  readonly pages: PageGeometry;
  readonly session: Session;
  readonly handles: LiveHandle[] = [];
  readonly maps: MapSlot[] = [];
  /** The slots of the live leases, in the order borrowed. */
  leases: Slot[] = [];
  /** The address space, in the order of info_maps; refreshed after each operation. */
  entries: LiveEntry[] = [];
  /** The call that was the last operation, if that has changed what is mapped or how. */
  changedBy: "map" | "unmap" | "protect" | undefined;
  /** The pages that the last successful map, unmap, protect or op_range was about. */
  changed: { readonly page: number; readonly end: number } | undefined;
  readonly #space: SpaceLog;
  readonly #objects = new Map<U64, Region | Vmo>();
  #nextSlot: Slot = 1;

  constructor(world: World, guide: KernelFactory) {
    this.world = world;
    this.pages = new PageGeometry(world.aspace.pageSize);
    this.session = new Session(guide(kernelConfig(world)), world.aspace);
    this.#space = new SpaceLog(this.session);
    const root: Region = {
      kind: "vmar",
      koid: this.#basicInfo(ROOT).koid,
      page: this.pages.of(world.aspace.base),
      pages: this.pages.of(world.aspace.size),
      options: 0x3c0,
      alive: true,
    };
    this.#objects.set(root.koid, root);
    this.handles.push({
      slot: ROOT,
      kind: "vmar",
      object: root,
      rights: this.#basicInfo(ROOT).rights,
      open: true,
    });
    this.#refresh();
  }

  /** The slot for the next operation that makes something. */
  get nextSlot(): Slot {
    return this.#nextSlot;
  }

  /** Runs `op` on the guide and takes in what it changed. */
  apply(op: Op): Outcome {
    const outcome = execute(this.session, op);
    const out = outOf(op);
    if (out > 0) this.#nextSlot = out + 1;
    this.#settle(op, outcome);
    if (op.call === "handle_close" && outcome.status === Status.OK) this.#close(op.handle);
    // Both consume their handle even when they fail (HND-03, VMO-25), unless it was none of the right kind.
    const resolved = outcome.status !== Status.BAD_HANDLE && outcome.status !== Status.WRONG_TYPE;
    if (op.call === "handle_replace" && resolved) this.#close(op.handle);
    if (op.call === "vmo_replace_as_executable" && resolved) this.#close(op.vmo);
    if (outcome.status === Status.OK && out > 0 && op.call !== "borrow") this.#bind(op, out);
    this.changedBy = outcome.status === Status.OK ? this.#change(op) : undefined;
    this.#refresh();
    return outcome;
  }

  /** The handle of the root region, from the start. */
  get root(): LiveHandle {
    const [root] = this.handles;
    if (root === undefined) throw new Error("there is always the root");
    return root;
  }

  /** Open handles of a kind. */
  open(kind: "vmar" | "vmo"): LiveHandle[] {
    return this.handles.filter((handle) => handle.open && handle.kind === kind);
  }

  /** The open handles to the VMO or region that an entry of the address space shows. */
  handlesOf(object: number): LiveHandle[] {
    const first = this.handles.find((handle) => handle.slot === object);
    return first === undefined
      ? []
      : this.handles.filter((handle) => handle.open && handle.object === first.object);
  }

  vmoPages(handle: LiveHandle): number {
    return this.pages.of(this.session.kernel.vmoGetSize(this.session.handle(handle.slot)).value);
  }

  /** Whether the handle is to a VMO that has a parent or children. */
  hasKin({ object }: LiveHandle): boolean {
    if (object.kind !== "vmo") return false;
    return (
      object.parent !== undefined ||
      this.handles.some((other) => other.object.kind === "vmo" && other.object.parent === object)
    );
  }

  /** Whether something shows the VMO that the handle is to. */
  isMapped(handle: LiveHandle): boolean {
    return this.entries.some((entry) => !entry.region && this.handlesOf(entry.object).includes(handle));
  }

  /** Whether the VMO, or one that it is a part or a copy of, holds pages. */
  hasContents(handle: LiveHandle): boolean {
    for (let vmo = handle.object; vmo.kind === "vmo";) {
      const object = vmo;
      const owner = this.handles.find((other) => other.open && other.object === object);
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
  inside(region: Region): LiveEntry[] {
    const end = region.page + region.pages;
    return this.entries.filter(
      (entry) =>
        entry.page >= region.page &&
        entry.end <= end &&
        !(entry.region && entry.page === region.page && entry.end === end),
    );
  }

  absolute(page: number): Addr {
    return { slot: INVALID, delta: this.pages.bytes(page) };
  }

  #settle(op: Op, outcome: Outcome): void {
    if (op.call === "borrow" && outcome.status === Status.OK) this.leases.push(op.out);
    if (op.call === "release") this.leases = this.leases.filter((lease) => lease !== op.lease);
    const broken = new Set(settle(this.session, op, outcome).broken.map(({ lease }) => lease));
    if (broken.size > 0) this.leases = this.leases.filter((lease) => !broken.has(leaseName(lease)));
  }

  /** Takes down which pages a successful call was about. */
  #change(op: Op): "map" | "unmap" | "protect" | undefined {
    let page: number;
    if (op.call === "map") page = this.pages.of(this.session.addr({ slot: op.out, delta: 0 }));
    else if (op.call === "unmap" || op.call === "protect" || op.call === "op_range")
      page = this.pages.of(this.session.addr(op.addr));
    else return undefined;
    this.changed = { page, end: page + this.pages.up(op.len) };
    return op.call === "op_range" ? undefined : op.call;
  }

  #close(slot: Slot): void {
    for (const handle of this.handles) if (handle.slot === slot && slot !== INVALID) handle.open = false;
  }

  #bind(op: Op, out: Slot): void {
    if (op.call === "map") {
      const page = this.pages.of(this.session.addr({ slot: out, delta: 0 }));
      this.maps.push({ slot: out, page, pages: this.pages.up(op.len) });
      return;
    }
    const { koid, rights, type } = this.#basicInfo(out);
    if (type === ObjectType.PROCESS) return;
    let object = this.#objects.get(koid);
    if (object === undefined) {
      object = this.#newObject(op, koid);
      this.#objects.set(koid, object);
    }
    const kind = type === ObjectType.VMAR ? "vmar" : "vmo";
    this.handles.push({ slot: out, kind, object, rights, open: true });
  }

  #newObject(op: Op, koid: U64): Region | Vmo {
    if (op.call === "allocate") {
      const page = this.pages.of(this.session.addr({ slot: op.out, delta: 0 }));
      return { kind: "vmar", koid, page, pages: this.pages.of(op.size), options: op.options, alive: true };
    }
    const parent =
      op.call === "vmo_create_child" ? this.handles.find((h) => h.slot === op.vmo)?.object : undefined;
    const options = "options" in op ? op.options : 0;
    return { kind: "vmo", koid, options, parent: parent?.kind === "vmo" ? parent : undefined };
  }

  #refresh(): void {
    const { base, size } = this.world.aspace;
    this.#space.observe(base, size);
    const alive = new Set<number>();
    this.entries = [];
    this.#space.forEach((entry) => {
      if (entry.isRegion) alive.add(entry.object);
      this.entries.push(this.#inPages(entry));
    });
    for (const { kind, object } of this.handles) {
      if (kind === "vmar" && object.kind === "vmar")
        object.alive = alive.has(this.session.object(object.koid));
    }
  }

  #inPages(entry: SpaceEntry): LiveEntry {
    const page = this.pages.of(entry.base);
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
