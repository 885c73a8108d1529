import { type SoundnessFinding, programLines } from "./soundness.ts";

/** What kind of step a finding is: whose promise is at stake. */
const KINDS: Readonly<Record<string, { readonly rust: string; readonly kind: string }>> = {
  op_range: { rust: "`Vmar::op_range`", kind: "safe call" },
  vmo_op_range: { rust: "`Vmo::op_range`", kind: "safe call" },
  vmo_set_size: { rust: "`Vmo::set_size`", kind: "safe call" },
  vmo_set_stream_size: { rust: "`Vmo::set_stream_size`", kind: "safe call" },
  vmo_write: { rust: "`Vmo::write`", kind: "safe call" },
  write_memory: { rust: "`Process::write_memory`", kind: "safe call of a debugger" },
  access: { rust: "none", kind: "no call: a store" },
};

const EFFECTS: Readonly<Record<SoundnessFinding["effect"], string>> = {
  changed: "its bytes change",
  unmapped: "nothing is mapped there any more",
  permission: "a permission that it needs is gone",
  replaced: "another page of memory is there",
  "beyond-end": "it lies beyond the end: touching it faults",
};

const HEAD = `# Soundness findings

What calls that Rust's zx crate offers as safe do to a reference that a program holds into mapped memory
(the [safety ledger](spec/safety-ledger.md), LEASE-10 to LEASE-16). The calls do what Zircon says they do; the finding is that
a program without \`unsafe\` can make them while it holds a \`&[u8]\` to the memory.

Each row comes with the smallest program that shows it, in the words of the trace format; its last line is the call.
\`npm run soundness\` searches again and writes this page; a test holds it against the search.

Two rows are of another kind. \`write_memory\` is a debugger's call: whoever has a handle to the process with WRITE makes it, mostly in
another process. A store is no call at all: that nobody stores where a \`&[u8]\` points is what the code that made the second
reference, or the raw pointer, had to see to (LEASE-02). A \`&mut [u8]\` breaks in the same ways but is not asked about its bytes.
`;

/** The findings as docs/soundness.md. */
export function soundnessPage(findings: readonly SoundnessFinding[]): string {
  const rows = findings.map(({ call, effect }) => {
    const { rust, kind } = KINDS[call.split(" ")[0] ?? ""] ?? { rust: "?", kind: "?" };
    return [`\`${call}\``, rust, kind, EFFECTS[effect]];
  });
  const programs = findings.map(
    ({ call, effect, program }) =>
      `## ${call}: ${EFFECTS[effect]}\n\n\`\`\`text\n${programLines(program).join("\n")}\n\`\`\`\n`,
  );
  return [
    HEAD,
    ...table([["call", "in the zx crate", "what it is", "the reference"], ...rows]),
    "",
    ...programs,
  ].join("\n");
}

/** A Markdown table with even columns. */
function table(cells: readonly (readonly string[])[]): string[] {
  const [head = []] = cells;
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...cells.slice(1).map(line)];
}
