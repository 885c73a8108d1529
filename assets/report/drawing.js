// What is to be drawn, as shapes: a painter makes SVG or a canvas of them.

import { addressText, depthOf, endOf, firstOf, nameOf, permsOf, shows } from "./data.js";

/** @import { Block, Held, State, Trace } from "./data.js" */
/** @import { Scale } from "./scale.js" */

/**
 * @typedef {{ kind: "rect", x: number, y: number, w: number, h: number, style: string, about?: string }} Rect
 * @typedef {{ kind: "text", x: number, y: number, text: string, style: string }} Words
 * @typedef {{ kind: "line", x1: number, y1: number, x2: number, y2: number, style: string }} Line
 * @typedef {{ kind: "path", points: [number, number][], style: string }} Path
 * @typedef {Rect | Words | Line | Path} Shape
 * @typedef {{ shapes: Shape[], width: number, height: number, summary: string }} Drawing
 */

const LETTER = 6.7;
const RULER = 20;
const MARKS = 9;
const HEADER = 20;
const INSET = 5;
const BODY = 48;
const LEASE = 22;

/**
 * @param {Trace} trace
 * @param {State} state
 * @param {Scale} scale
 * @param {{ from: number, to: number }[]} changed
 * @param {{ from: number, to: number }[]} differing
 * @returns {Drawing}
 */
export function draw(trace, state, scale, changed, differing) {
  /** @type {Shape[]} */
  const shapes = [];
  const { blocks, held } = state;
  const regions = blocks.filter((block) => permsOf(block) === undefined);
  const mappings = blocks.filter((block) => permsOf(block) !== undefined);
  const deepest = regions.reduce((deep, block) => Math.max(deep, depthOf(block)), 1);
  const top = RULER + MARKS;
  const bodyEnd = top + deepest * (HEADER + INSET) + BODY;
  drawRuler(trace, scale, bodyEnd, shapes);
  for (const block of regions) {
    const depth = depthOf(block) - 1;
    const [x, w] = span(scale, firstOf(block), endOf(block));
    const [y, end] = [top + depth * HEADER, bodyEnd - depth * INSET];
    shapes.push({
      kind: "rect",
      x,
      y,
      w,
      h: end - y,
      style: `region d${(depth + 1) % 4}`,
      about: aboutBlock(block, trace),
    });
    label(shapes, nameOf(block), x + 6, y + 14, w - 8, "");
  }
  for (const { from, to, free, start, end } of scale.linear ? [] : scale.stretches)
    if (free && to - from > 1 && end - start > 3)
      shapes.push({
        kind: "rect",
        x: start + 1,
        y: bodyEnd - BODY + 6,
        w: end - start - 2,
        h: BODY - 12,
        style: "gap",
      });
  for (const block of mappings) {
    const perms = permsOf(block) ?? "";
    const depth = depthOf(block) - 2;
    const [x, w] = span(scale, firstOf(block), endOf(block));
    const [y, end] = [top + (depth + 1) * HEADER + 2, bodyEnd - (depth + 1) * INSET];
    // An outline would hide what is narrower than it.
    shapes.push({
      kind: "rect",
      x,
      y,
      w,
      h: end - y,
      style: `map ${permsStyle(perms)}${w < 5 ? " thin" : ""}`,
      about: aboutBlock(block, trace),
    });
    drawPages(block, scale, y, end, shapes);
    label(shapes, perms, x + 6, y + 17, w - 8, "maptext perms");
    const offset = String(block[5]);
    label(
      shapes,
      offset === "0x0" ? nameOf(block) : `${nameOf(block)} +${offset}`,
      x + 6,
      y + 33,
      w - 8,
      "maptext",
    );
  }
  for (const { from, to } of changed) {
    const [x, w] = span(scale, from, to);
    shapes.push({
      kind: "rect",
      x,
      y: RULER + 1,
      w,
      h: 5,
      style: "changed",
      about: `changed by this step: ${rangeText(from, to, trace)}`,
    });
  }
  for (const { from, to } of differing) {
    const [x, w] = span(scale, from, to);
    shapes.push({
      kind: "rect",
      x,
      y: top + 1,
      w,
      h: bodyEnd - top - 2,
      style: "differing",
      about: `the kernels differ: ${rangeText(from, to, trace)}`,
    });
    const shown = shows(
      blocks.filter((block) => permsOf(block) !== undefined),
      from,
      trace.pageSize,
    );
    const words = shown === "" ? "not mapped" : showsText(shown);
    if (words.length * LETTER < w - 8) label(shapes, words, x + 6, bodyEnd - 10, w - 8, "difftext");
  }
  let y = bodyEnd + 6;
  for (const lease of held) {
    drawLease(lease, scale, y, shapes);
    y += LEASE;
  }
  const dangling = held.filter(({ broken }) => broken !== undefined).map(({ name }) => name);
  const summary = [
    `${regions.length} region${regions.length === 1 ? "" : "s"}, ${mappings.length} mapping${mappings.length === 1 ? "" : "s"}`,
    ...(changed.length > 0
      ? [`changed ${changed.map(({ from, to }) => rangeText(from, to, trace)).join(", ")}`]
      : []),
    ...(differing.length > 0
      ? [`differing ${differing.map(({ from, to }) => rangeText(from, to, trace)).join(", ")}`]
      : []),
    ...(dangling.length > 0 ? [`dangling references ${dangling.join(", ")}`] : []),
  ].join("; ");
  return { shapes, width: scale.width, height: y + 2, summary };
}

