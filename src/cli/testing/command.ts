import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { Status } from "../../zircon/index.ts";
import { runCli } from "../program.ts";

const DIST = fileURLToPath(new URL("../../../dist", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command line in this process. */
export async function run(...args: string[]): Promise<Ended> {
  const written = { out: "", err: "" };
  const code = await runCli(args, {
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
  });
  return { code, ...written };
}

/** A module of the compiled package: what needs a process or a thread of its own runs that (`npm run build`). */
export function compiled(path: string): string {
  const file = join(DIST, path);
  if (!existsSync(file)) throw new Error(`${file} is not there: run \`npm run build\` first`);
  return file;
}

/** The compiled command in a process of its own. */
export function start(args: readonly string[], cwd: string): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [compiled("src/cli/main.js"), ...args], { cwd });
}

/** How a process ends; `onOut` is told all of standard output so far whenever there is more. */
export function ended(
  child: ChildProcessWithoutNullStreams,
  onOut: (out: string) => void = () => undefined,
): Promise<Ended> {
  const written = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    written.out += text;
    onOut(written.out);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (written.err += text));
  return new Promise((resolve) => {
    child.on("close", (code) => resolve({ code, ...written }));
  });
}

/** A folder that is gone after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "vmar-fuzz-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A kernel module in `folder`: the paged engine, but every VMO says that it has one byte. */
export function wrongKernel(folder: string): string {
  const path = join(folder, "wrong.mjs");
  const paged = compiled("models/paged/index.js");
  writeFileSync(
    path,
    `import { createPagedKernel } from ${JSON.stringify(paged)};
export default (config) => {
  const kernel = createPagedKernel(config);
  const getSize = kernel.vmoGetSize.bind(kernel);
  kernel.vmoGetSize = (vmo) => {
    const answer = getSize(vmo);
    return answer.status === ${Status.OK} ? { ...answer, value: 1 } : answer;
  };
  return kernel;
};
`,
  );
  return path;
}
