import { describeStep } from "../trace/describe.ts";
import {
  flagsWord,
  rangeOpNumber,
  RIGHTS,
  VM_OPTIONS,
  VMO_CHILD_OPTIONS,
  VMO_OPTIONS,
} from "../trace/flags.ts";
import type { DanglingEntry, Flags, MapsEntry, RangeOp, Trace } from "../trace/types.ts";
import { permsText, VmarOp } from "../zircon/options.ts";
import { keysOf } from "../zircon/typed.ts";
import { formatU64, type U64 } from "../zircon/u64.ts";
import { VmoOp } from "../zircon/vmo.ts";
import { headerParagraphs } from "./header.ts";
import { type Plan, type PlannedRun, type PlannedStep, planTrace } from "./plan.ts";
import type { Binding, HandleUse, Sum } from "./values.ts";
import { WHY } from "./why.ts";
import { type ExportedTrace, wrapped, Writer } from "./writer.ts";

/** A vitest test over this package's `Kernel` interface. Everything that a trace says is said there too. */
export function exportVitest(trace: Trace): ExportedTrace {
  const plan = planTrace(trace);
  const writer = new Writer("  ");
  new KernelTest(plan, writer).write();
  const body = writer.text;
  const usesName = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(body);
  const helpers = HELPERS.filter(({ name }) => usesName(name));
  const text = `${helpers.map((helper) => helper.text).join("\n\n")}\n${body}`;
  const imports = IMPORTS.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  const header = headerParagraphs(plan, true).flatMap((paragraph) => [
    ...wrapped(paragraph, 100).map((line) => ` * ${line}`),
    " *",
  ]);
  const source = [
    "/**",
    ...header.slice(0, -1),
    " */",
    `import { expect, it } from "vitest";`,
    `import { ${imports.join(", ")} } from "vmar-fuzz";`,
    `// The kernel under test: put a factory of your own here.`,
    `import { createReferenceKernel as createKernel } from "vmar-fuzz/reference";`,
    "",
    ...helpers.flatMap((helper) => [helper.text, ""]),
    `it(${JSON.stringify(trace.name)}, () => {`,
    body,
    "});",
    "",
  ];
  return {
    source: source.join("\n"),
    skippedSteps: writer.skippedSteps,
    skippedChecks: writer.skippedChecks,
  };
}

/** What an export may import from the package. */
const IMPORTS = [
  "AdoptingPlacement",
  "CachePolicy",
  "DEFAULT_SEMANTICS",
  "lowestPlacement",
  "permsText",
  "randomPlacement",
  "Rights",
  "SafetyLedger",
  "Status",
  "VmarOp",
  "VmoChildOption",
  "VmoOp",
  "VmOption",
  "VmoOption",
];

const HELPERS = [
  {
    name: "spaceOf",
    text: `/** What is mapped, depth first by address, the root at depth 0; entries that continue one another are one run. */
function spaceOf(kernel, { base, size }) {
  const runs = [];
  kernel.observeSpace(base, size, {
    region: (_koid, at, length, depth) => runs.push({ depth: depth - 1, base: at, size: length }),
    mapping: (at, length, depth, perms, vmo, offset) =>
      runs.push({ depth: depth - 1, base: at, size: length, perms: permsText(perms), vmo, offset }),
  });
  return joined(runs);
}`,
  },
  {
    name: "runsOf",
    text: `/** The records of info_maps as runs. */
function runsOf(maps) {
  return joined(
    maps.map(({ base, size, depth, details: { mapping } }) =>
      mapping === undefined
        ? { depth, base, size }
        : { depth, base, size, perms: permsText(mapping.mmuFlags), vmo: mapping.vmoKoid, offset: mapping.vmoOffset },
    ),
  );
}`,
  },
  {
    name: "spaceOf|runsOf",
    text: `function joined(entries) {
  const runs = [];
  for (const run of entries) {
    const last = runs.at(-1);
    const continues =
      last?.perms !== undefined &&
      last.perms === run.perms &&
      last.vmo === run.vmo &&
      last.depth === run.depth &&
      last.base + last.size === run.base &&
      last.offset + last.size === run.offset;
    if (continues) last.size += run.size;
    else runs.push(run);
  }
  return runs;
}`,
  },
  {
    name: "pagesOf",
    text: `/** What each of \`count\` pages permits: "rw-", or "..." where nothing is mapped. */
function pagesOf(kernel, base, count, pageSize) {
  const page = (index) => {
    const view = kernel.observePage(base + index * pageSize);
    return view === undefined ? "..." : permsText(view.perms);
  };
  return Array.from({ length: count }, (_, index) => page(index)).join(" ");
}`,
  },
  {
    name: "koidOf|rightsOf",
    text: `const basicInfo = (kernel, handle) => kernel.infoHandleBasic(handle, 32).info;`,
  },
  { name: "koidOf", text: `const koidOf = (kernel, handle) => basicInfo(kernel, handle)?.koid;` },
  { name: "rightsOf", text: `const rightsOf = (kernel, handle) => basicInfo(kernel, handle)?.rights;` },
  { name: "hexOf", text: `const hexOf = (bytes) => Buffer.from(bytes).toString("hex");` },
  { name: "bytesOf", text: `const bytesOf = (hex) => new Uint8Array(Buffer.from(hex, "hex"));` },
];

