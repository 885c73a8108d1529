import { describe, expect, it } from "vitest";
import { findKernel } from "../../../models/index.ts";
import { findFault } from "../../../models/faulty/index.ts";
import { checkTrace } from "../../trace/parse.ts";
import type { NamedKernel } from "../../trace/session.ts";
import { RULE_IDS, UNREACHABLE_RULES } from "../../zircon/rules.ts";
import { hasKey } from "../../zircon/typed.ts";
import { walkTrace } from "../walk/walk.ts";
import { reportData } from "./data.ts";
import { htmlReport } from "./index.ts";
import { embeddedJson } from "./page.ts";
import { ruleTexts } from "./rule-texts.ts";
import { browserForTests, CHROMIUM, IN_CHROMIUM, type Opened } from "./testing/browser.ts";

function kernel(name: string): NamedKernel {
  const factory = findKernel(name) ?? findFault(name)?.create;
  if (factory === undefined) throw new Error(`no kernel ${name}`);
  return { name, factory };
}

const reference = kernel("reference");
const faulty = kernel("unmap-right-remainder-offset");

const leases = checkTrace({
  vmarTrace: 1,
  name: "leases",
  about: 'Ends a script: </script><script>alert("it ran")</script><!-- and begins a comment.',
  aspace: { base: "0x200000", size: "0x10000" },
  steps: [
    { op: "vmo_create", size: "0x4000", options: [], as: "v" },
    { op: "set_name", handle: "v", name: "</script><script>document.title='it ran'</script>" },
    {
      op: "allocate",
      vmar: "root",
      options: ["CAN_MAP_READ", "CAN_MAP_WRITE"],
      offset: 0,
      size: "0x8000",
      as: "r",
    },
    {
      op: "map",
      vmar: "r",
      options: ["PERM_READ"],
      offset: 0,
      vmo: "v",
      vmoOffset: 0,
      len: "0x4000",
      as: "m",
    },
    { op: "borrow", addr: "m", len: "0x2000", kind: "shared", as: "l" },
    { op: "vmo_write", vmo: "v", offset: 0, bytes: "01" },
    { op: "unmap", vmar: "r", addr: "m+0x1000", len: "0x1000", note: "in the middle" },
    { op: "handle_close", handle: "v" },
  ],
});

describe("reportData", () => {
  it("tells what a step changed, not what there is", () => {
    const { traces, rules } = reportData([walkTrace(leases, [reference])], "leases");
    const [trace] = traces;
    expect(trace?.lanes[0]?.steps[6]).toEqual({
      status: "OK",
      outputs: [],
      rules: ["UNMAP-09", "FAULT-08"],
      aim: [513, 1],
      space: [
        2,
        1,
        [
          [3, 512, 1, "v", "r--", "0x0"],
          [3, 514, 2, "v", "r--", "0x2000"],
        ],
      ],
      held: [
        {
          name: "l",
          kind: "shared",
          page: 512,
          pages: 2,
          broken: { reason: "unmapped", page: 513, step: 6 },
        },
      ],
    });
    expect(trace?.lanes[0]?.steps[7]).toEqual({ status: "OK", outputs: [], rules: ["HND-01"] });
    expect(trace?.steps[6]?.rust).toContain("r.unmap(m_addr + 0x1000, 0x1000)");
    expect(trace?.steps[6]?.cpp).toContain("zx_vmar_unmap(r, m_addr + 0x1000, 0x1000)");
    expect(rules["UNMAP-09"]).toMatch(/^success: every direct mapping part/);
  });
});

describe("ruleTexts", () => {
  it("finds the contract's text of every rule that a call can reach", () => {
    const texts = ruleTexts(RULE_IDS);
    const missing = RULE_IDS.filter((id) => (texts[id] ?? "") === "");
    expect(missing.filter((id) => !hasKey(UNREACHABLE_RULES, id))).toEqual([]);
  });
});

describe("embeddedJson", () => {
  it("lets nothing end the script that it stands in", () => {
    const text = '</script> <!-- & \u2028 "';
    expect(embeddedJson(text)).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(embeddedJson(text))).toBe(text);
  });
});

