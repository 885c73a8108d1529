import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../cli/testing/command.ts";
import { resolveKernel } from "../../campaign/kernels.ts";
import { checkTrace } from "../../trace/parse.ts";
import {
  type CampaignResultFile,
  type FailurePart,
  type KillsFile,
  readResultFile,
  type ResultFile,
  type TimingsFile,
} from "../results.ts";
import { walkTrace } from "../walk/walk.ts";
import { campaignData, bucketsOf } from "./campaign.ts";
import { htmlReport } from "./index.ts";
import { browserForTests, CHROMIUM, IN_CHROMIUM } from "./testing/browser.ts";

const folder = temporaryFolder();

const trace = {
  vmarTrace: 1,
  name: "found",
  steps: [
    { op: "vmo_create", size: 4096, options: [], as: "v1" },
    { op: "map", vmar: "root", options: [], offset: 0, vmo: "v1", vmoOffset: 0, len: 8192, as: "m1" },
    { op: "unmap", vmar: "root", addr: "root", len: 4096 },
  ],
};

const failure: FailurePart = {
  call: "unmap",
  field: "space",
  left: "v1 at 0x1000",
  right: "v1 at 0x0 </script><b>",
  rules: ["UNMAP-09"],
  bucket: "wrong unmap space UNMAP-09",
  program: ["v1 = vmo_create(0x1000, 0)", "m1 = map(root, 0, 0, v1, 0, 0x2000)", "unmap(root, root, 0x1000)"],
  free: [{ step: 0, argument: "size" }],
  shrunkFrom: 50,
  tries: 56,
  stopped: null,
  path: "0:1",
  saved: null,
  commands: ["npx vmar-fuzz run --path 0:1"],
  trace,
};

const campaign: CampaignResultFile = {
  "vmar-fuzz": "campaign",
  seed: "1",
  profile: "everything",
  kernels: { left: "reference", right: "./kernels/wrong.js" },
  corpus: { traces: 3, steps: 9, failures: [] },
  runs: 10,
  operations: 500,
  interrupted: false,
  failure,
  calls: { map: { OK: 30, INVALID_ARGS: 2 }, unmap: { OK: 1200 } },
  rules: { "MAP-01": 7, "UNMAP-09": 2 },
  unreachedRules: [],
  shapes: { "unmap contains mapping@2": 4 },
  unreachedShapes: [],
  missing: [],
};

const agreed: CampaignResultFile = { ...campaign, seed: "2", failure: null };

const timings: TimingsFile = {
  "vmar-fuzz": "timings",
  seed: "1",
  workers: 2,
  samples: [
    [1, 250, 1000],
    [2, 500, 3000],
    [4, 750, 4000],
  ],
};

const kills: KillsFile = {
  "vmar-fuzz": "kills",
  faults: [
    {
      id: "map-rounds-down",
      seeds: 5,
      killed: 5,
      operations: { median: 33, worst: 90 },
      seconds: { median: 0.1, worst: 0.4 },
      length: 2,
      seenIn: ["space"],
    },
    { id: "survivor", seeds: 5, killed: 0 },
  ],
};

describe("campaignData", () => {
  it("sums campaigns, and keeps the smallest program of each bug", () => {
    const [first = "", second = "", ...rest] = failure.program;
    const longer = { ...failure, program: [first, first, second, ...rest] };
    const other = { ...failure, bucket: "wrong map status no rule" };
    const results = [
      { ...campaign, failure: longer },
      { ...campaign, seed: "2" },
      { ...campaign, seed: "3", failure: other },
      agreed,
    ];
    const buckets = bucketsOf(results);
    expect(buckets.map((bucket) => [bucket.failure.bucket, bucket.found, bucket.campaign.seed])).toEqual([
      ["wrong unmap space UNMAP-09", 2, "2"],
      ["wrong map status no rule", 1, "3"],
    ]);
    const data = campaignData(results, buckets, [0, -1]);
    expect(data.campaigns.map(({ seed, right, bucket }) => [seed, right, bucket])).toEqual([
      ["1", "wrong.js", 0],
      ["2", "wrong.js", 0],
      ["3", "wrong.js", 1],
      ["2", "wrong.js", -1],
    ]);
    expect(data.buckets.map(({ walk }) => walk)).toEqual([0, -1]);
    expect(data.calls).toEqual({
      statuses: ["OK", "INVALID_ARGS"],
      rows: [
        { call: "map", counts: [120, 8] },
        { call: "unmap", counts: [4800, 0] },
      ],
    });
    const map = data.families.find(({ name }) => name === "MAP")?.rules ?? [];
    expect(map[0]).toEqual({ id: "MAP-01", hits: 28 });
    expect(map.find(({ id }) => id === "MAP-37")).toMatchObject({ unreachable: "there is no vDSO here" });
    const unmap = data.shapes.calls.find(({ call }) => call === "unmap");
    const row = unmap?.counts[data.shapes.relations.indexOf("contains")];
    expect(row?.[data.shapes.things.indexOf("mapping@2")]).toBe(16);
    expect(unmap?.counts.flat().reduce((sum, count) => sum + count, 0)).toBe(16);
  });

  it("tells the speed between samples, and of each fault what is known", () => {
    const { speeds, kills: rows } = campaignData([timings, kills], [], []);
    expect(speeds).toEqual([
      {
        name: "seed 1, 2 workers",
        points: [
          [1, 1000],
          [2, 2000],
          [4, 500],
        ],
      },
    ]);
    expect(
      rows.map(({ median, worst, secondsWorst, length }) => [median, worst, secondsWorst, length]),
    ).toEqual([
      [33, 90, 0.4, 2],
      [-1, -1, -1, -1],
    ]);
    expect(rows[0]?.about).not.toBe("");
  });
});

