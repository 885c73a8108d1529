import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPagedKernel } from "../../models/paged/index.ts";
import { readTraceFile } from "../trace/files.ts";
import { type Kernel, type KernelConfig, Status } from "../zircon/index.ts";
import { fuzzTest, mustAgree } from "./fuzz-test.ts";

/** The paged engine, but every VMO says that it has one byte. */
function createWrong(config: KernelConfig): Kernel {
  const kernel = createPagedKernel(config);
  const getSize = kernel.vmoGetSize.bind(kernel);
  kernel.vmoGetSize = (vmo) => {
    const answer = getSize(vmo);
    return answer.status === Status.OK ? { ...answer, value: 1 } : answer;
  };
  return kernel;
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vmar-fuzz-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function messageOf(options: Parameters<typeof mustAgree>[0]): Promise<string> {
  try {
    await mustAgree(options);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

/** A message without what it says about how the program was found. */
function programIn(message: string): string {
  return message.slice(0, message.indexOf("shrunk from"));
}

fuzzTest("the paged engine, by name", { right: "paged", runs: 100, profile: "small" });
fuzzTest("the paged engine, itself", { left: "reference", right: createPagedKernel, runs: 100, seed: "x" });

describe("a fuzz test that fails", () => {
  it("says what the command says, and how to see it again", async () => {
    const message = await messageOf({ right: createWrong, save: folder });
    expect(message).toContain(`DIFFERENCE in vmo_get_size: size

   0  v1 = vmo_create(0x1000, 0)
   1  vmo_get_size(v1)

  does not matter: v1 size, v1 options

  reference:   0x1000
  createWrong: 0x1
  rules:       VMO-02

`);
    expect(message).toMatch(/\nbefore \(reference\):\n/);
    const [file = ""] = readdirSync(folder);
    expect(file).toMatch(/^found-vmo-get-size-[0-9a-f]{12}\.json$/);
    expect(message).toContain(`\nsaved: ${join(folder, file)}\n`);
    const [, path = ""] =
      /again: fuzzTest with the same options and \{ seed: "1", path: "([0-9:]+)" \}$/.exec(message) ?? [];
    expect(readTraceFile(join(folder, file))[0]?.trace.seed).toMatchObject({ text: "1", path });

    const again = await messageOf({ right: createWrong, path });
    expect(programIn(again)).toBe(programIn(message));
  });

  it("tells a kernel that is none", async () => {
    expect(await messageOf({ right: "linux" })).toContain('no kernel is called "linux"');
  });
});
