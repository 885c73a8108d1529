/**
 * What the successful calls of a program must have made of the address space, page by page.
 *
 * This is no third model: it decides no answer. It believes each status that a kernel gives and keeps, for every page, what the call
 * said; then the kernel's own space must show exactly that (§2.2, the run theorem of §2.4). So a single kernel can be judged by
 * itself, and two that are wrong alike are caught.
 */
import {
  PageGeometry,
  Rights,
  Status,
  type U64,
  PLACEMENT_MASK,
  VmOption,
  addU64,
  formatU64,
  permsText,
  subU64,
} from "../../zircon/index.ts";
import { NAMELESS, type Session } from "../execute.ts";
import { type Op, ROOT, type Slot, type World } from "../program.ts";
import type { SpaceEntry, SpaceLog } from "../space.ts";
import type { Made } from "./law.ts";

/** A region that some handle named. */
interface RegionFact {
  readonly object: number;
  readonly parent: RegionFact | undefined;
  readonly page: number;
  readonly end: number;
  readonly options: number;
  alive: boolean;
}

/** The tuple (T, prot) of one page (§2.4). Pages that one call made share the object, so `===` of `made` compares most of T. */
interface PageFact {
  readonly region: RegionFact;
  readonly vmo: number;
  /** The offset of the page in its VMO. */
  readonly vmoOffset: U64;
  readonly maxPerm: number;
  readonly fbs: boolean;
  /** With V-2 older, the placement options; else 0. */
  readonly placement: number;
  /** 0, or a number of its own for each clone that a forced write made. */
  readonly clone: number;
  readonly prot: number;
}

function withProt(fact: PageFact, prot: number): PageFact {
  const { region, vmo, vmoOffset, maxPerm, fbs, placement, clone } = fact;
  return { region, vmo, vmoOffset, maxPerm, fbs, placement, clone, prot };
}

/** Ranges of more pages are not followed: facts are kept page by page. */
const MOST_PAGES = 4096;
const CAN_MAP_SHIFT = 7;

/**
 * The facts of the run whose watches were begun last: its laws share them, since a run begins all its watches in a row. No WeakMap by
 * session: what that holds outlives V8's collections of young objects, and with the facts the kernels of each run.
 */
let latest: { readonly session: Session; readonly facts: Facts } | undefined;

export class Facts {
  /** The facts of a run, which begins with `session`. */
  static of(world: World, session: Session): Facts {
    if (latest?.session !== session) latest = { session, facts: new Facts(world) };
    return latest.facts;
  }

  readonly #world: World;
  readonly #geometry: PageGeometry;
  readonly #regions: RegionFact[] = [];
  readonly #vmars = new Map<Slot, { region: RegionFact; rights: number }>();
  readonly #vmos = new Map<Slot, { object: number; rights: number }>();
  readonly #pages = new Map<number, PageFact>();
  #clones = 0;
  /** Whether the program did something too large to follow; then nothing is claimed any more. */
  #lost = false;
  /** What was taken in last. */
  #made: Made | undefined;

  constructor(world: World) {
    this.#world = world;
    this.#geometry = new PageGeometry(world.aspace.pageSize);
    const page = this.#geometry.of(world.aspace.base);
    const root: RegionFact = {
      object: 0.5,
      parent: undefined,
      page,
      end: page + this.#geometry.of(world.aspace.size),
      options: VmOption.CAN_MAP_SPECIFIC | (7 << CAN_MAP_SHIFT),
      alive: true,
    };
    this.#regions.push(root);
    this.#vmars.set(ROOT, { region: root, rights: 0x20_801f });
    // The clone of a forced write is shorter than its mapping with this switch: not followed here.
    this.#lost = !world.semantics["Q-4"];
  }

