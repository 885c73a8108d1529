import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseTrace } from "../trace/parse.ts";
import { run, temporaryFolder } from "./testing/command.ts";

const folder = temporaryFolder();
const file = (name: string): string => join(folder, name);
const map = {
  op: "map",
  vmar: "root",
  options: ["PERM_READ"],
  offset: 0,
  vmo: "v",
  vmoOffset: 0,
  len: 4096,
  as: "m",
};
const steps = [
  { op: "vmo_create", size: 4096, options: [], as: "v", expect: { status: "OK" } },
  { ...map, expect: { status: "OK" } },
  { op: "access", addr: "m", kind: "read", expect: { fault: "none" } },
  { op: "destroy", vmar: "root", expect: { status: "OK" } },
];

beforeAll(() => {
  writeFileSync(file("one.json"), JSON.stringify({ vmarTrace: 1, name: "one", steps }));
  const lines = ["a", "b", "c", "d"].map((name) => JSON.stringify({ vmarTrace: 1, name, steps }));
  writeFileSync(file("four.jsonl"), lines.join("\n"));
  writeFileSync(file("bad.json"), "{}");
});

describe("vmar-fuzz export", () => {
  it("prints a test, and how much of it the target cannot express", async () => {
    const { code, out, err } = await run("export", file("one.json"), "--to", "rust");
    expect({ code, err }).toEqual({
      code: 0,
      err: "rust: 1 trace, 1 of 4 steps not expressible, 0 expectations not checked\n",
    });
    expect(out).toContain("#[test]");
    expect(out).toContain("// not expressible: nothing runs in the process");
  });

  it("writes a file for each of several traces", async () => {
    const refused = await run("export", file("four.jsonl"), "--to", "cpp");
    expect(refused).toMatchObject({
      code: 2,
      out: "",
      err: "error: 4 traces need a folder: give --out FOLDER/\n",
    });
    expect((await run("export", file("four.jsonl"), "--to", "cpp", "--out", `${file("cpp")}/`)).code).toBe(0);
    expect(readdirSync(file("cpp"))).toEqual(["a.cc", "b.cc", "c.cc", "d.cc"]);
    expect((await run("export", file("one.json"), "--to", "syz", "--out", file("one.syz"))).code).toBe(0);
    expect(readFileSync(file("one.syz"), "utf8")).toContain("zx_vmo_create(0x1000, 0x0, &AUTO=<r3=>0x0)");
  });

  it("exits 2 for bad input, an unknown target and a place that cannot be written", async () => {
    expect((await run("export", file("bad.json"), "--to", "rust")).code).toBe(2);
    expect((await run("export", file("one.json"), "--to", "go")).err).toContain(
      "Allowed choices are rust, cpp, vitest, syz",
    );
    const unwritable = await run("export", file("one.json"), "--to", "rust", "--out", file("one.json/below"));
    expect(unwritable.code).toBe(2);
    expect(unwritable.err).toMatch(/^error: cannot be written: /);
  });
});

describe("vmar-fuzz import", () => {
  it("turns a log into a trace that replays", async () => {
    const log = `zx-log root=3 base=0x1000000 size=0x100000
zx_vmo_create(0x1000, 0) = 0 7
zx_vmar_map(3, 0x1, 0, 7, 0, 0x1000) = 0 0x1000000
zx_vmar_op_range(3, 1, 0x1001000, 0x1000) = -20
`;
    writeFileSync(file("device_log.txt"), log);
    const imported = await run(
      "import",
      "--from",
      "zx-log",
      file("device_log.txt"),
      "--semantics",
      "V-1=on, Q-6=off",
    );
    expect(imported).toMatchObject({ code: 0, err: "" });
    expect(parseTrace(imported.out)).toMatchObject({
      name: "device-log",
      semantics: { "V-1": true, "Q-6": false },
    });
    const args = ["--from", "zx-log", "--name", "mine", "--out", file("device.json")];
    expect(await run("import", file("device_log.txt"), ...args)).toEqual({ code: 0, out: "", err: "" });
    expect((await run("replay", file("device.json"))).code).toBe(0);
    const shown = await run("show", file("device.json"), "--ascii");
    expect(shown.out).toContain("mine, step 2 of 3");
  });

  it("exits 2 for a line that it does not know, with its place", async () => {
    writeFileSync(
      file("bad.log"),
      "zx-log root=3 base=0x1000000 size=0x100000\nzx_vmo_create(1, 0) = 0 7\nhello\n",
    );
    expect(await run("import", "--from", "zx-log", file("bad.log"))).toEqual({
      code: 2,
      out: "",
      err: `error: ${file("bad.log")}:3: expected \`zx_call(arguments) = status outputs\`, found "hello"\n`,
    });
    expect((await run("import", "--from", "zx-log", file("no.log"))).err).toContain("no.log: cannot be read");
    expect(
      (await run("import", "--from", "zx-log", file("bad.log"), "--semantics", "V-99=on")).err,
    ).toContain('expected a switch such as V-1=off or Q-6=on, found "V-99=on"');
  });
});

