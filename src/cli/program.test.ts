import { describe, expect, it } from "vitest";
import { runCli } from "./program.ts";

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: "", err: "" };
  const code = await runCli(args, {
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
  });
  return { code, ...written };
}

describe("vmar-fuzz", () => {
  it("tells its version and its commands", async () => {
    expect(await run("--version")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    expect(await run("--help")).toMatchObject({ code: 0, out: expect.stringContaining("replay") });
    expect(await run("replay", "--help")).toMatchObject({
      code: 0,
      out: expect.stringContaining("--stop-at-first"),
    });
    expect(await run("help", "replay")).toMatchObject({
      code: 0,
      out: expect.stringContaining("--kernel <name>"),
    });
  });

  it.each([
    [[]],
    [["fly"]],
    [["--fly"]],
    [["replay"]],
    [["replay", "--fly", "x.json"]],
    [["replay", "--kernel"]],
  ])("answers %j with a usage error", async (args) => {
    const { code, err, out } = await run(...args);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).not.toBe("");
  });
});
