import { performance } from "node:perf_hooks";
import { Xorshift32 } from "./prng.ts";
import type { Space } from "./space.ts";

export const WORKLOADS = ["W1", "W1c256", "W2ff", "W2rand", "W3", "W4", "W5"] as const;
export type Workload = (typeof WORKLOADS)[number];

/** What a peer prints for each metric of a workload: one line of JSON. */
export interface Metric {
  readonly peer: string;
  /** The workload; `W5-enum` and `W5-destroy` are two metrics of one. */
  readonly wl: string;
  readonly n: number;
  /** Operations in each segment. */
  readonly ops: number;
  /** Nanoseconds for each operation, by segment. */
  readonly ns: readonly number[];
  /** What was done, so that equal work can be seen: entries, sums of answers, failed calls, a checksum of the entries. */
  readonly live: number;
  readonly acc: number;
  readonly prot: number;
  readonly fail: number;
  readonly chk: number;
  /** A segment hit its time limit: the checksums say nothing. */
  readonly cut: boolean;
}

/** How much of each stream is played. */
export interface Lengths {
  readonly segments: number;
  /** Operations of a segment: W1 and W4, W3; steps of two operations in W2. */
  readonly churnOps: number;
  readonly bigRangeOps: number;
  readonly placementSteps: number;
  readonly segmentLimitMs: number;
  readonly warmUpLimitMs: number;
}

/** Those of the protocol. */
export const FULL_LENGTHS: Lengths = {
  segments: 5,
  churnOps: 200_000,
  bigRangeOps: 50_000,
  placementSteps: 50_000,
  segmentLimitMs: 1500,
  warmUpLimitMs: 8000,
};

/** W1 and W5: pages for each mapping of the prefill. */
const SLOT = 8;
/** W3: the space, and the distance of its slots. */
const BIG_SPACE = 16_777_216;
const BIG_SLOT = 262_144;

const MAP = 0;
const UNMAP = 1;
const PROTECT = 2;
const LOOKUP = 3;

/** Operations made before the clock starts. */
class Stream {
  readonly kind: Uint8Array;
  readonly perm: Uint8Array;
  readonly child: Uint16Array;
  readonly page: Int32Array;
  readonly len: Int32Array;

  constructor(ops: number) {
    this.kind = new Uint8Array(ops);
    this.perm = new Uint8Array(ops);
    this.child = new Uint16Array(ops);
    this.page = new Int32Array(ops);
    this.len = new Int32Array(ops);
  }
}

/** Plays the streams of `../shared/peers/README.md` on a space and times them. */
export class Drive {
  readonly #peer: string;
  readonly #space: Space;
  readonly #n: number;
  readonly #lengths: Lengths;
  readonly #emit: (metric: Metric) => void;
  #acc = 0;
  #prot = 0;
  #fail = 0;
  #cut = false;

  constructor(peer: string, space: Space, n: number, lengths: Lengths, emit: (metric: Metric) => void) {
    this.#peer = peer;
    this.#space = space;
    this.#n = n;
    this.#lengths = lengths;
    this.#emit = emit;
  }

  run(workload: Workload): void {
    switch (workload) {
      case "W1":
        return this.#churn("W1", 1);
      case "W1c256":
        return this.#churn("W1c256", 256);
      case "W2ff":
        return this.#placement("W2ff", false);
      case "W2rand":
        return this.#placement("W2rand", true);
      case "W3":
        return this.#bigRanges();
      case "W4":
        return this.#protections();
      case "W5":
        return this.#teardown();
    }
  }

  /** W1: maps, unmaps, protects and looks up short ranges all over. */
  #churn(name: string, children: number): void {
    const n = this.#n;
    const pages = SLOT * n;
    const part = pages / children;
    const random = new Xorshift32(12345);
    this.#space.reset(pages, children);
    for (let i = 0; i < n; i++) {
      const page = i * SLOT;
      const len = 1 + random.below(8);
      const perm = 1 + random.below(3);
      this.#space.map(Math.floor(page / part), page, Math.min(len, part - (page % part)), perm);
    }
    const warmUp = Math.max(n, 20_000);
    const stream = new Stream(warmUp + this.#lengths.segments * this.#lengths.churnOps);
    for (let i = 0; i < stream.kind.length; i++) {
      const page = random.below(pages - 16);
      const len = 1 + random.below(16);
      const k = random.below(100);
      stream.kind[i] = k < 35 ? MAP : k < 60 ? UNMAP : k < 75 ? PROTECT : LOOKUP;
      stream.perm[i] = 1 + random.below(3);
      stream.child[i] = Math.floor(page / part);
      stream.page[i] = page;
      stream.len[i] = Math.min(len, part - (page % part));
    }
    this.#finish(name, this.#lengths.churnOps, this.#segments(stream, warmUp, this.#lengths.churnOps));
  }

