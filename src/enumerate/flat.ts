/**
 * The flat world: `pages` pages, all of the address space, without regions below the root.
 *
 *     page       0     1     2     3
 *     value      0     1     1     5        a digit for each page: the state is a number in base 1 + vmos × offsets × 3
 *     entry      .     |-----------|        and a bit for each page at which an entry of info_maps begins
 *
 * A value 0 is a page that is not mapped; else it says which VMO, which offset (the page's own place in the VMO, or one page further)
 * and which permissions the page has.
 */
import type { Session } from "../fuzz/execute.ts";
import { type Op, ROOT, type World } from "../fuzz/program.ts";
import {
  DEFAULT_SEMANTICS,
  type Handle,
  type Kernel,
  Perm,
  type SpaceVisitor,
  Status,
  type U64,
  VmOption,
} from "../zircon/index.ts";
import { counted, rangesIn } from "./ranges.ts";
import { settledSession } from "./session-inhabitant.ts";
import type { Answer, CallIndex, Inhabitant, SmallWorld, State, Symmetry } from "./small-world.ts";

const PAGE = 4096;
const BASE = 0x10_0000;
/** No access, read, read and write: what a mapping can have without an executable VMO. */
const PERMS = [0, Perm.READ, Perm.READ | Perm.WRITE] as const;

/** What tells one flat world from another. */
export interface FlatShape {
  /** 1 to 8. */
  readonly pages: number;
  /** VMOs to map. */
  readonly vmos: 1 | 2;
  /** Offsets at which a page can show a VMO: its own place, or also one page further. */
  readonly offsets: 1 | 2;
}

/** For each set of permissions its place in {@link PERMS}, or -1. */
const PERM_PLACE: readonly number[] = Array.from({ length: 8 }, (_, perms) =>
  PERMS.findIndex((some) => some === perms),
);

type RangeCall = Extract<Op, { call: "map" | "unmap" | "protect" }>;

export class FlatWorld implements SmallWorld {
  readonly name: string;
  readonly world: World;
  readonly setup: readonly Op[];
  readonly calls: readonly RangeCall[];
  readonly home: readonly CallIndex[];
  readonly symmetry?: Symmetry;
  readonly pages: number;
  /** One more than the values that a mapped page can have. */
  readonly radix: number;
  readonly vmos: number;
  readonly offsets: number;
  /** radix ^ pages: a state is its digits plus this times its entry bits. */
  readonly span: number;
  readonly #all: readonly CallIndex[];
  readonly #unmaps = new Map<number, CallIndex>();
  readonly #overwrites = new Map<number, CallIndex>();
  readonly #protects = new Map<number, CallIndex>();
  readonly #from: Uint8Array;
  readonly #to: Uint8Array;

