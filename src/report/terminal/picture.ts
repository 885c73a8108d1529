import type pc from "picocolors";
import { addU64, formatU64, subU64, type U64 } from "../../zircon/u64.ts";
import type { Block, Held } from "../walk/walk.ts";
import type { Scale } from "./scale.ts";

/** picocolors' functions, which do nothing where the terminal has no colour. */
export type Colours = ReturnType<typeof pc.createColors>;
type Formatter = Colours["bold"];

/** How a picture looks: its characters, and its colours (which may do nothing). */
export interface Style {
  readonly ascii: boolean;
  readonly region: Formatter;
  readonly perms: (perms: string) => Formatter;
  readonly changed: Formatter;
  readonly broken: Formatter;
  readonly dim: Formatter;
}

/** Columns in front of the drawing, for what the rows are. */
const LABEL = 9;
/** Columns that are left for it on 80. */
const ROOM = 71;

/**
 * An address space as lines of text: a ruler, a row for each depth of regions, what pages permit, which VMO they show, leases.
 *
 * @param marked what to mark as changed
 */
export function picture(
  blocks: readonly Block[],
  held: readonly Held[],
  scale: Scale,
  style: Style,
  marked: readonly { readonly base: U64; readonly size: U64 }[] = [],
): string[] {
  const lines = [row("", ruler(scale, style), style)];
  const deepest = Math.max(0, ...blocks.filter(isRegion).map(({ depth }) => depth));
  for (let depth = 1; depth <= deepest; depth++)
    lines.push(row(depth === 1 ? "regions" : "", regions(blocks, depth, scale, style), style));
  const mappings = blocks.filter((block) => block.mapping !== undefined);
  if (mappings.length > 0) {
    const keys = new Map<string, string>();
    lines.push(row("perms", permsRow(mappings, scale, style), style));
    lines.push(row("vmo", vmoRow(mappings, scale, style, keys), style));
    for (const [text, key] of keys) lines.push(row("", [cell(0, `${key} = ${text}`, style.dim)], style));
  }
  for (const lease of held) lines.push(...leaseRow(lease, scale, style));
  if (marked.length > 0) {
    const marks = marked.flatMap(({ base, size }) => {
      const columns = scale.columns(base, size);
      return columns === undefined
        ? []
        : [cell(columns.start, (style.ascii ? "^" : "▲").repeat(columns.end - columns.start), style.changed)];
    });
    lines.push(row("changed", marks, style));
  }
  return lines;
}

/** Text in a column, with its colour. */
interface Cell {
  readonly at: number;
  readonly text: string;
  readonly colour: Formatter;
}

function cell(at: number, text: string, colour: Formatter): Cell {
  return { at, text, colour };
}

/** A row of cells from left to right; one that begins inside of another is left out, for it would hide it. */
function row(label: string, cells: readonly Cell[], { dim }: Style): string {
  let text = dim(label.padEnd(LABEL));
  let column = 0;
  for (const { at, text: content, colour } of cells.toSorted((a, b) => a.at - b.at)) {
    if (at < column) continue;
    text += " ".repeat(at - column) + colour(content);
    column = at + content.length;
  }
  return text.trimEnd();
}

function isRegion({ mapping }: Block): boolean {
  return mapping === undefined;
}

/** Addresses where there is room: the first in full, later ones as the distance from the one before in `+0x…`. */
function ruler(scale: Scale, { dim, ascii }: Style): Cell[] {
  const [first] = scale.stretches;
  if (first === undefined) return [];
  const base = scale.pages.bytes(first.from);
  if (scale.isLinear) {
    const columnsPerPage = scale.width / (first.to - first.from);
    const every = [1, 2, 4, 8, 16].find((step) => step * columnsPerPage >= 9) ?? 32;
    const cells: Cell[] = [];
    for (let page = 0; page < first.to - first.from; page += every) {
      const text = page === 0 ? formatU64(base) : `+${formatU64(scale.pages.bytes(page))}`;
      if (page * columnsPerPage + text.length <= ROOM) cells.push(cell(page * columnsPerPage, text, dim));
    }
    return cells;
  }
  const cells: Cell[] = [];
  let free = 0;
  let last: U64 = 0;
  for (const { from, start } of scale.stretches) {
    const address = scale.pages.bytes(from);
    const near = subU64(address, last);
    const text = `${ascii ? "|" : "╷"}${cells.length > 0 && near < 0x1000_0000 ? `+${formatU64(near)}` : formatU64(address)}`;
    if (start < free || start + text.length > ROOM) continue;
    cells.push(cell(start, text, dim));
    free = start + text.length + 1;
    last = address;
  }
  return cells;
}

function regions(blocks: readonly Block[], depth: number, scale: Scale, style: Style): Cell[] {
  return blocks
    .filter((block) => isRegion(block) && block.depth === depth)
    .flatMap((block) => {
      const columns = scale.columns(block.base, block.size);
      if (columns === undefined) return [];
      return [
        cell(columns.start, bracket(block.name, columns.end - columns.start, style.ascii), style.region),
      ];
    });
}

/** `[name----]`, as wide as it is told. */
function bracket(name: string, width: number, ascii: boolean): string {
  const [left, line, right, one] = ascii ? ["[", "-", "]", "o"] : ["├", "─", "┤", "│"];
  if (width === 1) return one ?? "";
  const room = width - 2;
  const shown = name.length <= room ? name : name.slice(0, Math.max(0, room));
  const before = room > shown.length + 1 ? line : "";
  return `${left}${before}${shown}${(line ?? "").repeat(room - shown.length - (before?.length ?? 0))}${right}`;
}

