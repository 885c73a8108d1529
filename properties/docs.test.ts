import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { compiled, temporaryFolder } from "../src/cli/testing/command.ts";

/**
 * The documentation is run. In every page each block that a reader would type is typed, in the page's order, in a folder of its own that has
 * a corpus and the package:
 *
 * - `sh`: every line must succeed;
 * - `console`: lines that begin with `$ ` are commands, those below them what they print; `…` stands for anything;
 * - any block with `file=NAME` is written into that file.
 *
 * A command that ends with `# exits N` must end with N.
 */
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DOCS = join(ROOT, "docs");

/** Holds the folder of each page, and is gone after the tests. */
const PARENT = temporaryFolder();
const HOW_TO = join(DOCS, "how-to");
const PAGES = [
  join(ROOT, "README.md"),
  join(DOCS, "tutorial.md"),
  ...readdirSync(HOW_TO).map((name) => join(HOW_TO, name)),
  join(DOCS, "zx-log.md"),
  join(DOCS, "explanation.md"),
];

interface Block {
  readonly info: string;
  readonly lines: readonly string[];
}

function blocks(markdown: string): Block[] {
  return [...markdown.matchAll(/^```([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, info = "", body = ""]) => ({
    info: info.trim(),
    lines: body.split("\n").slice(0, -1),
  }));
}

interface Typed {
  readonly command: string;
  readonly exits: number;
  /** What it prints; undefined where the page does not say. */
  readonly output: readonly string[] | undefined;
}

function typedIn({ info, lines }: Block): Typed[] {
  const typed = (line: string, output: readonly string[] | undefined): Typed => {
    const [command = "", exits] = line.split(/ # exits (?=\d+$)/);
    return { command, exits: Number(exits ?? 0), output };
  };
  if (info === "sh") return lines.filter((line) => line !== "").map((line) => typed(line, undefined));
  if (info !== "console") return [];
  const starts = lines.flatMap((line, index) => (line.startsWith("$ ") ? [index] : []));
  return starts.map((start, index) =>
    typed((lines[start] ?? "").slice(2), lines.slice(start + 1, starts[index + 1])),
  );
}

/** Whether what was printed has these lines in this order, with nothing between them but where `…` says so. */
function shows(printed: string, wanted: readonly string[]): boolean {
  const pattern = wanted
    .map((line) =>
      line === "…" ? "(?:.*\n)*?" : `${line.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).trimEnd()}[ ]*\n`,
    )
    .join("");
  return new RegExp(`(?:^|\n)${pattern}`).test(printed);
}

/** A folder as a reader has it: the package, its corpus (without the recordings, which take long), and `npx`. */
function readersFolder(): {
  folder: string;
  run: (command: string) => { code: number | null; out: string; err: string };
} {
  const folder = mkdtempSync(join(PARENT, "page-"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules", "vmar-fuzz"));
  cpSync(join(ROOT, "corpus", "edge-cases"), join(folder, "corpus", "edge-cases"), { recursive: true });
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const scripts = {
    "vmar-fuzz": `exec ${process.execPath} ${compiled("src/cli/main.js")} "$@"`,
    npx: `exec "$@"`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const env = { ...process.env, PATH: `${bin}:${process.env["PATH"]}`, NO_COLOR: "1" };
  const run = (command: string): { code: number | null; out: string; err: string } => {
    const { status, stdout, stderr } = spawnSync("bash", ["-c", command], {
      cwd: folder,
      env,
      encoding: "utf8",
    });
    return { code: status, out: stdout, err: stderr };
  };
  return { folder, run };
}

/** Types everything that a page tells to type, and says what did not go as the page has it. */
function typePage(markdown: string): string[] {
  const { folder, run } = readersFolder();
  const problems: string[] = [];
  for (const block of blocks(markdown)) {
    const [, file] = /\bfile=(\S+)/.exec(block.info) ?? [];
    if (file !== undefined) writeFileSync(join(folder, file), `${block.lines.join("\n")}\n`);
    for (const { command, exits, output } of typedIn(block)) {
      const { code, out, err } = run(command);
      if (code !== exits) problems.push(`$ ${command}\nexits ${code}, not ${exits}:\n${out}${err}`);
      if (output !== undefined && !shows(out, output))
        problems.push(`$ ${command}\nprints otherwise:\n${out}`);
    }
  }
  return problems;
}

describe.each(PAGES.map((page): [string, string] => [relative(ROOT, page), readFileSync(page, "utf8")]))(
  "%s",
  (page, markdown) => {
    it("can be typed as it stands", () => {
      expect(typePage(markdown)).toEqual([]);
    });

    it("links to what is there", () => {
      const links = [...markdown.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target = ""]) => target);
      expect(links.filter((target) => !existsSync(join(ROOT, dirname(page), target)))).toEqual([]);
    });
  },
);
