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
import { type Op, ROOT, type Slot, type World } from "../fuzz/program.ts";
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
import type { Answer, CallIndex, Expected, Inhabitant, SmallWorld, State, Symmetry } from "./small-world.ts";

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

/** What a call of the flat world is, in a number. */
const SPECIFIC = 0;
const OVERWRITE = 1;
const UNMAP = 2;
const PROTECT = 3;

/** A call as plain numbers: addresses and sizes in bytes. */
interface PlainCall {
  readonly kind: number;
  readonly options: number;
  readonly addr: number;
  readonly offset: number;
  readonly vmo: Slot;
  readonly vmoOffset: number;
  readonly len: number;
  /** A bit for each page of the range; those beyond the space included. */
  readonly pages: number;
}

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
  /** {@link calls}, without anything to interpret. */
  readonly plain: readonly PlainCall[];
  readonly #all: readonly CallIndex[];
  /** By kind, then by range and value: the call that makes a range all of one value. */
  readonly #makers: readonly Int32Array[];
  /** {@link expected} by which pages are mapped. */
  readonly #expectedOf: (Expected | undefined)[] = [];
  /** 1 / {@link radix}. */
  readonly #perRadix: number;
  readonly #from: Uint8Array;
  readonly #to: Uint8Array;
  /** The state whose digits {@link #to} has. */
  #toState: State = -1;

  constructor({ pages, vmos, offsets }: FlatShape) {
    this.name = `flat, ${counted(pages, "page")}, ${counted(vmos, "VMO")}, ${counted(offsets, "offset")}`;
    this.pages = pages;
    this.vmos = vmos;
    this.offsets = offsets;
    this.radix = 1 + vmos * offsets * PERMS.length;
    this.span = this.radix ** pages;
    this.#perRadix = 1 / this.radix;
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
    const places = pages * (pages + 2) * this.radix;
    this.#makers = [SPECIFIC, OVERWRITE, UNMAP, PROTECT].map(() => new Int32Array(places).fill(-1));
    this.calls = this.#everyCall();
    this.plain = this.calls.map(plainCall);
    this.home = [this.#callTo(UNMAP, 0, pages, 0)];
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

  expected(state: State): Expected {
    this.#digits(state, this.#from);
    const mapped = this.#from.reduce((bits, value, page) => bits | (Math.sign(value) << page), 0);
    return (this.#expectedOf[mapped] ??= this.#expectedIf(mapped));
  }

  /** @param mapped a bit for each page that is mapped */
  #expectedIf(mapped: number): Expected {
    const beyond = 1 << this.pages;
    const [loud, taking, placing]: [CallIndex[], CallIndex[], CallIndex[]] = [[], [], []];
    this.plain.forEach(({ kind, pages }, call) => {
      const isRefused =
        (pages & beyond) !== 0 ||
        (kind === SPECIFIC && (pages & mapped) !== 0) ||
        (kind === PROTECT && (pages & ~mapped) !== 0);
      (!isRefused ? loud : kind === SPECIFIC ? placing : taking).push(call);
    });
    return { loud, taking, placing };
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
  route(from: State, to: State, isLeft?: (call: CallIndex) => boolean): readonly CallIndex[] {
    const a = this.#from;
    const b = this.#to;
    this.#digits(from, a);
    if (to !== this.#toState) this.#digits(to, b);
    this.#toState = to;
    const way: CallIndex[] = [];
    let first = 0;
    let end = 0;
    let kind = UNMAP;
    for (let page = 0; page < this.pages; page++) {
      const value = b[page] ?? 0;
      if (a[page] === value) continue;
      first = page;
      end = page + 1;
      let isProtect = this.#hasSource(a[page] ?? 0, value);
      for (let next = end; next < this.pages && b[next] === value; next++) {
        if (a[next] === value) continue;
        isProtect &&= this.#hasSource(a[next] ?? 0, value);
        end = next + 1;
      }
      page = end - 1;
      kind = value === 0 ? UNMAP : isProtect ? PROTECT : OVERWRITE;
      way.push(this.#callTo(kind, first, end, value));
    }
    if (way.length === 1 && isLeft !== undefined && !isLeft(way[0] ?? 0)) {
      const other = this.#otherCall(kind, first, end, isLeft);
      if (other >= 0) way[0] = other;
    }
    return way;
  }

  /** A call with the same effect as one that makes a range all of one value, as {@link #to} has it, and that `isLeft`; -1 if there is none. */
  #otherCall(kind: number, first: number, end: number, isLeft: (call: CallIndex) => boolean): CallIndex {
    const value = this.#to[first] ?? 0;
    if (value > 0 && this.#isFree(first, end)) {
      const call = this.#callTo(SPECIFIC, first, end, value);
      if (isLeft(call)) return call;
    }
    for (let low = first; low >= 0 && this.#to[low] === value; low--) {
      for (let high = end; high <= this.pages && this.#to[high - 1] === value; high++) {
        const call = this.#callTo(kind, low, high, value);
        if (isLeft(call)) return call;
        if (kind !== PROTECT) continue;
        const overwriting = this.#callTo(OVERWRITE, low, high, value);
        if (isLeft(overwriting)) return overwriting;
      }
    }
    return -1;
  }

  /** Whether no page of a range is mapped in {@link #from}. */
  #isFree(first: number, end: number): boolean {
    for (let page = first; page < end; page++) if (this.#from[page] !== 0) return false;
    return true;
  }

  /** The call of a kind that makes a range all of one value. */
  #callTo(kind: number, first: number, end: number, value: number): CallIndex {
    const call = this.#makers[kind]?.[this.#rangeKey(first, end) * this.radix + value] ?? -1;
    if (call < 0) throw new RangeError("no call of the world makes that of a range");
    return call;
  }

  /** Whether two values of mapped pages differ in permissions alone. */
  #hasSource(value: number, like: number): boolean {
    return value > 0 && like > 0 && (((value - 1) / PERMS.length) | 0) === (((like - 1) / PERMS.length) | 0);
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
    const makes = (kind: number, first: number, end: number, value: number): void => {
      const table = this.#makers[kind];
      if (table !== undefined) table[this.#rangeKey(first, end) * this.radix + value] = calls.length;
    };
    let out = this.vmos;
    for (const { first, end } of rangesIn(this.pages, this.pages + 1)) {
      const where = { addr: { slot: ROOT, delta: first * PAGE }, len: (end - first) * PAGE };
      for (const placement of [VmOption.SPECIFIC, VmOption.SPECIFIC_OVERWRITE]) {
        for (const { vmo, offset } of sources) {
          for (const perms of PERMS) {
            const kind = placement === VmOption.SPECIFIC_OVERWRITE ? OVERWRITE : SPECIFIC;
            makes(kind, first, end, this.valueOf(vmo, offset, perms));
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
      makes(UNMAP, first, end, 0);
      calls.push({ call: "unmap", vmar: ROOT, ...where });
      for (const perms of PERMS) {
        for (const { vmo, offset } of sources) {
          makes(PROTECT, first, end, this.valueOf(vmo, offset, perms));
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
    // Below 2^31: 13^8 at most. The half keeps the product on the right side of a whole number: dividing integers takes several times as long.
    let digits = (Number(state) % this.span) | 0;
    for (let page = 0; page < this.pages; page++) {
      const rest = ((digits + 0.5) * this.#perRadix) | 0;
      into[page] = digits - rest * this.radix;
      digits = rest;
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

function plainCall(op: RangeCall): PlainCall {
  const isMap = op.call === "map";
  const offset = Number(isMap ? op.offset : op.addr.delta);
  const len = Number(op.len);
  const overwrites = isMap && (op.options & VmOption.SPECIFIC_OVERWRITE) !== 0;
  return {
    kind: !isMap ? (op.call === "unmap" ? UNMAP : PROTECT) : overwrites ? OVERWRITE : SPECIFIC,
    options: "options" in op ? op.options : 0,
    addr: BASE + offset,
    offset,
    vmo: isMap ? op.vmo : ROOT,
    vmoOffset: isMap ? Number(op.vmoOffset) : 0,
    len,
    pages: ((1 << (len / PAGE)) - 1) << (offset / PAGE),
  };
}

/** The flat world's calls are the ones of which millions are made a minute: no operation is interpreted, and no object made. */
class FlatInhabitant implements Inhabitant, SpaceVisitor {
  readonly session: Session;
  status: Status = Status.OK;
  readonly #kernel: Kernel;
  readonly #flat: FlatWorld;
  readonly #plain: readonly PlainCall[];
  readonly #root: Handle;
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
    this.#plain = flat.plain;
    this.#root = this.session.handle(ROOT);
    this.#handles = Array.from({ length: flat.vmos + 1 }, (_, slot) => this.session.handle(slot));
    this.#koids = this.#handles.slice(1).map((vmo) => kernel.infoVmo(vmo).info?.koid);
    this.#ones = Int32Array.from(
      { length: flat.pages + 1 },
      (_, n) => (flat.radix ** n - 1) / (flat.radix - 1),
    );
  }

  make(index: CallIndex): Answer {
    const call = this.#plain[index];
    if (call === undefined) throw new RangeError(`there is no call ${index}`);
    const { options, addr, len } = call;
    const root = this.#root;
    switch (call.kind) {
      case UNMAP:
        return (this.status = this.#kernel.vmarUnmap(root, addr, len));
      case PROTECT:
        return (this.status = this.#kernel.vmarProtect(root, options, addr, len));
      default: {
        const vmo = this.#handles[call.vmo] ?? 0;
        const answer = this.#kernel.vmarMap(root, options, call.offset, vmo, call.vmoOffset, len);
        this.status = answer.status;
        // An address is positive, and a status is not.
        return answer.status === Status.OK ? Number(answer.addr) : answer.status;
      }
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
    const value = this.#flat.valueOf(this.#vmo(vmoKoid), Number(vmoOffset) / PAGE - first, perms);
    const below = this.#ones[first];
    const through = this.#ones[end];
    if (value === 0 || below === undefined || through === undefined) {
      this.#isForeign = true;
      return;
    }
    this.#digits += value * (through - below);
    this.#entries |= 1 << first;
  }

  /** Which VMO has a koid; -1 if none. There are two at most, and this is asked for each entry of each look. */
  #vmo(koid: U64): number {
    if (koid === this.#koids[0]) return 0;
    return this.#koids.indexOf(koid);
  }
}
