import { describe, expect, it } from "vitest";
import { FAULTS } from "../../models/faulty/index.ts";
import { ended, run, start, temporaryFolder } from "./testing/command.ts";

const folder = temporaryFolder();

describe("vmar-fuzz faults", () => {
  it("lists the zoo", async () => {
    const { code, out, err } = await run("faults");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const [head, ...lines] = out.trimEnd().split("\n");
    expect(head).toMatch(/^fault +rules +what is wrong$/);
    expect(lines.map((line) => line.split(" ")[0])).toEqual(FAULTS.map(({ id }) => id));
  });

  it("lists it as JSON, or a part of it", async () => {
    const { out } = await run("faults", "--json", "--fault", "root-can-be-destroyed");
    expect(JSON.parse(out)).toEqual({
      faults: [
        {
          id: "root-can-be-destroyed",
          about: "the root can be destroyed",
          rules: ["DEST-02"],
          origin: "zCore: the root can be destroyed",
        },
      ],
    });
  });

  it("hunts, and tells the same each time", async () => {
    const args = ["faults", "--kill", "--seeds", "2", "--fault", "root-can-be-destroyed"];
    const first = await run(...args, "--fault", "unmap-outside-ok");
    expect(first.code).toBe(0);
    expect(first.out).toMatch(
      /^fault +killed +operations +worst +seconds +worst +length +seen in\nroot-can-be-destroyed +2\/2 .* 1 +status\nunmap-outside-ok +2\/2 .*\n2 of 2 faults found with each of 2 seeds\n$/,
    );
    // All but the clock's columns.
    const inThreads = start([...args, "--fault", "unmap-outside-ok", "--workers", "2"], folder);
    const { out } = await ended(inThreads);
    const noSeconds = (text: string): string => text.replace(/\d+\.\d\d +\d+\.\d\d/g, "-");
    expect(noSeconds(out)).toBe(noSeconds(first.out));
    expect(JSON.parse((await run(...args, "--json")).out)).toEqual({
      "vmar-fuzz": "kills",
      seeds: 2,
      runs: 20_000,
      faults: [
        expect.objectContaining({ id: "root-can-be-destroyed", killed: 2, length: 1, seenIn: ["status"] }),
      ],
    });
  });

  it("exits 1 when a hunt gives up", async () => {
    const { code, out } = await run(
      "faults",
      "--kill",
      "--seeds",
      "1",
      "--runs",
      "1",
      "--fault",
      "protect-stale-list",
    );
    expect(code).toBe(1);
    expect(out).toMatch(
      /\nprotect-stale-list +0\/1 +- +- +- +- +-\n0 of 1 faults found with each of 1 seeds\n$/,
    );
  });

  it("exits 2 for a fault that does not exist", async () => {
    expect(await run("faults", "--fault", "none")).toEqual({
      code: 2,
      out: "",
      err: 'error: no fault is called "none"; vmar-fuzz faults lists them\n',
    });
  });
});