describe.skipIf(CHROMIUM === undefined)(`the page ${IN_CHROMIUM}`, () => {
  const openPage = browserForTests();
  const html = htmlReport([walkTrace(leases, [reference, faulty])], "leases </title><b>");
  const open = async (hash = ""): Promise<Opened> => openPage(html, { hash });

  it("opens at the first step that differs, and shows in what", async () => {
    const { page, complaints } = await open();
    expect(await page.textContent("#count")).toBe("step 6 of 0–7");
    expect(await page.textContent("#call")).toBe("unmap(r, m+0x1000, 0x1000)");
    expect(await page.textContent("#note")).toBe("in the middle");
    expect(await page.textContent(".answer.differs")).toContain(
      "space[3]: reference has r-- of v from 0x2000 at 0x202000, 0x2000 bytes, here r-- of v from 0 at 0x202000, 0x2000 bytes",
    );
    expect(await page.locator("figure.after.differs").count()).toBe(2);
    expect(await page.locator("svg rect.differing").count()).toBe(2);
    expect(await page.locator("svg .aim").count()).toBe(3);
    expect(await page.getAttribute("#rule-FAULT-08", "open")).toBe("");
    expect(await page.locator("svg rect.changed").count()).toBeGreaterThan(0);
    expect(await page.locator("svg .lease.broken").count()).toBeGreaterThan(0);
    expect(await page.getAttribute("figure.after svg", "aria-label")).toContain("dangling references l");
    expect(await page.locator("#rules b").allTextContents()).toEqual(["UNMAP-09", "FAULT-08"]);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("keeps what looks like a script as data", async () => {
    const { page, complaints } = await open("#trace=0&step=1");
    expect(await page.textContent("#about")).toContain('</script><script>alert("it ran")</script>');
    expect(await page.title()).toBe("leases </title><b> · vmar-fuzz");
    expect(await page.locator("script").count()).toBe(2);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("is walked with keys, slider, list and links", async () => {
    const { page, complaints } = await open("#trace=0&step=2");
    const step = async (): Promise<string | null> => page.textContent("#count");
    expect(await step()).toBe("step 2 of 0–7");
    await page.keyboard.press("ArrowRight");
    expect(await step()).toBe("step 3 of 0–7");
    await page.waitForURL(/#trace=0&step=3$/);
    await page.keyboard.press("Home");
    expect(await step()).toBe("step 0 of 0–7");
    await page.keyboard.press("ArrowLeft");
    expect(await step()).toBe("step 0 of 0–7");
    await page.keyboard.press("End");
    expect(await step()).toBe("step 7 of 0–7");
    await page.keyboard.press("PageUp");
    expect(await step()).toBe("step 0 of 0–7");
    await page.keyboard.press("d");
    expect(await step()).toBe("step 6 of 0–7");
    await page.focus("#slider");
    await page.keyboard.press("ArrowLeft");
    expect(await step()).toBe("step 5 of 0–7");
    await page.click("#steps li:nth-child(4) button");
    expect(await step()).toBe("step 3 of 0–7");
    expect(await page.getAttribute("#steps li:nth-child(4) button", "aria-current")).toBe("step");
    await page.evaluate("location.hash = '#trace=0&step=1'");
    await page.waitForFunction("document.querySelector('#count').textContent.startsWith('step 1 ')");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("changes scale, language, light, and shows a table", async () => {
    const { page, complaints } = await open("#trace=0&step=3");
    const scale = async (): Promise<string | null> => page.textContent("#scale");
    expect(await scale()).toBe("true to scale");
    await page.keyboard.press("s");
    expect(await scale()).toBe("boundaries only");
    await page.click("#tab-rust");
    expect(await page.textContent("#code")).toContain(
      "let m_addr = r.map(0, &v, 0, 0x4000, VmarFlags::PERM_READ)",
    );
    await page.keyboard.press("ArrowRight");
    expect(await page.textContent("#code")).toContain(
      "zx_vmar_map(r, ZX_VM_PERM_READ, 0, v, 0, 0x4000, &m_addr)",
    );
    const theme = async (): Promise<string | null> => page.getAttribute("html", "data-theme");
    await page.click("#theme");
    expect(await theme()).toBe("dark");
    await page.click("#theme");
    expect(await theme()).toBe("light");
    await page.click("#table summary");
    await page.waitForSelector("#rows table");
    expect(await page.locator("#rows table").count()).toBe(2);
    expect(await page.textContent("#rows tbody")).toContain("mappingv0x2000000x4000r--0x0");
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("paints very many blocks on a canvas, soon enough", async () => {
    const maps = Array.from({ length: 1200 }, (_, index) => ({
      op: "map",
      vmar: "root",
      options: ["PERM_READ", "SPECIFIC"],
      offset: index * 0x2000,
      vmo: "v",
      vmoOffset: 0,
      len: 4096,
    }));
    const steps = [{ op: "vmo_create", size: 4096, options: [], as: "v" }, ...maps];
    const many = checkTrace({ vmarTrace: 1, name: "many", steps });
    const { page, complaints } = await openPage(htmlReport([walkTrace(many, [reference])], "many"), {
      hash: "#trace=0&step=1199",
    });
    expect(await page.locator("canvas").count()).toBe(2);
    expect(await page.getAttribute("canvas", "aria-label")).toContain("1198 mappings");
    await page.keyboard.press("ArrowLeft");
    expect(await page.textContent("#count")).toBe("step 1198 of 0–1200");
    expect(complaints).toEqual([]);
    await page.close();
  });
});
