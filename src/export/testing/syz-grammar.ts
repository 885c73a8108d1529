/**
 * Reads a program as syzkaller's own reader does, as far as exports use its language: one call a line, values that are numbers, results
 * of earlier lines with something added, or pointers to data. The descriptions of the calls are not known here.
 */
const NUMBER = String.raw`0x[0-9a-f]+`;
const RESULT = String.raw`r[0-9]+`;
const POINTED = String.raw`<${RESULT}=>${NUMBER}|"(?:[0-9a-f]{2})*"(?:/[0-9]+)?`;
const VALUE = String.raw`${NUMBER}|${RESULT}(?:\+${NUMBER})?|&AUTO(?:=(?:${POINTED}))?`;
const CALL = new RegExp(
  String.raw`^(?:(${RESULT}) = )?[a-z_]+(?:\$[A-Z_]+)?\(((?:(?:${VALUE})(?:, (?:${VALUE}))*)?)\)(?: # [A-Z_]+)?$`,
);

/** What is wrong with the form of a program; nothing for a good one. */
export function syzProblems(source: string): string[] {
  const made = new Set<string>();
  return source
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .flatMap((line) => {
      const [whole, returned, args = ""] = CALL.exec(line) ?? [];
      if (whole === undefined) return [`no call: ${line}`];
      const own = [...args.matchAll(/<(r[0-9]+)=>/g)].map(([, result = ""]) => result);
      const used = [...args.matchAll(/(?<![<\w])(r[0-9]+)/g)].map(([, result = ""]) => result);
      const problems = used
        .filter((result) => !made.has(result))
        .map((result) => `${result} is not made before: ${line}`);
      for (const result of returned === undefined ? own : [returned, ...own]) {
        if (made.has(result)) problems.push(`${result} is made twice: ${line}`);
        made.add(result);
      }
      return problems;
    });
}