function permsRow(mappings: readonly Block[], scale: Scale, style: Style): Cell[] {
  return mappings.flatMap(({ base, size, mapping }) => {
    const columns = scale.columns(base, size);
    if (columns === undefined || mapping === undefined) return [];
    const width = columns.end - columns.start;
    const { perms } = mapping;
    const text = width >= 3 ? perms : narrow(perms);
    const fill = style.ascii ? "=" : "━";
    const whole =
      width >= 5
        ? `${fill}${text}${fill.repeat(width - 1 - text.length)}`
        : text.padEnd(width, width >= 3 ? fill : text);
    return [cell(columns.start, whole.slice(0, width), style.perms(perms))];
  });
}

/** Permissions in one letter: `w` includes reading, `x` too, `a` is all three. */
function narrow(perms: string): string {
  const letters: Readonly<Record<string, string>> = {
    "---": "-",
    "r--": "r",
    "rw-": "w",
    "r-x": "x",
    rwx: "a",
  };
  return letters[perms] ?? "?";
}

/** The VMO and the offset in it where there is room, else a key that the lines below explain. */
function vmoRow(mappings: readonly Block[], scale: Scale, style: Style, keys: Map<string, string>): Cell[] {
  return mappings.flatMap(({ base, size, name, mapping }) => {
    const columns = scale.columns(base, size);
    if (columns === undefined || mapping === undefined) return [];
    const width = columns.end - columns.start;
    const text = mapping.vmoOffset === 0 ? name : `${name}+${formatU64(mapping.vmoOffset)}`;
    if (text.length <= width - (width > 2 ? 1 : 0))
      return [cell(columns.start, text, style.perms(mapping.perms))];
    const known = keys.get(text);
    const key = known ?? keyOf(keys.size);
    if (known === undefined) keys.set(text, key);
    return [cell(columns.start, key, style.perms(mapping.perms))];
  });
}

/** 1 … 9, a … z; after those `*`. */
function keyOf(index: number): string {
  return "123456789abcdefghijklmnopqrstuvwxyz"[index] ?? "*";
}

function leaseRow({ name, kind, addr, len, broken, changed }: Held, scale: Scale, style: Style): string[] {
  const columns = scale.columns(addr, len);
  if (columns === undefined) return [];
  const colour = broken !== undefined ? style.broken : changed ? style.changed : style.dim;
  const width = columns.end - columns.start;
  const [left, line, right, one] = style.ascii ? ["\\", "_", "/", "v"] : ["╰", "─", "╯", "╵"];
  const shape = width === 1 ? one : `${left}${line.repeat(width - 2)}${right}`;
  const state =
    broken === undefined
      ? changed
        ? "its bytes changed"
        : kind
      : `DANGLES from ${formatU64(broken.page)}: ${broken.reason}`;
  const text = `${name}: ${state}`;
  const room = scale.width - columns.end;
  // Behind its bracket, or in front of it where there is no room.
  const cells =
    text.length < room || columns.start <= text.length
      ? [cell(columns.start, `${shape} ${text}`.slice(0, scale.width - columns.start + 1), colour)]
      : [cell(columns.start - text.length - 1, `${text} ${shape}`, colour)];
  return [row("lease", cells, style)];
}

/** The stretches of pages in which two pictures differ, as byte ranges, neighbours joined. */
export function changedRanges(before: readonly Block[], after: readonly Block[]): { base: U64; size: U64 }[] {
  const key = ({ depth, base, size, name, mapping }: Block): string =>
    [depth, base, size, name, mapping?.perms, mapping?.vmoOffset].join(" ");
  const was = new Map(before.map((block) => [key(block), block]));
  const is = new Map(after.map((block) => [key(block), block]));
  const moved = [
    ...before.filter((block) => !is.has(key(block))),
    ...after.filter((block) => !was.has(key(block))),
  ];
  // A mapping that was split or joined did not change where both pictures show the same page.
  const edges = [...new Set(moved.flatMap(({ base, size }) => [base, addU64(base, size)]))].toSorted(
    (a, b) => (a < b ? -1 : a > b ? 1 : 0),
  );
  const ranges: { base: U64; size: U64 }[] = [];
  for (const [index, base] of edges.slice(0, -1).entries()) {
    const end = edges[index + 1] ?? base;
    if (shows(before, base) === shows(after, base)) continue;
    const last = ranges.at(-1);
    if (last !== undefined && addU64(last.base, last.size) === base) last.size = subU64(end, last.base);
    else ranges.push({ base, size: subU64(end, base) });
  }
  return ranges;
}

/** What the byte at an address is in: the regions around it, and what its page shows. */
function shows(blocks: readonly Block[], addr: U64): string {
  return blocks
    .filter(({ base, size }) => addr >= base && subU64(addr, base) < size)
    .map(({ depth, base, name, mapping }) =>
      mapping === undefined
        ? `${depth} ${base} ${name}`
        : `${mapping.perms} ${name} ${String(BigInt(mapping.vmoOffset) + BigInt(addr) - BigInt(base))}`,
    )
    .join("|");
}