class KernelTest {
  readonly #plan: Plan;
  readonly #out: Writer;
  readonly #hasLeases: boolean;

  constructor(plan: Plan, out: Writer) {
    this.#plan = plan;
    this.#out = out;
    this.#hasLeases = plan.steps.some(
      ({ step: { op, expect = {} } }) =>
        op === "borrow" || expect.dangling !== undefined || expect.changed !== undefined,
    );
  }

  write(): void {
    const out = this.#out;
    const { aspace, trace, steps } = this.#plan;
    const { base, size, pageSize } = aspace;
    const aslr = trace.aspace?.aslr;
    const placement = aslr ? `randomPlacement(${JSON.stringify(aslr.seed)})` : "lowestPlacement";
    const adopts = steps.some(({ step }) => step.expect?.placed !== undefined);
    out.line(`const aspace = { base: ${value(base)}, size: ${value(size)}, pageSize: ${pageSize} };`);
    out.line(`const placement = ${adopts ? `new AdoptingPlacement(${placement})` : placement};`);
    const semantics = Object.entries(trace.semantics ?? {}).map(([id, on]) => `${JSON.stringify(id)}: ${on}`);
    out.line(`const semantics = { ${["...DEFAULT_SEMANTICS", ...semantics].join(", ")} };`);
    out.line(`const kernel = createKernel({ aspace, placement, semantics });`);
    out.line(`const root = kernel.rootVmar;`);
    out.line(`const rootAddr = aspace.base;`);
    if (this.#hasLeases) out.line(`const ledger = new SafetyLedger(kernel, aspace.pageSize);`);
    for (const planned of steps) {
      out.line("");
      out.comment(`step ${planned.index}: ${describeStep(planned.step)}`);
      if (planned.step.note !== undefined) out.comment(`(${planned.step.note})`);
      const { placed } = planned.step.expect ?? {};
      if (typeof placed === "number") out.line(`placement.next = ${value(placed)} / aspace.pageSize;`);
      this.#step(planned);
      this.#after(planned);
    }
  }

  #step(planned: PlannedStep): void {
    const { step, made } = planned;
    const expect = step.expect ?? {};
    const vmar = handle(planned.vmar);
    const vmo = handle(planned.vmo);
    const object = handle(planned.handle);
    const place = planned.place === undefined ? "0" : sum(planned.place);
    const out = this.#out;
    switch (step.op) {
      case "allocate":
        this.#answer(planned, "vmarAllocate", [vmar, vmOptions(step.options), place, value(step.size)]);
        return this.#bind(planned, ["handle", "addr"]);
      case "map":
        this.#answer(planned, "vmarMap", [
          vmar,
          vmOptions(step.options),
          place,
          vmo,
          value(step.vmoOffset),
          value(step.len),
        ]);
        return this.#bind(planned, ["addr"]);
      case "unmap":
        return this.#status(planned, "vmarUnmap", [vmar, place, value(step.len)]);
      case "protect":
        return this.#status(planned, "vmarProtect", [vmar, vmOptions(step.options), place, value(step.len)]);
      case "op_range":
        return this.#status(planned, "vmarOpRange", [
          vmar,
          rangeOp("VmarOp", VmarOp, step.rangeOp),
          place,
          value(step.len),
          value(step.bufferSize ?? 0),
        ]);
      case "destroy":
        return this.#status(planned, "vmarDestroy", [vmar]);
      case "info":
        this.#answer(planned, "infoVmar", [vmar, "16"]);
        if (made?.usesAddress === true)
          out.line(`const ${made.id}Addr = ${this.#of(planned)}.info?.base ?? 0;`);
        if (planned.infoBase !== undefined && expect.info !== undefined)
          this.#equal(
            `${this.#of(planned)}.info`,
            `{ base: ${sum(planned.infoBase)}, len: ${value(expect.info.size)} }`,
          );
        return;
      case "info_maps": {
        const buffer = step.capacity === undefined ? "Infinity" : `${step.capacity} * 152`;
        this.#answer(planned, "infoVmarMaps", [vmar, buffer]);
        this.#checkField(planned, "actual", expect.actual);
        this.#checkField(planned, "available", expect.available);
        for (const [i, entry] of (expect.maps ?? []).entries()) this.#mapsEntry(planned, i, entry);
        if (planned.runs === "unnamed") out.skipCheck("runs", WHY.unnamed);
        else if (planned.runs !== undefined) this.#runs(`runsOf(${this.#of(planned)}.maps)`, planned.runs);
        return;
      }
      case "vmo_create":
        this.#answer(planned, "vmoCreate", [
          value(step.size),
          flags("VmoOption", step.options, flagsWord(VMO_OPTIONS, step.options)),
        ]);
        return this.#bind(planned, ["handle"]);
      case "vmo_create_child": {
        const names = step.options.map((flag) =>
          typeof flag === "string" ? flag.slice("CHILD_".length) : flag,
        );
        const options = flags("VmoChildOption", names, flagsWord(VMO_CHILD_OPTIONS, step.options));
        this.#answer(planned, "vmoCreateChild", [vmo, options, value(step.offset), value(step.size)]);
        return this.#bind(planned, ["handle"]);
      }
      case "vmo_get_size":
      case "vmo_get_stream_size":
        this.#answer(planned, step.op === "vmo_get_size" ? "vmoGetSize" : "vmoGetStreamSize", [vmo]);
        return this.#checkField(planned, "value", expect.size);
      case "vmo_set_size":
        return this.#status(planned, "vmoSetSize", [vmo, value(step.size)]);
      case "vmo_set_stream_size":
        return this.#status(planned, "vmoSetStreamSize", [vmo, value(step.size)]);
      case "vmo_read":
        this.#answer(planned, "vmoRead", [vmo, value(step.offset), value(step.len)]);
        return this.#checkBytes(planned, expect.bytes);
      case "vmo_write":
        return this.#status(planned, "vmoWrite", [
          vmo,
          value(step.offset),
          `bytesOf(${JSON.stringify(step.bytes)})`,
        ]);
      case "vmo_op_range":
        return this.#status(planned, "vmoOpRange", [
          vmo,
          rangeOp("VmoOp", VmoOp, step.rangeOp),
          value(step.offset),
          value(step.len),
        ]);
      case "vmo_set_cache_policy":
        return this.#status(planned, "vmoSetCachePolicy", [vmo, `CachePolicy.${step.policy}`]);
      case "vmo_info": {
        this.#answer(planned, "infoVmo", [vmo]);
        const fields = Object.entries(expect.vmoInfo ?? {}).map(
          ([name, n]: [string, U64]) => `${name}: ${value(n)}`,
        );
        if (fields.length > 0)
          out.line(`expect(${this.#of(planned)}.info).toMatchObject({ ${fields.join(", ")} });`);
        return;
      }
      case "vmo_replace_as_executable":
        this.#answer(planned, "vmoReplaceAsExecutable", [vmo]);
        return this.#bind(planned, ["handle"]);
      case "handle_duplicate":
      case "handle_replace":
        this.#answer(planned, step.op === "handle_replace" ? "handleReplace" : "handleDuplicate", [
          object,
          rights(step.rights),
        ]);
        return this.#bind(planned, ["handle"]);
      case "handle_close":
        return this.#status(planned, "handleClose", [object]);
      case "basic_info":
        return this.#basicInfo(planned, object);
      case "get_name":
        this.#answer(planned, "objectGetName", [object]);
        if (expect.name !== undefined) this.#equal(`${this.#of(planned)}.name`, JSON.stringify(expect.name));
        return;
      case "set_name":
        return this.#status(planned, "objectSetName", [object, JSON.stringify(step.name)]);
      case "signal":
        return this.#status(planned, "objectSignal", [object, value(step.clear), value(step.set)]);
      case "wait":
        this.#answer(planned, "objectWaitOne", [object, value(step.signals)]);
        return this.#checkField(planned, "observed", expect.observed);
      case "read_memory":
        this.#answer(planned, "processReadMemory", ["kernel.process", place, value(step.len)]);
        this.#checkField(planned, "bytes.length", expect.transferred);
        return this.#checkBytes(planned, expect.bytes);
      case "write_memory":
        this.#answer(planned, "processWriteMemory", [
          "kernel.process",
          place,
          `bytesOf(${JSON.stringify(step.bytes)})`,
        ]);
        return this.#checkField(planned, "value", expect.transferred);
      case "access": {
        const isWord = step.value !== undefined || expect.value !== undefined;
        const args = [place, JSON.stringify(step.kind), isWord ? "8" : "1"];
        if (step.value !== undefined) args.push(value(step.value));
        this.#answer(planned, "access", args);
        return this.#checkField(planned, "value", expect.value);
      }
      case "borrow": {
        const name = step.as === undefined ? "undefined" : JSON.stringify(step.as);
        const call = `ledger.borrow(${name}, ${place}, ${value(step.len)}, ${JSON.stringify(step.kind)})`;
        return this.#checkStatus(planned, call);
      }
      case "release":
        return this.#equal(`ledger.release(${JSON.stringify(step.lease)})`, `"released"`);
    }
  }

  #after(planned: PlannedStep): void {
    const { step, made, verdict, at, within, space, pages } = planned;
    const expect = step.expect ?? {};
    const out = this.#out;
    if (made?.usesKoid === true && step.op !== "map" && step.op !== "info")
      out.line(`const ${made.id}Koid = koidOf(kernel, ${made.id});`);
    if (verdict.kind !== "error" && made !== undefined) {
      const addr = `${this.#of(planned)}.addr`;
      if (at !== undefined) this.#equal(addr, sum(at));
      else if (typeof expect.at === "number") this.#equal(addr, value(expect.at));
      if (expect.placed !== undefined && typeof expect.placed !== "string")
        this.#equal(addr, value(expect.placed));
      if (within !== undefined && expect.within !== undefined) {
        const size = step.op === "map" ? step.len : step.op === "allocate" ? step.size : 0;
        out.line(`expect(${addr} >= ${sum(within)}).toBe(true);`);
        out.line(
          `expect(${addr} + ${value(size)} <= ${sum(within)} + ${value(expect.within.size)}).toBe(true);`,
        );
      }
      if (expect.aligned !== undefined) this.#equal(`${addr} % ${value(expect.aligned)}`, "0");
      if (expect.rights !== undefined && step.op !== "basic_info")
        this.#equal(`rightsOf(kernel, ${this.#of(planned)}.handle)`, rights(expect.rights));
    }
    if (this.#hasLeases) this.#ledger(planned);
    if (space === "unnamed") out.skipCheck("space", WHY.unnamed);
    else if (space !== undefined) this.#runs("spaceOf(kernel, aspace)", space);
    if (pages === undefined) return;
    const count = pages.perms === "" ? 0 : pages.perms.split(" ").length;
    this.#equal(
      `pagesOf(kernel, ${sum(pages.base)}, ${count}, aspace.pageSize)`,
      JSON.stringify(pages.perms),
    );
  }

  /** The ledger looks at the leases after each step; what it found is checked where the trace says. */
  #ledger({ step, index, vmar, place, verdict }: PlannedStep): void {
    const { dangling, changed } = step.expect ?? {};
    const fields = [`op: ${JSON.stringify(step.op)}`, `ok: ${verdict.kind !== "error"}`];
    if (vmar !== undefined && vmar.isOpen) {
      const overwrites = step.op === "map" && step.options.includes("SPECIFIC_OVERWRITE");
      fields.push(`vmar: kernel.infoHandleBasic(${handle(vmar)}, 32).info?.koid`);
      if (overwrites) fields.push("overwrite: true");
      if (step.op === "map") fields.push(`addr: answer${index}.addr`, `len: ${value(step.len)}`);
      else if ("addr" in step && place !== undefined)
        fields.push(`addr: ${sum(place)}`, `len: ${value("len" in step ? step.len : 1)}`);
    }
    const call = `ledger.examine({ ${fields.join(", ")} })`;
    if (dangling === undefined && changed === undefined) return this.#out.line(`${call};`);
    this.#out.line(`const effects${index} = ${call};`);
    if (dangling !== undefined)
      this.#out.line(
        `expect(effects${index}.broken).toMatchObject([${dangling.map(brokenLease).join(", ")}]);`,
      );
    if (changed !== undefined)
      this.#equal(`effects${index}.changed.toSorted()`, JSON.stringify(changed.toSorted()));
  }

  #basicInfo(planned: PlannedStep, object: string): void {
    const { type, rights: exact, hasRights, lacksRights } = planned.step.expect ?? {};
    this.#answer(planned, "infoHandleBasic", [object, "32"]);
    const info = `${this.#of(planned)}.info`;
    if (type !== undefined) this.#equal(`${info}.type`, type === "VMAR" ? "18" : "3");
    if (exact !== undefined) this.#equal(`${info}.rights`, rights(exact));
    if (hasRights !== undefined) this.#equal(`${info}.rights & (${rights(hasRights)})`, rights(hasRights));
    if (lacksRights !== undefined) this.#equal(`${info}.rights & (${rights(lacksRights)})`, "0");
  }

  #mapsEntry(planned: PlannedStep, index: number, entry: MapsEntry): void {
    const { base, vmo } = planned.maps?.[index] ?? {};
    if (base === undefined) return;
    const fields = [`base: ${sum(base)}`, `size: ${value(entry.size)}`, `depth: ${entry.depth}`];
    if (entry.name !== undefined) fields.push(`name: ${JSON.stringify(entry.name)}`);
    const mapping: string[] = [];
    if (entry.perms !== undefined) mapping.push(`mmuFlags: ${permsWord(entry.perms)}`);
    if (vmo !== undefined) mapping.push(`vmoKoid: ${vmo.id}Koid`);
    for (const field of ["vmoOffset", "committedBytes", "populatedBytes"] as const) {
      const wanted = entry[field];
      if (wanted !== undefined) mapping.push(`${field}: ${value(wanted)}`);
    }
    const kind = entry.type === "aspace" ? "addressSpace" : entry.type;
    const details = mapping.length === 0 ? "" : `, mapping: { ${mapping.join(", ")} }`;
    fields.push(`details: { kind: ${JSON.stringify(kind)}${details} }`);
    this.#out.line(`expect(${this.#of(planned)}.maps[${index}]).toMatchObject({ ${fields.join(", ")} });`);
  }

  #runs(actual: string, runs: readonly PlannedRun[]): void {
    const out = this.#out;
    out.line(`expect(${actual}).toEqual([`);
    for (const { depth, base, size, mapping } of runs) {
      const place = `depth: ${depth}, base: ${sum(base)}, size: ${value(size)}`;
      out.line(
        mapping === undefined
          ? `  { ${place} },`
          : `  { ${place}, perms: ${JSON.stringify(mapping.perms)}, vmo: ${mapping.vmo.id}Koid, offset: ${value(mapping.offset)} },`,
      );
    }
    out.line("]);");
  }

  /** The variable that a step's answer is in. */
  #of({ index }: PlannedStep): string {
    return `answer${index}`;
  }

  #answer(planned: PlannedStep, method: string, args: readonly string[]): void {
    this.#out.line(`const ${this.#of(planned)} = kernel.${method}(${args.join(", ")});`);
    this.#checkStatus(planned, `${this.#of(planned)}.status`);
  }

  #status(planned: PlannedStep, method: string, args: readonly string[]): void {
    this.#checkStatus(planned, `kernel.${method}(${args.join(", ")})`);
  }

  #checkStatus({ verdict }: PlannedStep, status: string): void {
    if (verdict.kind === "ok") this.#equal(status, "Status.OK");
    else if (verdict.kind === "error") this.#equal(status, `Status.${verdict.status}`);
    else if (verdict.statuses !== undefined)
      this.#out.line(
        `expect([${verdict.statuses.map((name) => `Status.${name}`).join(", ")}]).toContain(${status});`,
      );
    else this.#out.line(`${status};`);
  }

  /** Names what was made. On failure kernels answer the handle 0 and the address 0, as the format has it. */
  #bind(planned: PlannedStep, parts: readonly ("handle" | "addr")[]): void {
    const { made } = planned;
    if (made === undefined) return;
    const answer = this.#of(planned);
    if (parts.includes("handle") && (made.usesHandle || made.usesKoid))
      this.#out.line(`const ${made.id} = ${answer}.handle;`);
    if (parts.includes("addr") && made.usesAddress) this.#out.line(`const ${made.id}Addr = ${answer}.addr;`);
  }

  #checkField(planned: PlannedStep, field: string, expected: U64 | undefined): void {
    if (expected !== undefined) this.#equal(`${this.#of(planned)}.${field}`, value(expected));
  }

  #checkBytes(planned: PlannedStep, expected: string | undefined): void {
    if (expected !== undefined) this.#equal(`hexOf(${this.#of(planned)}.bytes)`, JSON.stringify(expected));
  }

  #equal(actual: string, expected: string): void {
    // Numbers and words are the same or not; what has parts is compared part by part.
    const matcher = /^[{[]/.test(expected) ? "toEqual" : "toBe";
    this.#out.line(`expect(${actual}).${matcher}(${expected});`);
  }
}

