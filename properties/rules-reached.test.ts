import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createReferenceKernel } from "../models/reference/index.ts";
import { watch } from "../src/fuzz/laws/watch.ts";
import { readTraceFile } from "../src/trace/files.ts";
import { replayTrace } from "../src/trace/replay.ts";
import type { KernelFactory } from "../src/zircon/kernel.ts";
import { RULE_IDS, type RuleId, UNREACHABLE_RULES } from "../src/zircon/rules.ts";
import { generated } from "./law-suite.ts";

const seen = new Set<RuleId>();
const listening: KernelFactory = (config) => createReferenceKernel({ ...config, onRule: (rule) => seen.add(rule) });

const CORPUS = fileURLToPath(new URL("../corpus", import.meta.url));

it("x", () => {
  for (const f of ["conformance", "edge-cases"]) for (const file of readdirSync(join(CORPUS, f)).filter((n) => /\.jsonl?(\.gz)?$/.test(n))) {
    const t = process.hrtime.bigint();
    for (const { trace } of readTraceFile(join(CORPUS, f, file))) replayTrace(trace, [{ name: "r", factory: listening }]);
    const ms = Number(process.hrtime.bigint() - t) / 1e6;
    if (ms > 300) console.log(file, ms);
  }
  const reach = () => RULE_IDS.filter((r) => UNREACHABLE_RULES[r] === undefined && !seen.has(r));
  console.log("after corpus", reach().join(" "));
  for (const p of generated(250)) watch(p, listening, []);
  console.log("after programs", reach().join(" "));
  console.log("unreachable but seen", RULE_IDS.filter((r) => UNREACHABLE_RULES[r] !== undefined && seen.has(r)).join(" "));
});
