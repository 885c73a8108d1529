/** A program that a trace was turned into. */
export interface ExportedTrace {
  readonly source: string;
  /** Steps that the target cannot express: each is a comment that says why. */
  readonly skippedSteps: number;
  /** Expectations of steps that it can express, but not check; comments too. */
  readonly skippedChecks: number;
}

/** Collects the lines of a program. */
export class Writer {
  readonly #lines: string[] = [];
  readonly #indent: string;
  readonly #comment: string;
  skippedSteps = 0;
  skippedChecks = 0;

  /** @param indent what every line begins with. @param comment what a comment begins with, `//` or `#` */
  constructor(indent: string, comment = "//") {
    this.#indent = indent;
    this.#comment = comment;
  }

  line(text: string): void {
    this.#lines.push(text === "" ? "" : `${this.#indent}${text}`);
  }

  comment(text: string): void {
    // A backslash at the end of a comment would take the next line along in C++.
    for (const line of wrapped(text.replaceAll("\\", "/"), 100)) this.line(`${this.#comment} ${line}`);
  }

  skipStep(why: string): void {
    this.skippedSteps++;
    this.comment(`not expressible: ${why}`);
  }

  skipCheck(what: string, why: string): void {
    this.skippedChecks++;
    this.comment(`not checked: ${what}: ${why}`);
  }

  get text(): string {
    return this.#lines.join("\n");
  }
}

/** The words of a text in lines of at most `width` characters, as far as its words let it. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  if (line !== "") lines.push(line);
  return lines;
}