  constructor({ pages, vmos, offsets }: FlatShape) {
    this.name = `flat, ${counted(pages, "page")}, ${counted(vmos, "VMO")}, ${counted(offsets, "offset")}`;
    this.pages = pages;
    this.vmos = vmos;
    this.offsets = offsets;
    this.radix = 1 + vmos * offsets * PERMS.length;
    this.span = this.radix ** pages;
    this.world = {
      aspace: { base: BASE, size: pages * PAGE, pageSize: PAGE },
      aslrSeed: undefined,
      semantics: DEFAULT_SEMANTICS,
    };
    this.setup = Array.from({ length: vmos }, (_, i) => ({
      call: "vmo_create",
      // Each page of a mapping that reaches one page past the space lies inside.
      size: (pages + 2) * PAGE,
      options: 0,
      out: 1 + i,
    }));
    this.calls = this.#everyCall();
    this.home = [this.#callTo(0, this.#rangeKey(0, pages), false)];
    this.#all = this.calls.map((_, i) => i);
    this.#from = new Uint8Array(pages);
    this.#to = new Uint8Array(pages);
    if (vmos === 2) this.symmetry = this.#vmoSwap();
  }

  inhabit(kernel: Kernel): Inhabitant {
    return new FlatInhabitant(kernel, this);
  }

  callsFrom(): readonly CallIndex[] {
    return this.#all;
  }

  classOf(state: State): string {
    this.#digits(state, this.#from);
    const mapped = this.#from.reduce((count, value) => count + Math.sign(value), 0);
    if (mapped === 0) return "empty";
    let entries = 0;
    for (let bits = Math.floor(Number(state) / this.span); bits > 0; bits &= bits - 1) entries++;
    return `${entries} ${entries === 1 ? "entry" : "entries"}, ${mapped === this.pages ? "full" : "with gaps"}`;
  }

  /** A call for each run of pages that are to be alike and are not as they should be. */
  route(from: State, to: State): readonly CallIndex[] {
    const [a, b] = [this.#from, this.#to];
    this.#digits(from, a);
    this.#digits(to, b);
    const way: CallIndex[] = [];
    for (let first = 0; first < this.pages; first++) {
      const value = b[first] ?? 0;
      if (a[first] === value) continue;
      let end = first + 1;
      let isProtect = this.#hasSource(a[first] ?? 0, value);
      for (let page = end; page < this.pages && b[page] === value; page++) {
        if (a[page] === value) continue;
        isProtect &&= this.#hasSource(a[page] ?? 0, value);
        end = page + 1;
      }
      way.push(this.#callTo(value, this.#rangeKey(first, end), isProtect));
      first = end - 1;
    }
    return way;
  }

  /** The call that makes a range all of one value; a protect is enough where it shows its part of the VMO already. */
  #callTo(value: number, range: number, isProtect: boolean): CallIndex {
    const table = value === 0 ? this.#unmaps : isProtect ? this.#protects : this.#overwrites;
    const call = table.get(range * this.radix + value);
    if (call === undefined) throw new RangeError("no call of the world makes that of a range");
    return call;
  }

  /** Whether two values of mapped pages differ in permissions alone. */
  #hasSource(value: number, like: number): boolean {
    return (
      value > 0 &&
      like > 0 &&
      Math.floor((value - 1) / PERMS.length) === Math.floor((like - 1) / PERMS.length)
    );
  }

  /** The value of a page; 0 if such a mapping is not of this world. */
  valueOf(vmo: number, offset: number, perms: number): number {
    const perm = PERM_PLACE[perms] ?? -1;
    if (vmo < 0 || offset < 0 || offset >= this.offsets || perm < 0) return 0;
    return 1 + (vmo * this.offsets + offset) * PERMS.length + perm;
  }

  #everyCall(): RangeCall[] {
    const calls: RangeCall[] = [];
    const sources = Array.from({ length: this.vmos * this.offsets }, (_, i) => ({
      vmo: Math.floor(i / this.offsets),
      offset: i % this.offsets,
    }));
    let out = this.vmos;
    for (const { first, end } of rangesIn(this.pages, this.pages + 1)) {
      const where = { addr: { slot: ROOT, delta: first * PAGE }, len: (end - first) * PAGE };
      for (const placement of [VmOption.SPECIFIC, VmOption.SPECIFIC_OVERWRITE]) {
        for (const { vmo, offset } of sources) {
          for (const perms of PERMS) {
            if (placement === VmOption.SPECIFIC_OVERWRITE) {
              const value = this.valueOf(vmo, offset, perms);
              this.#overwrites.set(this.#rangeKey(first, end) * this.radix + value, calls.length);
            }
            calls.push({
              call: "map",
              vmar: ROOT,
              options: placement | perms,
              offset: first * PAGE,
              vmo: 1 + vmo,
              vmoOffset: (first + offset) * PAGE,
              len: where.len,
              out: ++out,
            });
          }
        }
      }
      this.#unmaps.set(this.#rangeKey(first, end) * this.radix, calls.length);
      calls.push({ call: "unmap", vmar: ROOT, ...where });
      for (const perms of PERMS) {
        for (const { vmo, offset } of sources) {
          const value = this.valueOf(vmo, offset, perms);
          this.#protects.set(this.#rangeKey(first, end) * this.radix + value, calls.length);
        }
        calls.push({ call: "protect", vmar: ROOT, options: perms, ...where });
      }
    }
    return calls;
  }

