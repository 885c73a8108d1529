// Where pages are on a picture.

import { changedParts, depthOf, endOf, firstOf } from "./data.js";

/** @import { Block, State, Trace } from "./data.js" */

/**
 * A scale from pages to pixels, alike for all pictures of a step. Typed arrays, since a space may have tens of thousands of edges and a
 * step must not take longer for that.
 */
export class Scale {
  /**
   * @param {Float64Array} edges the pages at which stretches begin, ascending, and the end of the last
   * @param {Float64Array} places where they are, in pixels
   * @param {Uint8Array} free whether nothing is mapped or allocated in the stretch that begins there
   * @param {number} width
   * @param {boolean} linear
   */
  constructor(edges, places, free, width, linear) {
    this.edges = edges;
    this.places = places;
    this.free = free;
    this.width = width;
    this.linear = linear;
    /** Pages are mostly asked for in their order: the stretch of the last one is the next one's, or near. */
    this.near = 0;
  }

  /** @param {number} page @returns {number} in pixels */
  x(page) {
    const { edges, places } = this;
    const index = this.#stretch(page);
    const [from = 0, to = 1] = [edges[index], edges[index + 1]];
    const [start = 0, end = 0] = [places[index], places[index + 1]];
    const part = Math.min(Math.max((page - from) / (to - from), 0), 1);
    return start + part * (end - start);
  }

  /** The last stretch that does not begin behind a page. @param {number} page */
  #stretch(page) {
    const { edges } = this;
    const last = edges.length - 2;
    for (let index = this.near; index <= Math.min(this.near + 3, last); index++)
      if (page >= (edges[index] ?? 0) && page < (edges[index + 1] ?? 0)) return (this.near = index);
    this.near = Math.min(Math.max(lastUpTo(edges, page), 0), last);
    return this.near;
  }
}

/** The index of the last edge that is not above a page; -1 if all are. @param {Float64Array} edges @param {number} page */
function lastUpTo(edges, page) {
  let [low, high] = [-1, edges.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((edges[middle] ?? 0) <= page) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * @param {Trace} trace
 * @param {State[]} states whose boundaries are on the scale
 * @param {number} width in pixels
 * @param {boolean} linear true to scale, or boundaries only
 * @param {{ from: number, to: number }[]} focus pages that must be seen well, however many others there are
 * @param {{ from: number, to: number }[]} marks whose boundaries are on the scale too
 */
export function makeScale(trace, states, width, linear, focus, marks) {
  const [first, end] = [trace.firstPage, trace.firstPage + trace.pages];
  if (linear)
    return new Scale(Float64Array.of(first, end), Float64Array.of(0, width), new Uint8Array(1), width, true);
  const blocks = blocksOf(states);
  const edges = edgesOf(blocks, states, marks, first, end);
  const free = freeStretches(blocks, edges);
  const weights = new Float64Array(edges.length - 1);
  for (let index = 0; index < weights.length; index++) {
    const pages = Math.log2((edges[index + 1] ?? 0) - (edges[index] ?? 0));
    weights[index] = free[index] === 1 ? Math.min(2, 0.6 + pages / 10) : 1.5 + Math.min(8, pages);
  }
  magnify(weights, edges, focus);
  let sum = 0;
  for (const weight of weights) sum += weight;
  const places = new Float64Array(edges.length);
  let weighed = 0;
  for (let index = 0; index < weights.length; index++) {
    weighed += weights[index] ?? 0;
    places[index + 1] = (weighed / sum) * width;
  }
  return new Scale(edges, places, free, width, false);
}

/** The blocks of all states, those that several share once: they differ in a few. @param {State[]} states @returns {Block[]} */
function blocksOf(states) {
  const [first, ...others] = states.map(({ blocks }) => blocks);
  if (first === undefined) return [];
  return [...first, ...others.flatMap((blocks) => changedParts(first, blocks)[1])];
}

/** @param {Block[]} blocks @param {State[]} states @param {{ from: number, to: number }[]} marks @param {number} first @param {number} end */
function edgesOf(blocks, states, marks, first, end) {
  const held = states.flatMap((state) => state.held);
  const all = new Float64Array(2 + 2 * (blocks.length + held.length + marks.length));
  all[0] = first;
  all[1] = end;
  let count = 2;
  for (const block of blocks) {
    all[count++] = firstOf(block);
    all[count++] = endOf(block);
  }
  for (const lease of held) {
    all[count++] = lease.page;
    all[count++] = lease.page + lease.pages;
  }
  for (const { from, to } of marks) {
    all[count++] = from;
    all[count++] = to;
  }
  all.sort();
  let kept = 0;
  for (const page of all)
    if (page >= first && page <= end && (kept === 0 || page !== all[kept - 1])) all[kept++] = page;
  return all.subarray(0, kept);
}

/** What no block inside of the root covers. @param {Block[]} blocks @param {Float64Array} edges */
function freeStretches(blocks, edges) {
  // One more block from here on, one less: summed up, how many there are.
  const begins = new Int32Array(edges.length);
  for (const block of blocks) {
    if (depthOf(block) < 2) continue;
    const [from, to] = [lastUpTo(edges, firstOf(block)), lastUpTo(edges, endOf(block))];
    begins[from] = (begins[from] ?? 0) + 1;
    begins[to] = (begins[to] ?? 0) - 1;
  }
  const free = new Uint8Array(edges.length - 1);
  let covering = 0;
  for (let index = 0; index < free.length; index++) {
    covering += begins[index] ?? 0;
    if (covering === 0) free[index] = 1;
  }
  return free;
}

/** Spans that a picture shows well side by side; of more, those around the focus are drawn larger. */
const CROWD = 50;
/** Spans on either side of the focus that are drawn large with it. */
const AROUND = 5;

/** @param {Float64Array} weights @param {Float64Array} edges @param {{ from: number, to: number }[]} focus */
function magnify(weights, edges, focus) {
  if (weights.length <= CROWD || focus.length === 0) return;
  const near = new Set();
  for (const { from, to } of focus.slice(0, 4)) {
    const low = Math.max(lastUpTo(edges, from), 0);
    const high = lastUpTo(edges, to - 1);
    const end = Math.min(high + AROUND, low + CROWD, weights.length - 1);
    for (let index = Math.max(low - AROUND, 0); index <= end; index++) near.add(index);
  }
  let large = 0;
  let all = 0;
  for (let index = 0; index < weights.length; index++) {
    all += weights[index] ?? 0;
    if (near.has(index)) large += weights[index] ?? 0;
  }
  // What is near takes a good half of the width.
  const factor = Math.max(1, (1.2 * (all - large)) / Math.max(large, 1));
  for (const index of near) weights[index] = (weights[index] ?? 0) * factor;
}