describe("vmar-fuzz show", () => {
  it("shows the step asked for, else the first that fails", async () => {
    const failing = await run("show", file("one.json"));
    expect(failing.code).toBe(0);
    expect(failing.out).toContain("one, step 3 of 4");
    expect(failing.out).toContain('DIFFERS in status: expected "OK", got "NOT_SUPPORTED"');
    const mapped = await run(
      "show",
      file("one.json"),
      "--step",
      "1",
      "--kernel",
      "reference",
      "--kernel",
      "paged",
    );
    expect(mapped.out).toContain("m = map(root, PERM_READ, 0, v, 0, 0x1000)");
    expect(mapped.out).toContain("shows the same");
    expect((await run("show", file("four.jsonl"), "--trace", "c", "--step", "0")).out).toContain(
      "c, step 0 of 4",
    );
  });

  it("exits 2 for a step or a trace that is not there", async () => {
    expect(await run("show", file("one.json"), "--step", "4")).toEqual({
      code: 2,
      out: "",
      err: `error: ${file("one.json")}: trace "one" has 4 steps, counted from 0\n`,
    });
    expect((await run("show", file("four.jsonl"))).err).toContain(
      "expected --trace with one of 4 names (a, b, c, …), found none",
    );
    expect((await run("show", file("one.json"), "--step", "last")).err).toContain(
      "expected the number of a step",
    );
    expect((await run("show", file("one.json"), "--kernel", "none")).code).toBe(2);
  });
});

describe("vmar-fuzz report", () => {
  it("writes one page of all traces", async () => {
    const page = file("page.html");
    const { code, out } = await run("report", file("one.json"), file("four.jsonl"), "--out", page);
    expect({ code, out }).toEqual({ code: 0, out: `${page}: 5 traces, 5 with differences\n` });
    const html = readFileSync(page, "utf8");
    expect(html).toContain("<title>one.json, four.jsonl · vmar-fuzz</title>");
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
  });

  it("makes a page of a run's result and its timings, with a walk through what it found", async () => {
    const timings = file("timings.json");
    const right = "faulty:unmap-right-remainder-offset";
    const options = ["--no-corpus", "--save", file("found"), "--timings", timings, "--right", right];
    const { code, out: json } = await run("run", ...options, "--reporter", "json");
    expect(code).toBe(1);
    expect(json).not.toContain("second");
    expect(JSON.parse(readFileSync(timings, "utf8"))).toMatchObject({
      "vmar-fuzz": "timings",
      workers: 1,
      samples: [[expect.any(Number), 1, expect.any(Number)]],
    });
    writeFileSync(file("campaign.json"), json);
    const page = file("campaign.html");
    const { out } = await run("report", file("campaign.json"), timings, file("one.json"), "--out", page);
    expect(out).toBe(`${page}: 2 results; 2 traces, 2 with differences\n`);
    expect(readFileSync(page, "utf8")).toContain("found-unmap-");
  });

  it("tells of a place for timings that cannot be written before it runs", async () => {
    const { code, err } = await run("run", "--no-corpus", "--timings", file("none/below.json"));
    expect(code).toBe(2);
    expect(err).toMatch(/^error: .*below\.json: cannot be written: [^\n]*\n$/);
  });

  it("exits 2 for bad input and for a place that cannot be written", async () => {
    expect((await run("report", file("bad.json"), "--out", file("no.html"))).code).toBe(2);
    expect(existsSync(file("no.html"))).toBe(false);
    expect((await run("report", file("one.json"), "--out", file("none/below.html"))).err).toContain(
      "cannot be written",
    );
  });
});
