// Shapes as SVG, or where there are very many of them on a canvas.

import { svgElement } from "./dom.js";

/** @import { Block } from "./data.js" */
/** @import { Drawing, Note, Shape } from "./drawing.js" */

/** More rectangles than this are painted on a canvas: a page shows two to four pictures, and thousands of elements cost too much. */
const SVG_RECTS = 400;

/**
 * @param {Drawing} drawing
 * @param {(about: Block | Note | undefined) => void} hover told what the pointer is on
 * @returns {Element}
 */
export function paint(drawing, hover) {
  const rects = drawing.shapes.filter(({ kind }) => kind === "rect").length;
  const element = rects > SVG_RECTS ? paintCanvas(drawing) : paintSvg(drawing);
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", drawing.summary);
  element.addEventListener("pointermove", (event) => {
    if (!(event instanceof PointerEvent)) return;
    const box = element.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * drawing.width;
    const y = ((event.clientY - box.top) / box.height) * drawing.height;
    hover(aboutAt(drawing, x, y));
  });
  element.addEventListener("pointerleave", () => hover(undefined));
  return element;
}

/** What the topmost shape at a point says. @param {Drawing} drawing @param {number} x @param {number} y */
function aboutAt(drawing, x, y) {
  const hit = drawing.shapes.findLast(
    (shape) =>
      shape.kind === "rect" &&
      shape.about !== undefined &&
      x >= shape.x &&
      x <= shape.x + shape.w &&
      y >= shape.y &&
      y <= shape.y + shape.h,
  );
  return hit?.kind === "rect" ? hit.about : undefined;
}

/** @param {Drawing} drawing */
function paintSvg({ shapes, width, height }) {
  const svg = svgElement("svg", { viewBox: `0 0 ${width} ${height}`, width, height });
  const hatch = svgElement("pattern", {
    id: "hatch",
    width: 10,
    height: 10,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  });
  hatch.append(svgElement("line", { x1: 0, y1: 0, x2: 0, y2: 10, class: "hatchline" }));
  svg.append(hatch);
  for (const shape of shapes) svg.append(svgShape(shape));
  return svg;
}

/** @param {Shape} shape */
function svgShape(shape) {
  switch (shape.kind) {
    case "rect":
      return svgElement("rect", {
        x: shape.x,
        y: shape.y,
        width: shape.w,
        height: shape.h,
        rx: Math.min(4, shape.w / 3),
        class: shape.style,
      });
    case "line":
      return svgElement("line", {
        x1: shape.x1,
        y1: shape.y1,
        x2: shape.x2,
        y2: shape.y2,
        class: shape.style,
      });
    case "path":
      return svgElement("path", {
        d: shape.points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${x} ${y}`).join(""),
        class: shape.style,
      });
    case "text": {
      const text = svgElement("text", { x: shape.x, y: shape.y, class: shape.style });
      text.textContent = shape.text;
      return text;
    }
  }
}

/** The colours that the style sheet gives to shapes, as a canvas needs them. */
const FILLS = /** @type {Record<string, string>} */ ({
  "region d0": "--region-4",
  "region d1": "--region",
  "region d2": "--region-2",
  "region d3": "--region-3",
  gap: "--gap",
  "map none": "--none",
  "map read": "--read",
  "map write": "--write",
  "map execute": "--execute",
  "map all": "--all",
  changed: "--changed",
});

/** @param {Drawing} drawing */
function paintCanvas({ shapes, width, height }) {
  const canvas = document.createElement("canvas");
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext("2d");
  if (context === null) return canvas;
  context.scale(ratio, ratio);
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const [ink, soft, line] = [colour("--ink"), colour("--soft"), colour("--line")];
  const [alarm, accent] = [colour("--alarm"), colour("--accent")];
  const fills = new Map(
    Object.entries(FILLS).flatMap(([name, variable]) => [
      [name, colour(variable)],
      [`${name} thin`, colour(variable)],
    ]),
  );
  context.font = "11px ui-monospace, 'DejaVu Sans Mono', monospace";
  for (const shape of shapes) {
    if (shape.kind === "rect" && shape.style === "differing") {
      context.strokeStyle = alarm;
      context.lineWidth = 2;
      context.strokeRect(shape.x, shape.y, shape.w, shape.h);
    } else if (shape.kind === "rect") {
      context.fillStyle = fills.get(shape.style) ?? soft;
      context.fillRect(shape.x, shape.y, Math.max(shape.w - 0.5, 0.75), shape.h);
    } else if (shape.kind === "text") {
      context.fillStyle = shape.style.includes("broken") ? alarm : shape.style === "tick" ? soft : ink;
      context.fillText(shape.text, shape.x, shape.y);
    } else {
      context.strokeStyle = shape.style.includes("broken") ? alarm : shape.style === "aim" ? accent : line;
      context.lineWidth = shape.kind === "path" ? 2 : 1;
      context.beginPath();
      const points =
        shape.kind === "path"
          ? shape.points
          : [
              [shape.x1, shape.y1],
              [shape.x2, shape.y2],
            ];
      for (const [x = 0, y = 0] of points) context.lineTo(x, y);
      context.stroke();
    }
  }
  return canvas;
}
