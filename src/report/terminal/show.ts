import { describeStep } from "../../trace/describe.ts";
import { printJson } from "../../trace/print.ts";
import { wrapped } from "../../export/writer.ts";
import { sayStep } from "../walk/say.ts";
import { spaceAfter, type Walk } from "../walk/walk.ts";
import { changedRanges, type Colours, picture, type Style } from "./picture.ts";
import { scaleOf } from "./scale.ts";

/** Columns of a terminal that everybody has, and of the drawing in it. */
const WIDTH = 80;
const DRAWING = 70;

/**
 * A step of a trace in the terminal: the call in words, and the address space before and after it. Kernels that show the same are drawn
 * once.
 *
 * @param colours picocolors', which do nothing where the terminal has none
 */
export function showStep(walk: Walk, index: number, colours: Colours, ascii: boolean): string[] {
  const { trace, lanes, aspace } = walk;
  const step = trace.steps[index];
  if (step === undefined) return [];
  const style = styleOf(colours, ascii);
  const lines = [
    ...folded(`${trace.name}, step ${index} of ${trace.steps.length}`, WIDTH).map(colours.bold),
    ...folded(describeStep(step), WIDTH - 2).map((line) => `  ${line}`),
    ...folded(sayStep(step), WIDTH - 2).map((line) => `  ${colours.dim(line)}`),
  ];
  if (step.note !== undefined) lines.push(...folded(`(${step.note})`, WIDTH - 2).map((line) => `  ${line}`));
  let drawn: string | undefined;
  for (const lane of lanes) {
    const { kernel, moments } = lane;
    const moment = moments[index];
    lines.push("");
    if (moment === undefined) {
      lines.push(colours.red(`${kernel}: no answer: it threw`));
      continue;
    }
    const answer = [moment.status, ...moment.outputs].join(", ");
    lines.push(...hanging(`${kernel}: `, `answers ${answer}`));
    if (moment.rules.length > 0) lines.push(...hanging("  rules: ", moment.rules.join(", ")));
    for (const { field, expected, actual } of moment.failures)
      lines.push(
        ...hanging(
          "  ",
          `DIFFERS in ${field}: expected ${printJson(expected)}, got ${printJson(actual)}`,
        ).map(colours.red),
      );
    const before = spaceAfter(lane, index - 1);
    const after = spaceAfter(lane, index);
    const heldBefore = moments[index - 1]?.held ?? [];
    const changed = changedRanges(before, after);
    const scale = scaleOf(aspace, [before, after], [...heldBefore, ...moment.held], DRAWING);
    const [was, is] = [
      picture(before, heldBefore, scale, style),
      picture(after, moment.held, scale, style, changed),
    ];
    const both = [...was, ...is].join("\n");
    if (both === drawn) {
      lines.push(colours.dim("shows the same"));
      continue;
    }
    drawn = both;
    if (was.join("\n") === is.join("\n")) lines.push(colours.bold("before and after"), ...is);
    else lines.push(colours.bold("before"), ...was, colours.bold("after"), ...is);
    if (!scale.isLinear && scale.stretches.length > 1)
      lines.push(colours.dim("(not to scale: a column is a page or more; the ruler tells distances)"));
  }
  return lines;
}

function hanging(first: string, text: string): string[] {
  return folded(text, WIDTH - 4 - first.length).map((line, index) =>
    index === 0 ? first + line : `    ${line}`,
  );
}

function styleOf(colours: Colours, ascii: boolean): Style {
  const perms: Style["perms"] = (text) => {
    if (text.includes("x")) return colours.magenta;
    if (text.includes("w")) return colours.green;
    return text.includes("r") ? colours.blue : colours.gray;
  };
  return {
    ascii,
    region: colours.cyan,
    perms,
    changed: colours.yellow,
    broken: colours.red,
    dim: colours.dim,
  };
}

/** The text in lines; a word that is longer than a line is cut. */
function folded(text: string, width: number): string[] {
  return wrapped(text.replaceAll(new RegExp(`\\S{${width}}(?=\\S)`, "g"), "$& "), width);
}
