import { array, assert, constantFrom, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { PageStore } from "./page-store.ts";

const PAGE = 16;
const PAGES = 12;

/** Of each page: its sharers, 0 where it is absent, and its first byte. */
function pagesOf(store: PageStore): string[] {
  return Array.from({ length: PAGES }, (_, index) => {
    const out = new Uint8Array(1);
    store.read(index, 0, out);
    let sharers = store.countBlank(index, index + 1);
    store.forEachStored(index, index + 1, (page) => (sharers += page.sharers));
    return `${sharers}:${out[0]}`;
  });
}

/** One page at a time, as plainly as can be. */
class Plain {
  readonly pages: ({ byte: number; sharers: number } | undefined)[] = Array.from({ length: PAGES });

  own(index: number): { byte: number; sharers: number } {
    const page = this.pages[index];
    if (page?.sharers === 1) return page;
    if (page !== undefined) page.sharers--;
    return (this.pages[index] = { byte: page?.byte ?? 0, sharers: 1 });
  }

  drop(index: number): void {
    const page = this.pages[index];
    if (page !== undefined) page.sharers--;
    this.pages[index] = undefined;
  }

  text(): string[] {
    return Array.from(this.pages, (page) => `${page?.sharers ?? 0}:${page?.byte ?? 0}`);
  }
}

const page = integer({ min: 0, max: PAGES });
const steps = array(tuple(constantFrom("write", "commit", "drop", "zero", "snapshot"), page, page), {
  maxLength: 30,
});

describe("PageStore", () => {
  it("shows what a list of single pages shows, and so do the snapshots of it", () => {
    assert(
      property(steps, (made) => {
        const store = new PageStore(PAGE);
        const plain = new Plain();
        const snapshots: [PageStore, Plain][] = [];
        for (const [step, a, b] of made) {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          if (step === "write" && from < PAGES) {
            store.write(from, 0, Uint8Array.of(b + 1));
            plain.own(from).byte = b + 1;
          } else if (step === "commit") {
            store.commit(from, to);
            for (let i = from; i < to; i++) plain.pages[i] ??= { byte: 0, sharers: 1 };
          } else if (step === "drop") {
            store.drop(from, to);
            for (let i = from; i < to; i++) plain.drop(i);
          } else if (step === "zero" && from < PAGES) {
            store.zero(from, 0, from, 1);
            if (plain.pages[from] !== undefined) plain.own(from).byte = 0;
          } else if (step === "snapshot") {
            const copy = new Plain();
            for (let i = from; i < to; i++) {
              const shared = plain.pages[i];
              if (shared === undefined) continue;
              shared.sharers++;
              copy.pages[i - from] = shared;
            }
            snapshots.push([store.snapshot(from, to), copy]);
          }
        }
        expect(pagesOf(store)).toEqual(plain.text());
        for (const [child, copy] of snapshots) expect(pagesOf(child)).toEqual(copy.text());
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it("holds a million committed pages as easily as one", () => {
    const store = new PageStore(PAGE);
    store.commit(0, 2 ** 50);
    store.write(3, 0, Uint8Array.of(1));
    expect([store.countBlank(0, Infinity), store.countBlank(2, 5)]).toEqual([2 ** 50 - 1, 2]);
    store.addUser();
    store.dropUser();
    expect(store.countBlank(0, Infinity)).toBe(0);
  });
});
