import {
  DEFAULT_SEMANTICS,
  type Handle,
  type Kernel,
  type KernelFactory,
  lowestPlacement,
  type Placement,
  type SpaceVisitor,
  Status,
  statusName,
  type U64,
  VmOption,
} from "../../src/zircon/index.ts";
import { Xorshift32 } from "../prng.ts";
import type { Space } from "../space.ts";

const PAGE = 4096;
const BASE = 0x100_0000;
/** 64 GiB, the space of the largest stream. */
const VMO_SIZE = 2 ** 36;
/** VM options by permission code: none, R, RW, RX. */
const OPTIONS = [0, 1, 3, 5] as const;
const { SPECIFIC, SPECIFIC_OVERWRITE } = VmOption;
const REGION =
  VmOption.CAN_MAP_SPECIFIC | VmOption.CAN_MAP_READ | VmOption.CAN_MAP_WRITE | VmOption.CAN_MAP_EXECUTE;

/**
 * A kernel as the streams see it: every operation is one system call, with every check and by handle.
 *
 * The space is one region below the root, or that many in order; lookups start at the root. The address
 * space of the process holds nothing else.
 */
export class KernelSpace implements Space {
  readonly #create: KernelFactory;
  /** A kernel whose placement is {@link UniformPlacement}, for W2rand. */
  readonly #anywhere: boolean;
  #kernel: Kernel | undefined;
  #vmo: Handle = 0;
  #pages = 0;
  #part = 0;
  #regions: Handle[] = [];

  constructor(create: KernelFactory, anywhere: boolean) {
    this.#create = create;
    this.#anywhere = anywhere;
  }

  reset(pages: number, children: number): void {
    const placement = this.#anywhere ? new UniformPlacement(pages) : lowestPlacement;
    const aspace = { base: BASE, size: pages * PAGE, pageSize: PAGE };
    const kernel = this.#create({ aspace, placement, semantics: DEFAULT_SEMANTICS });
    if (placement instanceof UniformPlacement) placement.kernel = kernel;
    this.#kernel = kernel;
    this.#pages = pages;
    this.#part = pages / children;
    this.#vmo = kernel.vmoReplaceAsExecutable(kernel.vmoCreate(VMO_SIZE, 0).handle).handle;
    this.#regions = [];
    const size = this.#part * PAGE;
    for (let child = 0; child < children; child++) {
      const answer = kernel.vmarAllocate(kernel.rootVmar, REGION | SPECIFIC, child * size, size);
      demand(answer.status, "vmar_allocate");
      this.#regions.push(answer.handle);
    }
  }

  map(child: number, page: number, len: number, perm: number): void {
    const offset = (page - child * this.#part) * PAGE;
    const options = SPECIFIC_OVERWRITE | OPTIONS[perm]!;
    demand(
      this.#live.vmarMap(this.#regions[child]!, options, offset, this.#vmo, 0, len * PAGE).status,
      "vmar_map",
    );
  }

  unmap(child: number, page: number, len: number): void {
    demand(this.#live.vmarUnmap(this.#regions[child]!, BASE + page * PAGE, len * PAGE), "vmar_unmap");
  }

  protect(child: number, page: number, len: number, perm: number): boolean {
    const status = this.#live.vmarProtect(
      this.#regions[child]!,
      OPTIONS[perm]!,
      BASE + page * PAGE,
      len * PAGE,
    );
    if (status !== Status.NOT_FOUND) demand(status, "vmar_protect");
    return status === Status.OK;
  }

  lookup(page: number): number {
    const view = this.#live.observePage(BASE + page * PAGE);
    return view === undefined ? 0 : permOf(view.perms);
  }

  placeLowest(len: number, perm: number): number {
    return this.#place(len, perm);
  }

  placeRandom(len: number, perm: number): number {
    return this.#place(len, perm);
  }

  /** A call that leaves the address to the kernel. */
  #place(len: number, perm: number): number {
    const answer = this.#live.vmarMap(this.#regions[0]!, OPTIONS[perm]!, 0, this.#vmo, 0, len * PAGE);
    return answer.status === Status.OK ? pageOf(answer.addr) : -1;
  }

  each(visit: (page: number, len: number, perm: number, token: number) => void): void {
    this.#live.observeSpace(BASE, this.#pages * PAGE, {
      region() {},
      mapping(base, size, _depth, perms, _koid, offset) {
        const page = pageOf(base);
        visit(page, Number(size) / PAGE, permOf(perms), page - Number(offset) / PAGE);
      },
    });
  }

  destroy(): void {
    for (const region of this.#regions) demand(this.#live.vmarDestroy(region), "vmar_destroy");
  }

  get #live(): Kernel {
    if (this.#kernel === undefined) throw new Error("a space must be reset first");
    return this.#kernel;
  }
}

/**
 * Random placement by rejection, as the peers do it: points are drawn until one is free, so each candidate
 * is as likely as any other. A point is tested by what the kernel shows there.
 */
class UniformPlacement implements Placement {
  kernel: Kernel | undefined;
  readonly #pages: number;
  readonly #random = new Xorshift32(99);
  readonly #probe = new Probe();

  constructor(pages: number) {
    this.#pages = pages;
  }

  pick(lowest: number, highest: number): number {
    const positions = highest - lowest + 1;
    const size = (this.#pages - positions + 1) * PAGE;
    for (let tries = 0; tries < 1000; tries++) {
      const page = lowest + this.#random.below(positions);
      if (this.#isFree(page * PAGE, size)) return page;
    }
    return lowest;
  }

  #isFree(addr: number, size: number): boolean {
    if (this.kernel?.observePage(addr) !== undefined) return false;
    this.#probe.free = true;
    this.kernel?.observeSpace(addr, size, this.#probe);
    return this.#probe.free;
  }
}

/** Whether a range that is observed shows no mapping. */
class Probe implements SpaceVisitor {
  free = true;

  region(): void {}

  mapping(): void {
    this.free = false;
  }
}

function pageOf(addr: U64): number {
  return (Number(addr) - BASE) / PAGE;
}

/** The permission code of READ, READ|WRITE or READ|EXECUTE. */
function permOf(perms: number): number {
  return (perms + 1) >> 1;
}

function demand(status: Status, call: string): void {
  if (status !== Status.OK) throw new Error(`${call}: ${statusName(status)}`);
}
