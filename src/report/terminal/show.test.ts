import { join } from "node:path";
import pc from "picocolors";
import { describe, expect, it } from "vitest";
import { findKernel } from "../../../models/index.ts";
import { findFault } from "../../../models/faulty/index.ts";
import { packagedCorpus, traceFiles } from "../../campaign/corpus.ts";
import { readTraceFile } from "../../trace/files.ts";
import { checkTrace } from "../../trace/parse.ts";
import type { NamedKernel } from "../../trace/session.ts";
import { walkTrace } from "../walk/walk.ts";
import { showStep } from "./show.ts";

function kernel(name: string): NamedKernel {
  const factory = findKernel(name) ?? findFault(name)?.create;
  if (factory === undefined) throw new Error(`no kernel ${name}`);
  return { name, factory };
}

const [reference, paged] = [kernel("reference"), kernel("paged")];
const plain = pc.createColors(false);

const leases = checkTrace({
  vmarTrace: 1,
  name: "leases",
  aspace: { base: "0x200000", size: "0x10000" },
  steps: [
    { op: "vmo_create", size: "0x4000", options: [], as: "v" },
    {
      op: "allocate",
      vmar: "root",
      options: ["CAN_MAP_READ", "CAN_MAP_WRITE"],
      offset: 0,
      size: "0x8000",
      as: "r",
    },
    { op: "allocate", vmar: "r", options: ["CAN_MAP_READ"], offset: 0, size: "0x2000", as: "inner" },
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
    { op: "unmap", vmar: "r", addr: "m+0x1000", len: "0x1000" },
  ],
});

describe("showStep", () => {
  it("draws a step before and after", () => {
    expect(showStep(walkTrace(leases, [reference, paged]), 6, plain, false).join("\n")).toBe(
      `leases, step 6 of 7
  unmap(r, m+0x1000, 0x1000)
  Unmap 0x1000 bytes at m+0x1000, through r.

reference: answers OK
  rules: UNMAP-09, FAULT-08
before
         0x200000        +0x4000         +0x8000         +0xc000
regions  ├─root─────────────────────────────────────────────────────────┤
         ├─r────────────────────────────┤
         ├inner─┤
perms            ━r--━━━━━━━━━━━━
vmo              v
lease            ╰──────╯ l: its bytes changed
after
         0x200000        +0x4000         +0x8000         +0xc000
regions  ├─root─────────────────────────────────────────────────────────┤
         ├─r────────────────────────────┤
         ├inner─┤
perms            r--━    ━r--━━━━
vmo              v       1
         1 = v+0x2000
lease            ╰──────╯ l: DANGLES from 0x203000: unmapped
changed              ▲▲▲▲

paged: answers OK
shows the same`,
    );
  });

  it("draws with ASCII alone, and each kernel that shows something else", () => {
    const lines = showStep(
      walkTrace(leases, [reference, kernel("unmap-right-remainder-offset")]),
      6,
      plain,
      true,
    );
    expect(lines.join("\n")).toMatch(/^[\x20-\x7e\n]*$/);
    expect(lines).toContain("vmo              v       v");
    expect(lines.join("\n")).toContain("DIFFERS in space[4]: expected");
  });

  it("colours what it draws", () => {
    const lines = showStep(walkTrace(leases, [reference]), 6, pc.createColors(true), false).join("\n");
    expect(lines).toContain("\u001b[31m╰──────╯ l: DANGLES from 0x203000: unmapped\u001b[39m");
  });

  // The last step of every trace: properties/every-trace.test.ts.
  it("fits 80 columns at every step of the edge cases", () => {
    const edgeCases = traceFiles(join(packagedCorpus(), "edge-cases")).flatMap((file) =>
      readTraceFile(file).map(({ trace }) => trace),
    );
    for (const trace of edgeCases) {
      const walk = walkTrace(trace, [reference]);
      for (const index of trace.steps.keys())
        for (const line of showStep(walk, index, plain, index % 2 === 0)) expect(line).toMatch(/^.{0,80}$/u);
    }
  });
});