  /** Takes in what a call answered; once, whoever tells of it. */
  after(made: Made, session: Session): void {
    if (made === this.#made) return;
    this.#made = made;
    const { op, outcome } = made;
    // What follows an exit of the thread or of the process, or a close that failed after an unmap, is not followed here.
    if (op.call === "unmap_exit" || op.call === "task_kill") this.#lost = true;
    if (this.#lost || outcome.status !== Status.OK) return;
    const rights = Number((op.call === "allocate" ? outcome.more[0] : outcome.first) ?? 0);
    switch (op.call) {
      case "allocate":
        return this.#allocated(
          op.vmar,
          op.out,
          op.options,
          session.addr({ slot: op.out, delta: 0 }),
          op.size,
          rights,
        );
      case "map":
        return this.#mapped(op, session.addr({ slot: op.out, delta: 0 }));
      case "unmap":
        return this.#unmapped(op.vmar, this.#geometry.of(session.addr(op.addr)), this.#geometry.up(op.len));
      case "protect":
        return this.#protected(
          op.options,
          this.#geometry.of(session.addr(op.addr)),
          this.#geometry.up(op.len),
        );
      case "destroy": {
        const region = this.#vmars.get(op.vmar)?.region;
        if (region !== undefined) this.#kill(region);
        return;
      }
      case "vmo_create":
      case "vmo_create_physical":
      case "vmo_create_contiguous":
        this.#vmos.set(op.out, { object: op.out, rights });
        return;
      case "vmo_create_child":
        this.#vmos.set(op.out, { object: op.out, rights });
        return;
      case "vmo_replace_as_executable":
        return this.#copied(op.vmo, op.out, rights);
      case "handle_duplicate":
      case "handle_replace":
        return this.#copied(op.handle, op.out, rights);
      case "write_memory":
      case "process_write":
        return this.#forced(this.#geometry.of(session.addr(op.addr)));
      default:
        return;
    }
  }