  /** W2: one placement and one unmap of a random mapping in each step. */
  #placement(name: string, anywhere: boolean): void {
    const n = this.#n;
    const space = this.#space;
    const random = new Xorshift32(23456);
    space.reset(20 * n, 1);
    const pageOf: number[] = [];
    const lenOf: number[] = [];
    const unmapOne = (j: number): void => {
      space.unmap(0, pageOf[j]!, lenOf[j]!);
      const page = pageOf.pop()!;
      const len = lenOf.pop()!;
      if (j === pageOf.length) return;
      pageOf[j] = page;
      lenOf[j] = len;
    };
    for (let i = 0, at = 0; i < 2 * n; i++) {
      const len = 1 + random.below(16);
      space.map(0, at, len, 1 + random.below(3));
      pageOf.push(at);
      lenOf.push(len);
      at += len;
    }
    for (let k = 2 * n; k > n; k--) unmapOne(random.below(k));
    const play = (steps: number, limit: number): number => {
      const begin = performance.now();
      for (let i = 0; i < steps; i++) {
        if ((i & 63) === 0 && performance.now() - begin > limit) {
          this.#cut = true;
          return i;
        }
        const len = 1 + random.below(16);
        const perm = 1 + random.below(3);
        const page = anywhere ? space.placeRandom(len, perm) : space.placeLowest(len, perm);
        if (page < 0) {
          this.#fail++;
          random.next();
          continue;
        }
        this.#acc = (Math.imul(this.#acc, 31) + page) | 0;
        pageOf.push(page);
        lenOf.push(len);
        unmapOne(random.below(pageOf.length));
      }
      return steps;
    };
    play(Math.min(Math.max(n >>> 1, 2000), 200_000), this.#lengths.warmUpLimitMs);
    this.#acc = 0;
    this.#fail = 0;
    const ns: number[] = [];
    for (let segment = 0; segment < this.#lengths.segments; segment++) {
      const begin = performance.now();
      const done = play(this.#lengths.placementSteps, this.#lengths.segmentLimitMs);
      ns.push(((performance.now() - begin) * 1e6) / (2 * Math.max(done, 1)));
    }
    this.#finish(name, 2 * this.#lengths.placementSteps, ns);
  }

  /** W3: ranges of n MiB (0: of every size) in a space of 64 GiB. */
  #bigRanges(): void {
    const sizeOf = (exponent: number): number => (this.#n === 0 ? 256 << exponent : this.#n * 256);
    const random = new Xorshift32(34567);
    this.#space.reset(BIG_SPACE, 1);
    for (let i = 0; i < 64; i++) {
      const len = this.#n === 0 ? BIG_SLOT : Math.min(this.#n * 256, BIG_SLOT);
      this.#space.map(0, i * BIG_SLOT, len, 1 + random.below(3));
    }
    const warmUp = 2000;
    const stream = new Stream(warmUp + this.#lengths.segments * this.#lengths.bigRangeOps);
    for (let i = 0; i < stream.kind.length; i++) {
      const slot = random.below(64);
      const k = random.below(100);
      stream.perm[i] = 1 + random.below(3);
      const len = sizeOf(random.below(15));
      stream.kind[i] = k < 40 ? MAP : k < 60 ? UNMAP : PROTECT;
      stream.page[i] = Math.min(slot * BIG_SLOT + 77, BIG_SPACE - len); // misaligned to every table level
      stream.len[i] = len;
    }
    this.#finish("W3", this.#lengths.bigRangeOps, this.#segments(stream, warmUp, this.#lengths.bigRangeOps));
  }

  /** W4: single-page protections in one mapping. */
  #protections(): void {
    const n = this.#n;
    const random = new Xorshift32(45678);
    this.#space.reset(n, 1);
    this.#space.map(0, 0, n, 1);
    const stream = new Stream(n + this.#lengths.segments * this.#lengths.churnOps);
    for (let i = 0; i < stream.kind.length; i++) {
      stream.kind[i] = PROTECT;
      stream.page[i] = random.below(n);
      stream.len[i] = 1;
      stream.perm[i] = i % 2 === 0 ? 2 : 1;
    }
    this.#finish("W4", this.#lengths.churnOps, this.#segments(stream, n, this.#lengths.churnOps));
  }

  /** W5: builds, lists and destroys n mappings. */
  #teardown(): void {
    const n = this.#n;
    const space = this.#space;
    const listing: number[] = [];
    const destroying: number[] = [];
    let sum = 0;
    for (let segment = 0; segment < this.#lengths.segments; segment++) {
      const times = Math.max(1, Math.floor(20_000 / n));
      let listed = 0;
      let listMs = 0;
      let destroyMs = 0;
      for (let k = 0; k < times; k++) {
        const random = new Xorshift32(56789);
        space.reset(SLOT * n, 1);
        for (let i = 0; i < n; i++) {
          const len = 1 + random.below(8);
          const perm = 1 + random.below(3);
          const slot = (Math.imul(i, 2_654_435_769) & (n - 1)) >>> 0;
          space.map(0, SLOT * slot, len, perm);
        }
        for (const timed of [false, true]) {
          sum = 0;
          let entries = 0;
          const begin = performance.now();
          space.each((page, len, perm, token) => {
            entries++;
            sum = (sum + (page ^ len ^ perm ^ token)) | 0;
          });
          if (!timed) continue;
          listMs += performance.now() - begin;
          listed += entries;
        }
        const begin = performance.now();
        space.destroy();
        destroyMs += performance.now() - begin;
      }
      listing.push((listMs * 1e6) / listed);
      destroying.push((destroyMs * 1e6) / (n * times));
    }
    this.#acc = sum;
    this.#print("W5-enum", n, listing, 0, 0);
    this.#print("W5-destroy", n, destroying, 0, 0);
  }

  /** Times the five segments of a stream after its warm-up. */
  #segments(stream: Stream, warmUp: number, ops: number): number[] {
    this.#play(stream, 0, warmUp, this.#lengths.warmUpLimitMs);
    this.#acc = 0;
    this.#prot = 0;
    this.#fail = 0;
    const ns: number[] = [];
    for (let segment = 0; segment < this.#lengths.segments; segment++) {
      const begin = performance.now();
      const done = this.#play(stream, warmUp + segment * ops, ops, this.#lengths.segmentLimitMs);
      ns.push(((performance.now() - begin) * 1e6) / done);
    }
    return ns;
  }

