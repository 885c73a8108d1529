/** The tables of docs/mutation.md, made of what is known of each model. */
import { type Known, type Model, MODELS } from "./known.ts";
import { type Score, total } from "./scores.ts";
import type { Explained } from "./survivors.ts";

/** The page with its tables, each of which stands below a comment with its name, made anew. */
export function withTables(page: string, known: Readonly<Record<Model, Known>>): string {
  return MODELS.reduce((text, model) => {
    const scores = withTable(text, `scores ${model}`, scoreRows(model, known[model]));
    return withTable(scores, `survivors ${model}`, survivorRows(known[model].explained));
  }, page);
}

function withTable(page: string, name: string, rows: readonly (readonly string[])[]): string {
  const mark = `<!-- ${name} -->\n`;
  const begin = page.indexOf(mark) + mark.length;
  if (begin < mark.length) throw new Error(`docs/mutation.md has no place for its ${name}`);
  const rest = page.slice(begin).replace(/^\n(?:\|.*\n)*/, "");
  return `${page.slice(0, begin)}\n${table(rows)}${rest}`;
}

function scoreRows(model: Model, { scores, explained }: Known): string[][] {
  const files = Object.entries(scores).map(([file, score]): [string, Score, number] => {
    const entries = explained.filter((entry) => entry.file === file);
    // More are explained than survived where the file has changed since.
    const open = score.survived - entries.reduce((sum, { times = 1 }) => sum + times, 0);
    return [file, score, Math.max(0, open)];
  });
  const all: [string, Score, number] = [
    `**all of ${model}**`,
    total(files.map(([, score]) => score)),
    files.reduce((sum, [, , open]) => sum + open, 0),
  ];
  const head = [
    "File",
    "Mutants",
    "Killed by fuzzing",
    "Endless",
    "By corpus or probes alone",
    "Only other rules told",
    "Survived",
    "Not explained",
  ];
  return [
    head,
    ...[...files, all].map(([file, score, open]) => [
      file.replace(`models/${model}/`, ""),
      ...[score.mutants, score.fuzz, score.endless, score.corpus, score.rules, score.survived].map(String),
      String(open),
    ]),
  ];
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