function handle(use: HandleUse | undefined): string {
  if (use?.binding !== undefined) return use.binding.id;
  return use?.special === "unknown" ? "0xfffffffc" : "0";
}

function address({ id }: Binding): string {
  return `${id}Addr`;
}

/** A sum. Where a number could be inexact or negative it is made with bigints and brought back to the package's form. */
function sum({ plus, minus, delta, value: result, wraps }: Sum): string {
  if (plus === undefined) return value(result);
  const start = minus === undefined ? address(plus) : `${address(plus)} - ${address(minus)}`;
  if (delta === 0n && !wraps) return start;
  if (!wraps || (typeof result === "number" && -delta < BigInt(plus.at) && minus === undefined))
    return delta < 0n ? `${start} - ${value(-delta)}` : `${start} + ${value(delta)}`;
  // No sum of a kernel's choice wraps but one that the trace made to wrap: it is that number here, where nothing is moved.
  return value(result);
}

function value(n: U64 | bigint): string {
  if (n < 10) return String(n);
  return n <= Number.MAX_SAFE_INTEGER ? formatU64(n) : `${formatU64(n)}n`;
}

function flags(table: string, list: Flags, word: number): string {
  const names = list.filter((flag) => typeof flag === "string");
  if (word === 0) return "0";
  // An or of bit 31 is negative in JavaScript.
  if (names.length < list.length || word >= 2 ** 31) return value(word);
  return names.map((name) => `${table}.${name}`).join(" | ");
}

