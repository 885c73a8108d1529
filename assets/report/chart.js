// Curves over an axis, and shades for counts.

import { svgElement } from "./dom.js";

/**
 * @typedef {{ points: (readonly [number, number])[] }} Curve
 * @typedef {{ label: string, xName: string, yName: string, xLog: boolean, steps: boolean }} ChartOptions
 */

const WIDTH = 760;
const HEIGHT = 230;
const LEFT = 58;
const RIGHT = 16;
const TOP = 14;
const BOTTOM = 40;

/**
 * @param {Curve[]} curves
 * @param {ChartOptions} options
 */
export function chart(curves, { label, xName, yName, xLog, steps }) {
  const all = curves.flatMap(({ points }) => points);
  const most = Math.max(1, ...all.map(([, y]) => y));
  const [yStep, yTop] = niceSteps(most);
  const end = Math.max(xLog ? 10 : 0.001, ...all.map(([x]) => x));
  const scaleX = (/** @type {number} */ x) =>
    LEFT + (xLog ? Math.log10(Math.max(x, 1)) / Math.log10(end) : x / end) * (WIDTH - LEFT - RIGHT);
  const scaleY = (/** @type {number} */ y) => HEIGHT - BOTTOM - (y / yTop) * (HEIGHT - TOP - BOTTOM);
  const svg = svgElement("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    class: "chart",
    role: "img",
    "aria-label": label,
  });
  for (let y = 0; y <= yTop + yStep / 2; y += yStep) {
    const at = scaleY(y);
    svg.append(
      svgElement("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: at, y2: at, class: "tickline" }),
      svgElement("text", { x: LEFT - 8, y: at + 3.5, class: "tick end" }, shortCount(y)),
    );
  }
  for (const x of xLog ? powersUpTo(end) : evenSteps(end)) {
    const at = scaleX(x);
    svg.append(
      svgElement("line", { x1: at, x2: at, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM + 4, class: "tickline" }),
      svgElement("text", { x: at, y: HEIGHT - BOTTOM + 16, class: "tick middle" }, shortCount(x)),
    );
  }
  svg.append(
    svgElement("text", { x: WIDTH - RIGHT, y: HEIGHT - 6, class: "tick end" }, xName),
    svgElement("text", { x: LEFT + 6, y: TOP - 3, class: "tick" }, yName),
  );
  for (const [index, { points }] of curves.entries()) {
    const path = points.map(([x, y], at) => {
      const [px, py] = [scaleX(x), scaleY(y)];
      if (at === 0) return `M${px} ${py}`;
      return steps ? `H${px}V${py}` : `L${px} ${py}`;
    });
    svg.append(svgElement("path", { d: path.join(""), class: `curve c${index % 4}` }));
    const [only] = points;
    if (points.length === 1 && only !== undefined)
      svg.append(
        svgElement("circle", { cx: scaleX(only[0]), cy: scaleY(only[1]), r: 3, class: `dot c${index % 4}` }),
      );
  }
  return svg;
}

/** A round step, and the first of its multiples that nothing is above. @param {number} most @returns {[number, number]} */
function niceSteps(most) {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  return [step, Math.ceil(most / step) * step];
}

/** @param {number} end */
function evenSteps(end) {
  const [step] = niceSteps(end);
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}

/** @param {number} end */
function powersUpTo(end) {
  return Array.from({ length: Math.floor(Math.log10(end)) + 1 }, (_, index) => 10 ** index);
}

/** `950`, `1.2k`, `34k`, `5.6M`. @param {number} count */
export function shortCount(count) {
  const [unit, name] =
    count >= 1e9 ? [1e9, "G"] : count >= 1e6 ? [1e6, "M"] : count >= 1e3 ? [1e3, "k"] : [1, ""];
  const value = count / unit;
  return `${value >= 100 || Number.isInteger(value) ? Math.round(value) : Number(value.toFixed(value >= 10 || unit > 1 ? 1 : 2))}${name}`;
}

/** @param {number} count */
export function longCount(count) {
  return count.toLocaleString("en-US");
}

/** How dark a count is shown, 0 for none to 6 for the most: by its digits. @param {number} count @param {number} most */
export function heat(count, most) {
  if (count === 0) return 0;
  return 1 + Math.round((5 * Math.log(count)) / Math.max(Math.log(most), 1));
}
