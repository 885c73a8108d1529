import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package-root.ts";

/** The contract's own words for the rules asked for, as far as it has them. */
export function ruleTexts(ids: Iterable<string>): Record<string, string> {
  const contract = readFileSync(join(packageRoot(), "docs", "spec", "vmar-semantics.md"), "utf8");
  const lines = contract.split("\n");
  const texts: Record<string, string> = {};
  for (const id of new Set(ids)) {
    const text = ruleText(id, lines);
    if (text !== undefined) texts[id] = text;
  }
  return texts;
}

/** A rule is an item of a list that begins with its id in bold (and may go on in indented lines), or a row of a table. */
function ruleText(id: string, lines: readonly string[]): string | undefined {
  const item = new RegExp(`^\\s*- \\*\\*${id}(?: [^*]*)?\\*\\*\\s*(.*)$`);
  const first = lines.findIndex((line) => item.test(line));
  if (first >= 0) {
    const [, head = ""] = item.exec(lines[first] ?? "") ?? [];
    const text = [head];
    for (const line of lines.slice(first + 1)) {
      if (!/^\s+\S/.test(line) || /^\s*- /.test(line)) break;
      text.push(line.trim());
    }
    return text.join(" ");
  }
  const row = lines.find((line) => line.startsWith(`| ${id} |`));
  return row
    ?.split("|")
    .slice(2, -1)
    .map((cell) => cell.trim())
    .join(" | ");
}