describe("readResultFile", () => {
  const written = (content: unknown): string => {
    const file = join(folder, "result.json");
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  };

  it.each([campaign, timings, kills])("reads what was written, kind %#", (result: ResultFile) => {
    expect(readResultFile(written(result))).toEqual(result);
  });

  it("leaves traces, and what is no JSON, to others", () => {
    expect(readResultFile(written(trace))).toBeUndefined();
    expect(readResultFile(written("{"))).toBeUndefined();
    expect(readResultFile(join(folder, "none.json"))).toBeUndefined();
  });

  it("says where one is malformed", () => {
    expect(() => readResultFile(written({ ...campaign, runs: "many" }))).toThrow(
      /result\.json: field "runs": /,
    );
    expect(() => readResultFile(written({ "vmar-fuzz": "weather" }))).toThrow(
      'field "vmar-fuzz": expected one of campaign, timings, kills, found "weather"',
    );
  });
});

describe.skipIf(CHROMIUM === undefined)(`the page of campaigns ${IN_CHROMIUM}`, () => {
  const open = browserForTests();
  const page = async (results: readonly ResultFile[]): Promise<string> => {
    const kernels = [
      await resolveKernel("reference"),
      await resolveKernel("faulty:unmap-right-remainder-offset"),
    ];
    const buckets = bucketsOf(results);
    const walks = buckets.map(() => walkTrace(checkTrace(trace), kernels));
    return htmlReport(walks, "all </title>", { results, buckets, walks: buckets.map((_, index) => index) });
  };

  it("tells what was found and what was reached", async () => {
    const { page: shown, complaints } = await open(await page([campaign, agreed, timings, kills]));
    expect(await shown.textContent("h1#verdict")).toBe("The kernels differ, in unmap.");
    expect(await shown.isVisible("#columns")).toBe(false);
    expect(await shown.locator(".program li").allTextContents()).toEqual([
      "v1 = vmo_create(0x1000, 0)any size will do",
      "m1 = map(root, 0, 0, v1, 0, 0x2000)",
      "unmap(root, root, 0x1000)",
    ]);
    expect(await shown.textContent(".said")).toContain("wrong.jsv1 at 0x0 </script><b>");
    expect(await shown.textContent(".tiles")).toContain("rules reached2 of 180");
    const headings = await shown.locator("main#campaign h2").allTextContents();
    expect(headings).toEqual([
      "unmap: space differs",
      "Campaigns",
      "Calls by status",
      "Rules of the contract",
      "Shapes of overlap",
      "Operations a second over time",
      "Time to kill of each fault",
    ]);
    expect(await shown.textContent(".matrix.slanted tbody tr:nth-child(2)")).toBe("unmap2.4k·");
    expect(await shown.locator(".cells .missed").count()).toBe(178);
    expect(await shown.getAttribute("svg.chart", "aria-label")).toContain(
      "1,000 in the median, 500 to 2,000",
    );
    expect(await shown.locator(".kills tbody tr").allTextContents()).toEqual([
      expect.stringMatching(/^survivor0\/5––––/),
      expect.stringMatching(/^map-rounds-down.*5\/533900\.100\.402space$/),
    ]);
    await shown.click("text=All rules in a table");
    await shown.waitForSelector(".texts");
    expect(await shown.locator(".texts tbody tr").count()).toBeGreaterThan(180);
    expect(complaints).toEqual([]);
    await shown.close();
  });

  it("leads to the walk through a failing program and back, by links and by the address", async () => {
    const { page: shown, complaints } = await open(await page([campaign]));
    await shown.click("text=Walk through it");
    // The walk is drawn once the address has changed.
    await shown.locator("#count", { hasText: "step 2 of 0–2" }).waitFor();
    expect(await shown.isVisible("#campaign")).toBe(false);
    expect(await shown.locator("figure.after.differs").count()).toBe(2);
    await shown.keyboard.press("Home");
    expect(await shown.textContent("#count")).toBe("step 0 of 0–2");
    await shown.click("#view-campaign");
    await shown.waitForSelector("#verdict");
    expect(await shown.isVisible("#walk")).toBe(false);
    await shown.keyboard.press("ArrowRight");
    expect(await shown.isVisible("#verdict")).toBe(true);
    await shown.keyboard.press("t");
    expect(await shown.getAttribute("html", "data-theme")).toBe("dark");
    expect(complaints).toEqual([]);
    await shown.close();
  });

  it("stands without traces, on a narrow screen", async () => {
    const { page: shown, complaints } = await open(await page([agreed]), { width: 400 });
    expect(await shown.textContent("h1#verdict")).toBe("The kernels agreed.");
    expect(await shown.isVisible("#views")).toBe(false);
    expect(await shown.evaluate("document.documentElement.scrollWidth")).toBe(400);
    expect(complaints).toEqual([]);
    await shown.close();
  });
});