  /** What the kernel's space shows against the facts: the first contradiction in words, or undefined. */
  contradiction(space: SpaceLog): string | undefined {
    if (this.#lost) return undefined;
    let shown = 0;
    let contradiction: string | undefined;
    let regions = 0;
    let last: SpaceEntry | undefined;
    space.forEach((entry) => {
      contradiction ??= this.#checkEntry(entry, last);
      if (entry.isRegion) regions++;
      else shown += this.#geometry.of(entry.size);
      last = entry;
    });
    if (contradiction !== undefined) return contradiction;
    if (shown !== this.#pages.size) return `${shown} pages are mapped, and calls mapped ${this.#pages.size}`;
    const alive = this.#regions.filter((region) => region.alive).length;
    return regions === alive ? undefined : `${regions} regions are shown, and ${alive} are alive`;
  }

  /** The number of mapping objects that show a VMO: maximal runs of equal T (VMO-24). */
  mappingsOf(object: number): number | undefined {
    if (this.#lost) return undefined;
    let count = 0;
    for (const [page, fact] of this.#pages) {
      if (fact.vmo === object && !this.#sameMapping(this.#pages.get(page - 1), fact)) count++;
    }
    return count;
  }

  /** The pages from `page` to the end of its mapping object, or undefined if nothing is claimed. */
  mappingEnd(page: number): number | undefined {
    if (this.#lost || !this.#pages.has(page)) return undefined;
    let end = page + 1;
    while (this.#sameMapping(this.#pages.get(end - 1), this.#pages.get(end))) end++;
    return end;
  }

  #allocated(vmar: Slot, out: Slot, options: number, base: U64, size: U64, rights: number): void {
    const parent = this.#vmars.get(vmar)?.region;
    if (parent === undefined) return;
    const page = this.#geometry.of(base);
    const end = page + this.#geometry.of(size);
    const region: RegionFact = { object: out, parent, page, end, options, alive: true };
    this.#regions.push(region);
    this.#vmars.set(out, { region, rights });
  }

  #mapped(op: Extract<Op, { call: "map" }>, base: U64): void {
    const vmar = this.#vmars.get(op.vmar);
    const vmo = this.#vmos.get(op.vmo);
    const pages = this.#geometry.up(op.len);
    if (vmar === undefined || vmo === undefined || pages > MOST_PAGES) {
      this.#lost = true;
      return;
    }
    const semantics = this.#world.semantics;
    const upper = (op.options & VmOption.OFFSET_IS_UPPER_LIMIT) !== 0;
    const objOff = upper && semantics["Q-1"] ? 0 : op.vmoOffset;
    const xomRead = (op.options & VmOption.PERM_READ_IF_XOM_UNSUPPORTED) !== 0 && !semantics.xom ? 1 : 0;
    const first = this.#geometry.of(base);
    const maxPerm = (vmar.rights & vmo.rights & (Rights.READ | Rights.WRITE | Rights.EXECUTE)) >> 2;
    for (let i = 0; i < pages; i++) {
      this.#pages.set(first + i, {
        region: vmar.region,
        vmo: vmo.object,
        vmoOffset: addU64(objOff, this.#geometry.bytes(i)),
        maxPerm,
        fbs: (op.options & VmOption.FAULT_BEYOND_STREAM_SIZE) !== 0,
        placement: semantics["V-2"] ? 0 : op.options & PLACEMENT_MASK,
        clone: 0,
        prot: (op.options & 7) | xomRead,
      });
    }
  }

  #unmapped(vmar: Slot, first: number, pages: number): void {
    const region = this.#vmars.get(vmar)?.region;
    if (region === undefined) return;
    for (const child of this.#regions) {
      if (child.parent === region && child.alive && child.page >= first && child.end <= first + pages)
        this.#kill(child);
    }
    this.#drop((page, fact) => page >= first && page < first + pages && fact.region === region);
  }

  #protected(options: number, first: number, pages: number): void {
    const xom = (options & VmOption.PERM_READ_IF_XOM_UNSUPPORTED) !== 0 && !this.#world.semantics.xom ? 1 : 0;
    const prot = (options & 7) | xom;
    for (const [page, fact] of this.#pages) {
      if (page >= first && page < first + pages) this.#pages.set(page, withProt(fact, prot));
    }
  }

  #kill(region: RegionFact): void {
    region.alive = false;
    for (const child of this.#regions) if (child.parent === region && child.alive) this.#kill(child);
    this.#drop((_page, fact) => fact.region === region);
  }

  #drop(gone: (page: number, fact: PageFact) => boolean): void {
    for (const [page, fact] of this.#pages) if (gone(page, fact)) this.#pages.delete(page);
  }

  #copied(from: Slot, to: Slot, rights: number): void {
    const vmar = this.#vmars.get(from);
    if (vmar !== undefined) this.#vmars.set(to, { region: vmar.region, rights });
    const vmo = this.#vmos.get(from);
    if (vmo !== undefined) this.#vmos.set(to, { object: vmo.object, rights });
  }

  /** PMEM-06: a forced write turns the whole mapping into one of a private clone, from offset 0. */
  #forced(page: number): void {
    const fact = this.#pages.get(page);
    if (fact === undefined || (fact.maxPerm & 2) !== 0 || fact.clone !== 0) return;
    let first = page;
    while (this.#sameMapping(this.#pages.get(first - 1), this.#pages.get(first))) first--;
    const end = this.mappingEnd(page) ?? page + 1;
    const clone = ++this.#clones;
    for (let at = first; at < end; at++) {
      const old = this.#pages.get(at);
      const vmoOffset = this.#geometry.bytes(at - first);
      if (old !== undefined) this.#pages.set(at, { ...old, vmo: NAMELESS, vmoOffset, clone });
    }
  }