function vmOptions(list: Flags): string {
  const word = flagsWord(VM_OPTIONS, list);
  return list.some((flag) => typeof flag === "string" && flag.startsWith("ALIGN_"))
    ? `${value(word)} /* ${list.join(" | ")} */`
    : flags("VmOption", list, word);
}

function rights(list: Flags): string {
  return list.includes("SAME_RIGHTS") ? "Rights.SAME_RIGHTS" : flags("Rights", list, flagsWord(RIGHTS, list));
}

function rangeOp(table: string, ops: Readonly<Record<string, number>>, op: RangeOp): string {
  const number = rangeOpNumber(op);
  const name = keysOf(ops).find((candidate) => ops[candidate] === number);
  return name === undefined ? String(number) : `${table}.${name}`;
}

function permsWord(perms: string): number {
  return [0, 1, 2, 3, 4, 5, 6, 7].find((word) => permsText(word) === perms) ?? 0;
}

function brokenLease(entry: DanglingEntry): string {
  if (typeof entry === "string") return `{ lease: ${JSON.stringify(entry)} }`;
  const page = typeof entry.page === "string" ? "" : `, page: ${value(entry.page)}`;
  return `{ lease: ${JSON.stringify(entry.lease)}${page}, reason: ${JSON.stringify(entry.reason)} }`;
}
