// Where pages are on a picture.

import { depthOf, endOf, firstOf } from "./data.js";

/** @import { State, Trace } from "./data.js" */

/**
 * @typedef {{ from: number, to: number, start: number, end: number, free: boolean }} Stretch pages and pixels
 */

/** A scale from pages to pixels, alike for all pictures of a step. */
export class Scale {
  /** @param {Stretch[]} stretches @param {number} width @param {boolean} linear */
  constructor(stretches, width, linear) {
    this.stretches = stretches;
    this.width = width;
    this.linear = linear;
  }

  /** @param {number} page @returns {number} */
  x(page) {
    const { stretches } = this;
    let [low, high] = [0, stretches.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      const stretch = stretches[middle];
      if (stretch !== undefined && page >= stretch.to) low = middle + 1;
      else high = middle;
    }
    const found = stretches[low];
    if (found === undefined) return 0;
    const part = Math.min(Math.max((page - found.from) / (found.to - found.from), 0), 1);
    return found.start + part * (found.end - found.start);
  }
}

/**
 * @param {Trace} trace
 * @param {State[]} states whose boundaries are on the scale
 * @param {number} width in pixels
 * @param {boolean} linear true to scale, or boundaries only
 * @param {{ from: number, to: number }[]} focus pages that must be seen well, however many others there are
 */
export function makeScale(trace, states, width, linear, focus) {
  const [first, end] = [trace.firstPage, trace.firstPage + trace.pages];
  if (linear) return new Scale([{ from: first, to: end, start: 0, end: width, free: false }], width, true);
  const blocks = states.flatMap((state) => state.blocks);
  const held = states.flatMap((state) => state.held);
  const edges = new Set([first, end]);
  for (const block of blocks) edges.add(firstOf(block)).add(endOf(block));
  for (const lease of held) edges.add(lease.page).add(lease.page + lease.pages);
  const sorted = [...edges].filter((page) => page >= first && page <= end).toSorted((a, b) => a - b);
  // What is inside of the root begins and ends at an edge: one walk over both finds what is free.
  const inner = blocks.filter((block) => depthOf(block) > 1).toSorted((a, b) => firstOf(a) - firstOf(b));
  let next = 0;
  let covered = -1;
  const spans = sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? from;
    for (let block = inner[next]; block !== undefined && firstOf(block) <= from; block = inner[++next])
      covered = Math.max(covered, endOf(block));
    const free = covered <= from;
    return {
      from,
      to,
      free,
      weight: free ? Math.min(2, 0.6 + Math.log2(to - from) / 10) : 1.5 + Math.min(8, Math.log2(to - from)),
    };
  });
  magnify(spans, focus);
  const sum = spans.reduce((total, { weight }) => total + weight, 0);
  let weighed = 0;
  const stretches = spans.map(({ from, to, free, weight }) => {
    const start = (weighed / sum) * width;
    weighed += weight;
    return { from, to, free, start, end: (weighed / sum) * width };
  });
  return new Scale(stretches, width, false);
}

/** Spans that a picture shows well side by side; of more, those around the focus are drawn larger. */
const CROWD = 50;
/** Spans on either side of the focus that are drawn large with it. */
const AROUND = 5;

/** @param {{ from: number, to: number, weight: number }[]} spans @param {{ from: number, to: number }[]} focus */
function magnify(spans, focus) {
  const [first] = focus;
  if (spans.length <= CROWD || first === undefined) return;
  const near = new Set();
  for (const { from, to } of focus.slice(0, 4)) {
    const low = spans.findIndex((span) => span.to > from);
    const high = spans.findLastIndex((span) => span.from < to);
    for (let index = Math.max(low - AROUND, 0); index <= Math.min(high + AROUND, low + CROWD); index++)
      near.add(index);
  }
  const weights = spans.reduce((sum, { weight }, index) => (near.has(index) ? sum : sum + weight), 0);
  const large = spans.reduce((sum, { weight }, index) => (near.has(index) ? sum + weight : sum), 0);
  // What is near takes a good half of the width.
  const factor = Math.max(1, (1.2 * weights) / Math.max(large, 1));
  for (const [index, span] of spans.entries()) if (near.has(index)) span.weight *= factor;
}
