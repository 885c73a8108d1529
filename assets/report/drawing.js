// What is to be drawn, as shapes: a painter makes SVG or a canvas of them.

import { addressText, depthOf, endOf, firstOf, mappedText, nameOf, permsOf } from "./data.js";

/** @import { Block, Held, State, Trace } from "./data.js" */
/** @import { Scale } from "./scale.js" */

/**
 * @typedef {{ note: string, from: number, to: number }} Note
 * @typedef {{ kind: "rect", x: number, y: number, w: number, h: number, style: string, about?: Block | Note }} Rect
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
 * @param {{ from: number, to: number }[]} aims where the call points
 * @returns {Drawing}
 */
export function draw(trace, state, scale, changed, differing, aims) {
  /** @type {Shape[]} */
  const shapes = [];
  const { blocks, held } = state;
  let [regions, mappings, deepest] = [0, 0, 1];
  for (const block of blocks) {
    if (permsOf(block) !== undefined) mappings++;
    else {
      regions++;
      deepest = Math.max(deepest, depthOf(block));
    }
  }
  const top = RULER + MARKS;
  const bodyEnd = top + deepest * (HEADER + INSET) + BODY;
  drawRuler(trace, scale, bodyEnd, shapes);
  drawBlocks(blocks, scale, bodyEnd, shapes);
  for (const { from, to } of aims) {
    const [x, w] = span(scale, from, to);
    const [y, right] = [RULER - 5, x + Math.max(w, 3)];
    shapes.push({
      kind: "path",
      points: [
        [x + 1, top],
        [x + 1, y],
        [right - 1, y],
        [right - 1, top],
      ],
      style: "aim",
    });
  }
  let pixel = -1;
  for (const { from, to } of changed) {
    const [x, w] = span(scale, from, to);
    if (w < THIN && Math.floor(x) === pixel) continue;
    pixel = Math.floor(x);
    shapes.push({
      kind: "rect",
      x,
      y: RULER + 1,
      w,
      h: 5,
      style: "changed",
      about: { note: "changed by this step", from, to },
    });
  }
  pixel = -1;
  for (const { from, to } of differing) {
    const [x, w] = span(scale, from, to);
    if (w < THIN && Math.floor(x) === pixel) continue;
    pixel = Math.floor(x);
    shapes.push({
      kind: "rect",
      x,
      y: top + 1,
      w,
      h: bodyEnd - top - 2,
      style: "differing",
      about: { note: "the kernels differ", from, to },
    });
    // A mapping that begins here has its label already.
    if (w < 12 * LETTER || beginsAt(blocks, from)) continue;
    const words = mappedText(blocks, from, trace.pageSize);
    if (words.length * LETTER < w - 8) label(shapes, words, x + 6, bodyEnd - 10, w - 8, "difftext");
  }
  let y = bodyEnd + 6;
  for (const lease of held) {
    drawLease(lease, scale, y, shapes);
    y += LEASE;
  }
  const dangling = held.filter(({ broken }) => broken !== undefined).map(({ name }) => name);
  const summary = [
    `${regions} region${regions === 1 ? "" : "s"}, ${mappings} mapping${mappings === 1 ? "" : "s"}`,
    ...(changed.length > 0 ? [`changed ${rangesText(changed, trace)}`] : []),
    ...(aims.length > 0 ? [`the call points at ${rangesText(aims, trace)}`] : []),
    ...(differing.length > 0 ? [`differing ${rangesText(differing, trace)}`] : []),
    ...(dangling.length > 0 ? [`dangling references ${dangling.join(", ")}`] : []),
  ].join("; ");
  return { shapes, width: scale.width, height: y + 2, summary };
}

/** Whether a mapping's own label is there. @param {Block[]} blocks @param {number} page */
function beginsAt(blocks, page) {
  return blocks.some((block) => permsOf(block) !== undefined && firstOf(block) === page);
}

/** What is narrower than this and begins at the same pixel as its neighbour is not seen beside it. */
const THIN = 1.6;

