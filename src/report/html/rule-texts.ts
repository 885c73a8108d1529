import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.ts";

/** The contract's own words for the rules asked for, as far as it has them. */
export function ruleTexts(ids: Iterable<string>): Record<string, string> {
  contract ??= readContract();
  const texts: Record<string, string> = {};
  for (const id of new Set(ids)) {
    const text = contract.get(id);
    if (text !== undefined) texts[id] = text;
  }
  return texts;
}

/** Read when it is first needed. */
let contract: ReadonlyMap<string, string> | undefined;

/** `- **MAP-01 (a title)** text`: an item of a list, which may go on in indented lines. */
const ITEM = /^\s*- \*\*([A-Z]+-[0-9]+[a-z]?)(?: [^*]*)?\*\*\s*(.*)$/;
/** `| MAP-01 | text | text |`: a row of a table. */
const ROW = /^\| ([A-Z]+-[0-9]+[a-z]?) \|/;

/** The text of each rule: of its item if it has one, else of its row, the first of several. */
function readContract(): Map<string, string> {
  const lines = readFileSync(join(packageRoot(), "docs", "spec", "vmar-semantics.md"), "utf8").split("\n");
  const items = new Map<string, string>();
  const rows = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const [, item, head = ""] = ITEM.exec(line) ?? [];
    if (item !== undefined && !items.has(item)) items.set(item, itemText(head, lines.slice(index + 1)));
    const [, row] = ROW.exec(line) ?? [];
    if (row !== undefined && !rows.has(row)) rows.set(row, rowText(line));
  }
  return new Map([...rows, ...items]);
}

function itemText(head: string, following: readonly string[]): string {
  const end = following.findIndex((line) => !/^\s+\S/.test(line) || /^\s*- /.test(line));
  return [head, ...following.slice(0, end < 0 ? following.length : end).map((line) => line.trim())].join(" ");
}

function rowText(line: string): string {
  return line
    .split("|")
    .slice(2, -1)
    .map((cell) => cell.trim())
    .join(" | ");
}
