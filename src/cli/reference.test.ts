import { expect, it } from "vitest";
import { run } from "./testing/command.ts";

/** The names of the commands that a help text lists. */
function commandsIn(help: string): string[] {
  const [, list = ""] = help.split(/^Commands:$/m);
  return [...list.matchAll(/^ {2}([a-z]+)/gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
}

/** A section for a command, and one for each of its own. */
async function sections(path: readonly string[]): Promise<string[]> {
  const { code, out } = await run(...path, "--help");
  if (code !== 0) throw new Error(`${path.join(" ")} --help exits ${code}`);
  const below = await Promise.all(commandsIn(out).map((name) => sections([...path, name])));
  return [`## vmar-fuzz ${path.join(" ")}\n\n\`\`\`text\n${out.trimEnd()}\n\`\`\`\n`, ...below.flat()];
}

const INTRODUCTION = `# Reference: the commands

What each command's \`--help\` says; a test holds this page against it. All commands read traces from \`.json\`, \`.jsonl\` and \`.jsonl.gz\` files
([spec/trace-format.md](spec/trace-format.md)).

Exit codes are the same everywhere: 0, all is well or done; 1, something was found; 2, bad usage or malformed input, and nothing was run; 130, interrupted
before anything was found. What was asked for goes to standard output, all else to standard error. Colour follows the terminal, \`NO_COLOR\` and \`FORCE_COLOR\`.

As a library: \`vmar-fuzz\` exports the vocabulary (\`Kernel\`, \`Status\`, \`VmOption\`, …) and \`zx\`, the Rust crate's API over any kernel
([spec/zx-api.md](spec/zx-api.md)); \`vmar-fuzz/reference\` the reference model; \`vmar-fuzz/vitest\` \`fuzzTest\`. All of them come with their types.
`;

it("is what --help says (npx vitest run src/cli/reference.test.ts -u writes it)", async () => {
  const names = commandsIn((await run("--help")).out);
  const commands = await Promise.all(names.map((name) => sections([name])));
  const page = [INTRODUCTION, ...commands.flat()].join("\n");
  await expect(page).toMatchFileSnapshot("../../docs/reference.md");
});