  #rangeKey(first: number, end: number): number {
    return first * (this.pages + 2) + end;
  }

  #digits(state: State, into: Uint8Array): void {
    let digits = Number(state) % this.span;
    for (let page = 0; page < this.pages; page++) {
      into[page] = digits % this.radix;
      digits = Math.floor(digits / this.radix);
    }
  }

  /** The VMO of the lowest mapped page is called the first. */
  #vmoSwap(): Symmetry {
    const ofOne = this.offsets * PERMS.length;
    const swapValue = (value: number): number => {
      if (value === 0) return 0;
      return value <= ofOne ? value + ofOne : value - ofOne;
    };
    const swapped = this.calls.map((call) => {
      if (call.call !== "map") return this.calls.indexOf(call);
      return this.calls.findIndex(
        (other) =>
          other.call === "map" &&
          other.options === call.options &&
          other.offset === call.offset &&
          other.len === call.len &&
          other.vmoOffset === call.vmoOffset &&
          other.vmo !== call.vmo,
      );
    });
    return {
      isSwapped: (state) => {
        this.#digits(state, this.#from);
        return (this.#from.find((value) => value > 0) ?? 0) > ofOne;
      },
      swap: (state) => {
        this.#digits(state, this.#from);
        const digits = this.#from.reduceRight((sum, value) => sum * this.radix + swapValue(value), 0);
        return digits + this.span * Math.floor(Number(state) / this.span);
      },
      swapCall: (call) => swapped[call] ?? call,
    };
  }
}

/** The flat world's calls are the ones of which millions are made a minute: no operation is interpreted, and no object made. */
class FlatInhabitant implements Inhabitant, SpaceVisitor {
  readonly session: Session;
  status: Status = Status.OK;
  readonly #kernel: Kernel;
  readonly #flat: FlatWorld;
  readonly #handles: readonly Handle[];
  readonly #koids: readonly (U64 | undefined)[];
  /** The number whose digits are 1 for all pages below: a run's digits are a difference of two of them. */
  readonly #ones: Int32Array;
  #digits = 0;
  #entries = 0;
  #regions = 0;
  #isForeign = false;

  constructor(kernel: Kernel, flat: FlatWorld) {
    this.session = settledSession(kernel, flat.world, flat.setup);
    this.#kernel = kernel;
    this.#flat = flat;
    this.#handles = Array.from({ length: flat.vmos + 1 }, (_, slot) => this.session.handle(slot));
    this.#koids = this.#handles.slice(1).map((vmo) => kernel.infoVmo(vmo).info?.koid);
    this.#ones = Int32Array.from(
      { length: flat.pages + 1 },
      (_, n) => (flat.radix ** n - 1) / (flat.radix - 1),
    );
  }

  make(index: CallIndex): Answer {
    const call = this.#flat.calls[index];
    const kernel = this.#kernel;
    const root = this.#handles[ROOT] ?? 0;
    switch (call?.call) {
      case "map": {
        const vmo = this.#handles[call.vmo] ?? 0;
        const answer = kernel.vmarMap(root, call.options, Number(call.offset), vmo, call.vmoOffset, call.len);
        this.status = answer.status;
        // An address is positive, and a status is not.
        return answer.status === Status.OK ? Number(answer.addr) : answer.status;
      }
      case "unmap":
        this.status = kernel.vmarUnmap(root, BASE + Number(call.addr.delta), call.len);
        return this.status;
      case "protect":
        this.status = kernel.vmarProtect(root, call.options, BASE + Number(call.addr.delta), call.len);
        return this.status;
      case undefined:
        throw new RangeError(`there is no call ${index}`);
    }
  }

  observe(): State {
    const { pages, span } = this.#flat;
    this.#digits = 0;
    this.#entries = 0;
    this.#regions = 0;
    this.#isForeign = false;
    this.#kernel.observeSpace(BASE, pages * PAGE, this);
    if (this.#regions !== 1 || this.#isForeign)
      throw new Error("the kernel shows what no call can have made");
    return this.#digits + span * this.#entries;
  }

  region(): void {
    this.#regions++;
  }

  mapping(base: U64, size: U64, _depth: number, perms: number, vmoKoid: U64, vmoOffset: U64): void {
    const first = (Number(base) - BASE) / PAGE;
    const end = first + Number(size) / PAGE;
    const value = this.#flat.valueOf(this.#koids.indexOf(vmoKoid), Number(vmoOffset) / PAGE - first, perms);
    const below = this.#ones[first];
    const through = this.#ones[end];
    if (value === 0 || below === undefined || through === undefined) {
      this.#isForeign = true;
      return;
    }
    this.#digits += value * (through - below);
    this.#entries |= 1 << first;
  }
}
