import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { createReferenceKernel } from "../models/reference/index.ts";
import { watch } from "../src/fuzz/laws/watch.ts";
import { readTraceFile } from "../src/trace/files.ts";
import { replayTrace } from "../src/trace/replay.ts";
import { DEFAULT_ASPACE, type Kernel, type KernelConfig, type KernelFactory } from "../src/zircon/kernel.ts";
import { VmOption } from "../src/zircon/options.ts";
import { lowestPlacement } from "../src/zircon/placement.ts";
import { RULE_IDS, type RuleId, UNREACHABLE_RULES } from "../src/zircon/rules.ts";
import { DEFAULT_SEMANTICS } from "../src/zircon/semantics.ts";
import { VmoOption } from "../src/zircon/vmo.ts";
import { generated } from "./law-suite.ts";

/**
 * Law: every rule of the contract that calls can reach is reached: by the recorded and written traces, by generated programs, and by the
 * few calls that no trace has.
 */

const CORPUS = fileURLToPath(new URL("../corpus", import.meta.url));
const P = 4096;
const FBS = VmOption.ALLOW_FAULTS | VmOption.FAULT_BEYOND_STREAM_SIZE;

/** What traces and programs have no call for, by the rule that it reaches. */
const BESIDES: readonly { readonly rule: RuleId; readonly call: (kernel: Kernel) => void }[] = [
  {
    rule: "MAP-03",
    call: (kernel) => kernel.vmarMap(kernel.rootVmar, FBS, 0, kernel.vmoCreatePhysical(P).handle, 0, P),
  },
  {
    rule: "MAP-22",
    call: (kernel) => kernel.vmarMap(kernel.rootVmar, 0, 0, kernel.vmoCreatePhysical(P).handle, 0, 2 * P),
  },
  {
    rule: "UNMAP-11",
    call: (kernel) =>
      kernel.vmarUnmapHandleCloseThreadExit(
        kernel.rootVmar,
        DEFAULT_ASPACE.base,
        P,
        kernel.vmoCreate(P, 0).handle,
      ),
  },
  {
    rule: "DEST-06",
    call: (kernel) => {
      kernel.taskKill(kernel.process);
      kernel.vmarDestroy(kernel.rootVmar);
    },
  },
  { rule: "INFO-02", call: (kernel) => kernel.infoVmar(kernel.rootVmar, 8) },
  { rule: "INFO-17", call: (kernel) => kernel.infoProcessMaps(kernel.process, 0) },
  {
    rule: "FAULT-05",
    call: (kernel) => {
      const vmo = kernel.vmoCreate(P, VmoOption.DISCARDABLE).handle;
      const { addr } = kernel.vmarMap(
        kernel.rootVmar,
        VmOption.PERM_READ | VmOption.ALLOW_FAULTS,
        0,
        vmo,
        0,
        P,
      );
      kernel.vmoDiscard(vmo);
      kernel.access(addr, "read", 1);
    },
  },
  { rule: "PMEM-01", call: (kernel) => kernel.processWriteMemory(kernel.process, 0, Uint8Array.of(1)) },
  { rule: "PMEM-03", call: (kernel) => kernel.processReadMemory(0, 0, 1) },
  {
    rule: "PMEM-04",
    call: (kernel) => {
      kernel.taskKill(kernel.process);
      kernel.processReadMemory(kernel.process, 0, 1);
    },
  },
];

/** The reference model, telling `seen` what it applies. */
function listening(seen: Set<RuleId>): KernelFactory {
  return (config) => createReferenceKernel({ ...config, onRule: (rule) => seen.add(rule) });
}

const PLAIN: KernelConfig = {
  aspace: DEFAULT_ASPACE,
  placement: lowestPlacement,
  semantics: DEFAULT_SEMANTICS,
};

describe("rules", () => {
  const byTraces = new Set<RuleId>();
  const byPrograms = new Set<RuleId>();
  const besides = new Set(BESIDES.map(({ rule }) => rule));
  const reachable = RULE_IDS.filter((rule) => UNREACHABLE_RULES[rule] === undefined);

  beforeAll(() => {
    const kernel = { name: "reference", factory: listening(byTraces) };
    for (const folder of ["conformance", "edge-cases"]) {
      for (const file of readdirSync(join(CORPUS, folder)).filter((name) => name.includes(".json"))) {
        for (const { trace } of readTraceFile(join(CORPUS, folder, file))) replayTrace(trace, [kernel]);
      }
    }
    for (const program of generated(250)) watch(program, listening(byPrograms), []);
  });

  it.each(BESIDES)("a call besides the traces reaches $rule", ({ rule, call }) => {
    const seen = new Set<RuleId>();
    call(listening(seen)({ ...PLAIN, debugSyscalls: rule !== "PMEM-01" }));
    expect(seen).toContain(rule);
  });

  it("are all reached by traces, programs or those calls", () => {
    const unreached = reachable.filter(
      (rule) => !byTraces.has(rule) && !byPrograms.has(rule) && !besides.has(rule),
    );
    expect(unreached).toEqual([]);
  });

  it.each(["ALLOC-10", "MAP-18", "MAP-25"] as const)("%s is dead: nothing reaches it", (rule) => {
    expect(byTraces).not.toContain(rule);
    expect(byPrograms).not.toContain(rule);
  });
});
