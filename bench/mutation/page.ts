/** The tables of docs/mutation.md, made of scores.json and equivalent.json. */
import { type Score, total } from "./scores.ts";
import type { Explained } from "./survivors.ts";

/** The page with its tables, each of which stands below a comment with its name, made anew. */
export function withTables(
  page: string,
  scores: Readonly<Record<string, Score>>,
  explained: readonly Explained[],
): string {
  return withTable(withTable(page, "scores", scoreRows(scores)), "survivors", survivorRows(explained));
}

function withTable(page: string, name: string, rows: readonly (readonly string[])[]): string {
  const mark = `<!-- ${name} -->\n`;
  const begin = page.indexOf(mark) + mark.length;
  if (begin < mark.length) throw new Error(`docs/mutation.md has no place for its ${name}`);
  const rest = page.slice(begin).replace(/^\n(?:\|.*\n)*/, "");
  return `${page.slice(0, begin)}\n${table(rows)}${rest}`;
}

function scoreRows(scores: Readonly<Record<string, Score>>): string[][] {
  const rows = Object.entries(scores).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const models = ["models/paged/", "models/reference/"].map((folder): [string, Score] => {
    const inside = rows.filter(([file]) => file.startsWith(folder)).map(([, score]) => score);
    return [`**${folder}**`, total(inside)];
  });
  const head = [
    "File",
    "Mutants",
    "Killed by fuzzing",
    "Endless",
    "By the corpus alone",
    "Only other rules told",
    "Equivalent",
  ];
  return [head, ...[...models, ...rows].map(([file, score]) => scoreRow(file, score))];
}

function scoreRow(file: string, { mutants, fuzz, endless, corpus, rules, survived }: Score): string[] {
  return [file, ...[mutants, fuzz, endless, corpus, rules, survived].map(String)];
}

function survivorRows(explained: readonly Explained[]): string[][] {
  const rows = explained.map(({ file, line, from, to, times = 1, why }) => [
    file.replace("models/", ""),
    code(line),
    `${code(from)} → ${code(to)}${times === 1 ? "" : ` (${times} times)`}`,
    why,
  ]);
  return [["File", "Line", "Mutation", "Why nothing tells it from the original"], ...rows];
}

/** Text as code; a backtick, which would end it, is shown as an apostrophe. */
function code(text: string): string {
  return `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

/** A Markdown table with even columns. */
function table(cells: readonly (readonly string[])[]): string {
  const [head = []] = cells;
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |\n`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...cells.slice(1).map(line)].join("");
}