/** @param {Scale} scale @param {number} from @param {number} to @returns {[number, number]} */
function span(scale, from, to) {
  const x = scale.x(from);
  return [x, Math.max(scale.x(to) - x, 1.5)];
}

/** @param {Trace} trace @param {Scale} scale @param {number} bottom @param {Shape[]} shapes */
function drawRuler(trace, scale, bottom, shapes) {
  const pages = scale.linear
    ? Array.from({ length: 9 }, (_, index) => trace.firstPage + Math.round((trace.pages * index) / 8))
    : [...scale.stretches.map(({ from }) => from), trace.firstPage + trace.pages];
  let free = 0;
  let ticked = -Infinity;
  for (const page of pages) {
    const x = scale.x(page);
    const text = addressText(page, trace.pageSize);
    const width = text.length * 6.1;
    const left = Math.min(x, scale.width - width);
    if (x - ticked >= 6)
      shapes.push({ kind: "line", x1: x, y1: RULER - 6, x2: x, y2: bottom, style: "tickline" });
    ticked = x - ticked >= 6 ? x : ticked;
    if (left < free) continue;
    shapes.push({ kind: "text", x: left, y: 11, text, style: "tick" });
    free = left + width + 12;
  }
}

/** Lines between the pages of a mapping, where there is room to see them. @param {Block} block @param {Scale} scale @param {number} y @param {number} end @param {Shape[]} shapes */
function drawPages(block, scale, y, end, shapes) {
  const pages = endOf(block) - firstOf(block);
  if (pages < 2 || (scale.x(endOf(block)) - scale.x(firstOf(block))) / pages < 9) return;
  for (let page = firstOf(block) + 1; page < endOf(block); page++) {
    const x = scale.x(page);
    shapes.push({ kind: "line", x1: x, y1: y, x2: x, y2: end, style: "grid" });
  }
}

/** @param {Held} lease @param {Scale} scale @param {number} y @param {Shape[]} shapes */
function drawLease(lease, scale, y, shapes) {
  const { broken, changed, name, kind } = lease;
  const [x, w] = span(scale, lease.page, lease.page + lease.pages);
  const style = broken !== undefined ? " broken" : changed === true ? " touched" : "";
  shapes.push({
    kind: "path",
    points: [
      [x + 1, y],
      [x + 1, y + 8],
      [x + w - 1, y + 8],
      [x + w - 1, y],
    ],
    style: `lease${style}`,
  });
  const state =
    broken !== undefined
      ? `✕ ${name} dangles: ${broken.reason}`
      : changed === true
        ? `${name}: its bytes changed`
        : `${name}: ${kind} reference`;
  const width = state.length * LETTER;
  const after = x + w + 8;
  shapes.push({
    kind: "text",
    x: after + width < scale.width ? after : Math.max(0, x - width - 8),
    y: y + 10,
    text: state,
    style: `leasetext${style}`,
  });
}

/** Text that is cut to the room that it has. @param {Shape[]} shapes @param {string} text @param {number} x @param {number} y @param {number} room @param {string} style */
function label(shapes, text, x, y, room, style) {
  const letters = Math.floor(room / LETTER);
  if (letters < 1) return;
  const shown = text.length <= letters ? text : letters < 3 ? "" : `${text.slice(0, letters - 1)}…`;
  if (shown !== "") shapes.push({ kind: "text", x, y, text: shown, style });
}

/** @param {string} perms */
function permsStyle(perms) {
  if (perms === "rwx") return "all";
  if (perms.includes("x")) return "execute";
  if (perms.includes("w")) return "write";
  return perms.includes("r") ? "read" : "none";
}

/** @param {number} from @param {number} to @param {Trace} trace */
function rangeText(from, to, { pageSize }) {
  const pages = to - from;
  return `${addressText(from, pageSize)}–${addressText(to, pageSize)} (${pages} page${pages === 1 ? "" : "s"})`;
}

/** @param {Block} block @param {Trace} trace */
function aboutBlock(block, trace) {
  const where = rangeText(firstOf(block), endOf(block), trace);
  const perms = permsOf(block);
  return perms === undefined
    ? `region ${nameOf(block)}: ${where}`
    : `${perms} of ${nameOf(block)} from ${block[5]}: ${where}`;
}

/** `rw- v 4096` as the labels of mappings have it. @param {string} shown */
function showsText(shown) {
  const [, perms = "", name = "", offset = "0"] = /^(\S+) (.*) (\d+)$/.exec(shown) ?? [];
  return `${perms} ${name} +0x${BigInt(offset).toString(16)}`;
}