  /** Whether two neighbouring pages belong to one mapping object: equal T (and prot, with V-5 older). */
  #sameMapping(a: PageFact | undefined, b: PageFact | undefined): boolean {
    return (
      a !== undefined &&
      b !== undefined &&
      a.region === b.region &&
      a.vmo === b.vmo &&
      subU64(b.vmoOffset, a.vmoOffset) === this.#geometry.size &&
      a.maxPerm === b.maxPerm &&
      a.fbs === b.fbs &&
      a.placement === b.placement &&
      a.clone === b.clone &&
      (this.#world.semantics["V-5"] || a.prot === b.prot)
    );
  }

  #checkEntry(entry: SpaceEntry, last: SpaceEntry | undefined): string | undefined {
    const page = this.#geometry.of(entry.base);
    const end = page + this.#geometry.of(entry.size);
    if (!this.#geometry.aligned(entry.base) || !this.#geometry.aligned(entry.size) || end === page) {
      return `${rangeText(entry)} is no range of whole pages (I-1)`;
    }
    if (last !== undefined && entry.base < last.base)
      return `${rangeText(entry)} comes after a higher entry (INFO-13)`;
    if (entry.isRegion) return this.#checkRegion(entry, page, end);
    for (let at = page; at < end && at < page + MOST_PAGES; at++) {
      const fact = this.#pages.get(at);
      if (fact === undefined)
        return `${rangeText(entry)} shows page ${formatU64(this.#geometry.bytes(at))}, which no call left mapped`;
      const problem = this.#checkPage(fact, entry, this.#geometry.bytes(at - page));
      if (problem !== undefined) return `${rangeText(entry)}: ${problem}`;
    }
    const before = this.#pages.get(page - 1);
    const here = this.#pages.get(page);
    if (last?.isRegion === false && before?.prot === here?.prot && this.#sameMapping(before, here)) {
      return `${rangeText(entry)} continues the entry before it and is listed apart (I-4, I-5)`;
    }
    return undefined;
  }

  #checkRegion(entry: SpaceEntry, page: number, end: number): string | undefined {
    const region = this.#regions.find(({ object }) => object === entry.object);
    if (region === undefined) return `${rangeText(entry)} is a region that no call made`;
    if (!region.alive) return `${rangeText(entry)} is shown, and its region is dead (I-6)`;
    if (region.page !== page || region.end !== end)
      return `${rangeText(entry)} is not where its region was allocated`;
    const { parent } = region;
    if (parent === undefined) return undefined;
    if (page < parent.page || end > parent.end) return `${rangeText(entry)} lies outside of its parent (I-1)`;
    const can = (region.options >> CAN_MAP_SHIFT) & 7;
    return (can & ~(parent.options >> CAN_MAP_SHIFT)) === 0
      ? undefined
      : `${rangeText(entry)} may map more than its parent (I-2)`;
  }

  #checkPage(fact: PageFact, entry: SpaceEntry, shift: U64): string | undefined {
    if (fact.prot !== entry.perms)
      return `shows ${permsText(entry.perms)} where ${permsText(fact.prot)} was set`;
    if (fact.vmo !== entry.object) return "shows another VMO than was mapped";
    if (fact.vmoOffset !== addU64(entry.vmoOffset, shift)) {
      return `shows VMO offset ${formatU64(addU64(entry.vmoOffset, shift))}, not ${formatU64(fact.vmoOffset)}`;
    }
    if ((entry.perms & ~fact.maxPerm) !== 0) {
      return `permits ${permsText(entry.perms)}, and its handles gave ${permsText(fact.maxPerm)} (I-3)`;
    }
    if ((fact.maxPerm & ~(fact.region.options >> CAN_MAP_SHIFT) & 7) !== 0)
      return "could permit more than its region (I-3)";
    const executeOnly = this.#world.semantics.xom && !this.#world.semantics["Q-9"];
    if ((entry.perms & 6) !== 0 && (entry.perms & 1) === 0 && !executeOnly)
      return "permits w or x without r (I-3)";
    return undefined;
  }
}

/** Where an entry is, in words. */
function rangeText({ base, size }: SpaceEntry): string {
  return `[${formatU64(base)}, +${formatU64(size)})`;
}
