import { describe, expect, it } from "vitest";
import { PageStore } from "./pages.ts";

const PAGE = 4096;

function firstByte(store: PageStore, page: number): number | undefined {
  const out = new Uint8Array(1);
  store.read(page, 0, out);
  return out[0];
}

function sharersOf(store: PageStore, first: number, end: number): number[] {
  const found: number[] = [];
  store.sharers(first, end, (sharers, pages) => found.push(...Array.from({ length: pages }, () => sharers)));
  return found.toSorted((a, b) => a - b);
}

describe("PageStore", () => {
  it("reads zero where nothing is present, and is present after a write or a commit", () => {
    const store = new PageStore(PAGE);
    expect([firstByte(store, 0), sharersOf(store, 0, 9)]).toEqual([0, []]);
    store.write(0, 0, Uint8Array.of(5));
    store.makePresent(1, 2);
    store.makePresent(0, 1); // already there: keeps its bytes
    expect([firstByte(store, 0), firstByte(store, 1), sharersOf(store, 0, 9)]).toEqual([5, 0, [1, 1]]);
  });

  it("copies a shared page before it changes it", () => {
    const parent = new PageStore(PAGE);
    parent.write(3, 0, Uint8Array.of(1, 2));
    parent.makePresent(4, 5);
    const child = new PageStore(PAGE);
    parent.shareInto(child, 3, 9);
    expect([child.isShared(0), child.isShared(1), sharersOf(child, 2, 9)]).toEqual([true, true, []]);
    child.write(0, 0, Uint8Array.of(9));
    parent.zeroPart(4, 0, 1);
    expect([firstByte(parent, 3), firstByte(child, 0)]).toEqual([1, 9]);
    expect([sharersOf(parent, 0, 9), sharersOf(child, 0, 9)]).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it("dropping is for one member only", () => {
    const parent = new PageStore(PAGE);
    parent.write(0, 0, Uint8Array.of(1));
    const child = new PageStore(PAGE);
    parent.shareInto(child, 0, 1);
    parent.drop(0, Infinity);
    expect([firstByte(parent, 0), firstByte(child, 0), child.isShared(0)]).toEqual([0, 1, false]);
  });

  it("zeroes parts of present pages and leaves absent ones absent", () => {
    const store = new PageStore(PAGE);
    store.write(0, 0, Uint8Array.of(1, 2, 3));
    store.zeroPart(0, 1, 2);
    store.zeroPart(1, 0, PAGE);
    const out = new Uint8Array(3);
    store.read(0, 0, out);
    expect([[...out], sharersOf(store, 1, 2)]).toEqual([[1, 0, 3], []]);
  });

  it("finds the present pages of short and of endless ranges", () => {
    const store = new PageStore(PAGE);
    for (const page of [1, 5, 2 ** 51]) store.makePresent(page, page + 1);
    expect([sharersOf(store, 1, 2), sharersOf(store, 0, 2 ** 52), sharersOf(store, 6, 2 ** 51)]).toEqual([
      [1],
      [1, 1, 1],
      [],
    ]);
  });

  it("counts each page once, whatever was committed, written, dropped and shared there", () => {
    const store = new PageStore(PAGE);
    store.makePresent(2, 8);
    store.makePresent(4, 10);
    store.write(5, 0, Uint8Array.of(1));
    store.makePresent(5, 6);
    expect(sharersOf(store, 0, 99)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    store.drop(5, 7);
    expect([firstByte(store, 5), sharersOf(store, 4, 8)]).toEqual([0, [1, 1]]);
    const child = new PageStore(PAGE);
    store.shareInto(child, 7, 9);
    expect([sharersOf(store, 0, 99), sharersOf(child, 0, 99)]).toEqual([
      [1, 1, 1, 1, 2, 2],
      [2, 2],
    ]);
    child.drop(0, Infinity);
    expect(sharersOf(store, 0, 99)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("holds a million committed pages as easily as one", () => {
    const store = new PageStore(PAGE);
    const told: number[][] = [];
    store.makePresent(0, 2 ** 50);
    store.write(3, 0, Uint8Array.of(1));
    store.sharers(0, Infinity, (sharers, pages) => told.push([sharers, pages]));
    expect(told).toEqual([
      [1, 1],
      [1, 2 ** 50 - 1],
    ]);
  });
});