  /** Plays operations up to a time limit, looked at every 512 of them; how many it did. */
  #play(stream: Stream, from: number, count: number, limitMs: number): number {
    const begin = performance.now();
    for (let done = 0; done < count;) {
      const stop = Math.min(count, done + 512);
      for (; done < stop; done++) this.#step(stream, from + done);
      if (performance.now() - begin > limitMs) {
        if (done < count) this.#cut = true;
        return done;
      }
    }
    return count;
  }

  #step({ kind, child, page, len, perm }: Stream, i: number): void {
    switch (kind[i]!) {
      case MAP:
        this.#space.map(child[i]!, page[i]!, len[i]!, perm[i]!);
        return;
      case UNMAP:
        this.#space.unmap(child[i]!, page[i]!, len[i]!);
        return;
      case PROTECT:
        this.#prot++;
        if (!this.#space.protect(child[i]!, page[i]!, len[i]!, perm[i]!)) this.#fail++;
        return;
      default:
        this.#acc = (this.#acc + this.#space.lookup(page[i]!)) | 0;
    }
  }

  #finish(name: string, ops: number, ns: readonly number[]): void {
    let live = 0;
    let chk = 0;
    if (!this.#cut) [live, chk] = checksum(this.#space);
    this.#print(name, ops, ns, live, chk);
    this.#space.destroy();
  }

  #print(wl: string, ops: number, ns: readonly number[], live: number, chk: number): void {
    this.#emit({
      peer: this.#peer,
      wl,
      n: this.#n,
      ops,
      ns: ns.map((value) => Number(value.toFixed(2))),
      live,
      acc: this.#acc >>> 0,
      prot: this.#prot,
      fail: this.#fail,
      chk,
      cut: this.#cut,
    });
  }
}

/** The number of canonical entries (maximal runs of one token and permission), and a hash over them. */
function checksum(space: Space): [live: number, chk: number] {
  let live = 0;
  let hash = 0;
  let last = { page: 0, len: 0, perm: 0, token: 0 };
  const mix = (value: number): void => {
    hash = (Math.imul(hash, 31) + value) >>> 0;
  };
  const close = (): void => {
    if (last.len === 0) return;
    live++;
    mix(last.page);
    mix(last.len);
    mix(last.perm);
  };
  space.each((page, len, perm, token) => {
    if (last.page + last.len === page && last.perm === perm && last.token === token) {
      last.len += len;
      return;
    }
    close();
    last = { page, len, perm, token };
  });
  close();
  return [live, hash];
}