/** Regions, the gaps between what is in them, then mappings. @param {Block[]} blocks @param {Scale} scale @param {number} bodyEnd @param {Shape[]} shapes */
function drawBlocks(blocks, scale, bodyEnd, shapes) {
  const top = RULER + MARKS;
  for (const block of blocks) {
    if (permsOf(block) !== undefined) continue;
    const depth = depthOf(block) - 1;
    const [x, w] = span(scale, firstOf(block), endOf(block));
    const [y, end] = [top + depth * HEADER, bodyEnd - depth * INSET];
    shapes.push({ kind: "rect", x, y, w, h: end - y, style: `region d${(depth + 1) % 4}`, about: block });
    label(shapes, nameOf(block), x + 6, y + 14, w - 8, "");
  }
  drawGaps(scale, bodyEnd, shapes);
  // Of the mappings that begin at one pixel those of each look are drawn once.
  let pixel = -1;
  let looks = new Set();
  for (const block of blocks) {
    const perms = permsOf(block);
    if (perms === undefined) continue;
    const depth = depthOf(block) - 2;
    const [x, w] = span(scale, firstOf(block), endOf(block));
    if (Math.floor(x) !== pixel) {
      pixel = Math.floor(x);
      looks = new Set();
    }
    const look = `${perms} ${depth}`;
    if (w < THIN && looks.has(look)) continue;
    looks.add(look);
    const [y, end] = [top + (depth + 1) * HEADER + 2, bodyEnd - (depth + 1) * INSET];
    // An outline would hide what is narrower than it.
    const style = `map ${permsStyle(perms)}${w < 5 ? " thin" : ""}`;
    shapes.push({ kind: "rect", x, y, w, h: end - y, style, about: block });
    if (w < LETTER) continue;
    drawPages(block, scale, y, end, shapes);
    label(shapes, perms, x + 6, y + 17, w - 8, "maptext perms");
    const offset = String(block[5]);
    const words = offset === "0x0" ? nameOf(block) : `${nameOf(block)} +${offset}`;
    label(shapes, words, x + 6, y + 33, w - 8, "maptext");
  }
}

/** @param {Scale} scale @param {number} bodyEnd @param {Shape[]} shapes */
function drawGaps({ linear, edges, places, free }, bodyEnd, shapes) {
  if (linear) return;
  for (let index = 0; index < free.length; index++) {
    const [start = 0, end = 0] = [places[index], places[index + 1]];
    if (free[index] !== 1 || end - start <= 3 || (edges[index + 1] ?? 0) - (edges[index] ?? 0) < 2) continue;
    shapes.push({
      kind: "rect",
      x: start + 1,
      y: bodyEnd - BODY + 6,
      w: end - start - 2,
      h: BODY - 12,
      style: "gap",
    });
  }
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
    : scale.edges;
  let free = 0;
  let ticked = -Infinity;
  for (const page of pages) {
    const x = scale.x(page);
    if (x - ticked >= 6) {
      shapes.push({ kind: "line", x1: x, y1: RULER - 6, x2: x, y2: bottom, style: "tickline" });
      ticked = x;
    }
    if (x < free) continue;
    const text = addressText(page, trace.pageSize);
    const width = text.length * 6.1;
    const left = Math.min(x, scale.width - width);
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

/** What a shape says of itself. @param {Block | Note} about @param {Trace} trace */
export function aboutText(about, trace) {
  if (!Array.isArray(about)) return `${about.note}: ${rangeText(about.from, about.to, trace)}`;
  const where = rangeText(firstOf(about), endOf(about), trace);
  const perms = permsOf(about);
  return perms === undefined
    ? `region ${nameOf(about)}: ${where}`
    : `${perms} of ${nameOf(about)} from ${about[5]}: ${where}`;
}

/** @param {number} from @param {number} to @param {Trace} trace */
function rangeText(from, to, { pageSize }) {
  const pages = to - from;
  return `${addressText(from, pageSize)}–${addressText(to, pageSize)} (${pages} page${pages === 1 ? "" : "s"})`;
}

/** Ranges that are named; of more, only how many there are. */
const NAMED = 8;

/** @param {{ from: number, to: number }[]} ranges @param {Trace} trace */
function rangesText(ranges, trace) {
  const more = ranges.length > NAMED ? ` and ${ranges.length - NAMED} more ranges` : "";
  const named = ranges.slice(0, NAMED).map(({ from, to }) => rangeText(from, to, trace));
  return `${named.join(", ")}${more}`;
}
