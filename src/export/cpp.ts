import { flagsWord, rangeOpNumber, RIGHTS, VM_OPTIONS } from "../trace/flags.ts";
import { describeStep } from "../trace/describe.ts";
import type { Flags, RangeOp, Trace } from "../trace/types.ts";
import { VmarOp } from "../zircon/options.ts";
import { RIGHTS_VMO_DEFAULT } from "../zircon/rights.ts";
import { formatU64, type U64 } from "../zircon/u64.ts";
import { VmoOp } from "../zircon/vmo.ts";
import { headerParagraphs } from "./header.ts";
import { snakeCase } from "./identifiers.ts";
import { cppString } from "./literal.ts";
import { type Plan, type PlannedRun, type PlannedStep, planTrace } from "./plan.ts";
import type { Binding, HandleUse, Sum } from "./values.ts";
import { BUFFER_MAX, WHY } from "./why.ts";
import { type ExportedTrace, wrapped, Writer } from "./writer.ts";

/** A zxtest `TEST` over the `zx_*` system calls, in a process of its own that never runs. */
export function exportCpp(trace: Trace): ExportedTrace {
  const plan = planTrace(trace);
  const writer = new Writer("  ");
  new CppTest(plan, writer).write();
  const body = writer.text;
  const helpers = HELPERS.filter(({ names }) => names.some((name) => new RegExp(`\\b${name}\\(`).test(body)));
  const needed = HELPERS.filter(
    (helper) => helpers.includes(helper) || helpers.some(({ needs }) => needs?.includes(helper)),
  );
  const header = headerParagraphs(plan).map((text) =>
    wrapped(text, 100)
      .map((line) => `// ${line}\n`)
      .join(""),
  );
  const source = [
    header.join("//\n"),
    "#include <zircon/process.h>\n#include <zircon/syscalls.h>\n#include <zircon/syscalls/object.h>\n#include <zxtest/zxtest.h>\n",
    "#include <string>\n#include <vector>\n",
    ...(needed.length > 0
      ? ["namespace {\n", ...needed.map(({ text }) => `${text}\n`), "}  // namespace\n"]
      : []),
    `TEST(VmarFuzz, ${testName(trace.name)}) {\n${body}\n}\n`,
  ];
  return {
    source: source.join("\n"),
    skippedSteps: writer.skippedSteps,
    skippedChecks: writer.skippedChecks,
  };
}

function testName(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return words.join("");
}

interface Helper {
  readonly names: readonly string[];
  readonly needs?: readonly Helper[];
  readonly text: string;
}

const SPACE: Helper = {
  names: ["Space", "Region", "Mapped"],
  text: `// A region, or a run of pages that are mapped alike; \`perms\` is empty for a region.
struct Run {
  uint64_t depth, base, size;
  std::string perms;
  zx_koid_t vmo;
  uint64_t offset;
  bool operator==(const Run& o) const {
    return depth == o.depth && base == o.base && size == o.size && perms == o.perms && vmo == o.vmo &&
           offset == o.offset;
  }
};

[[maybe_unused]] Run Region(uint64_t depth, uint64_t base, uint64_t size) {
  return {depth, base, size, "", 0, 0};
}

[[maybe_unused]] Run Mapped(uint64_t depth, uint64_t base, uint64_t size, const char* perms, zx_koid_t vmo,
                            uint64_t offset) {
  return {depth, base, size, perms, vmo, offset};
}

[[maybe_unused]] std::string Perms(zx_vm_option_t flags) {
  return std::string(flags & ZX_VM_PERM_READ ? "r" : "-") + (flags & ZX_VM_PERM_WRITE ? "w" : "-") +
         (flags & ZX_VM_PERM_EXECUTE ? "x" : "-");
}

// What is in a region, depth first by address, itself at depth 0; mappings that continue one another are one run.
[[maybe_unused]] std::vector<Run> Space(zx_handle_t vmar) {
  size_t available = 0;
  zx_object_get_info(vmar, ZX_INFO_VMAR_MAPS, nullptr, 0, nullptr, &available);
  std::vector<zx_info_maps_t> entries(available);
  size_t actual = 0;
  zx_object_get_info(vmar, ZX_INFO_VMAR_MAPS, entries.data(), entries.size() * sizeof(zx_info_maps_t), &actual,
                     &available);
  std::vector<Run> runs;
  for (const zx_info_maps_t& entry : entries) {
    if (entry.type != ZX_INFO_MAPS_TYPE_MAPPING) {
      runs.push_back(Region(entry.depth, entry.base, entry.size));
      continue;
    }
    const zx_info_maps_mapping_t& mapping = entry.u.mapping;
    const Run run = {entry.depth,      entry.base, entry.size, Perms(mapping.mmu_flags), mapping.vmo_koid,
                     mapping.vmo_offset};
    const bool continues = !runs.empty() && runs.back().depth == run.depth && runs.back().perms == run.perms &&
                           runs.back().base + runs.back().size == run.base && runs.back().vmo == run.vmo &&
                           runs.back().offset + runs.back().size == run.offset;
    if (continues) {
      runs.back().size += run.size;
    } else {
      runs.push_back(run);
    }
  }
  return runs;
}`,
};

const HELPERS: readonly Helper[] = [
  SPACE,
  {
    names: ["Pages"],
    needs: [SPACE],
    text: `// What each of \`count\` pages from \`base\` on permits: "rw-", or "..." where nothing is mapped.
std::string Pages(zx_handle_t root, uint64_t base, size_t count, size_t page_size) {
  const std::vector<Run> runs = Space(root);
  std::string pages;
  for (size_t i = 0; i < count; i++) {
    const uint64_t addr = base + i * page_size;
    std::string page = "...";
    for (const Run& run : runs) {
      if (!run.perms.empty() && addr >= run.base && addr - run.base < run.size) page = run.perms;
    }
    pages += (i == 0 ? "" : " ") + page;
  }
  return pages;
}`,
  },
  {
    names: ["Koid"],
    text: `zx_koid_t Koid(zx_handle_t handle) {
  zx_info_handle_basic_t info = {};
  zx_object_get_info(handle, ZX_INFO_HANDLE_BASIC, &info, sizeof(info), nullptr, nullptr);
  return info.koid;
}`,
  },
  {
    names: ["RightsOf"],
    text: `zx_rights_t RightsOf(zx_handle_t handle) {
  zx_info_handle_basic_t info = {};
  zx_object_get_info(handle, ZX_INFO_HANDLE_BASIC, &info, sizeof(info), nullptr, nullptr);
  return info.rights;
}`,
  },
];

class CppTest {
  readonly #plan: Plan;
  readonly #out: Writer;

  constructor(plan: Plan, out: Writer) {
    this.#plan = plan;
    this.#out = out;
  }

  write(): void {
    const out = this.#out;
    const { isWholeProcess, aspace, steps } = this.#plan;
    out.line("zx_handle_t process, root;");
    out.line(`ASSERT_OK(zx_process_create(zx_job_default(), "vmar-fuzz", 9, 0, &process, &root));`);
    if (!isWholeProcess) {
      out.line("zx_info_vmar_t whole = {};");
      out.line(`ASSERT_OK(zx_object_get_info(root, ZX_INFO_VMAR, &whole, sizeof(whole), nullptr, nullptr));`);
      out.line(`const zx_handle_t process_root = root;`);
      out.line("zx_vaddr_t unused_addr;");
      out.line("ASSERT_OK(zx_vmar_allocate(process_root,");
      out.line(
        "                           ZX_VM_CAN_MAP_READ | ZX_VM_CAN_MAP_WRITE | ZX_VM_CAN_MAP_EXECUTE |",
      );
      out.line("                               ZX_VM_CAN_MAP_SPECIFIC | ZX_VM_SPECIFIC,");
      out.line(
        `                           ${hex(aspace.base)} - whole.base, ${hex(aspace.size)}, &root, &unused_addr));`,
      );
    }
    out.line("zx_info_vmar_t space = {};");
    out.line("ASSERT_OK(zx_object_get_info(root, ZX_INFO_VMAR, &space, sizeof(space), nullptr, nullptr));");
    out.line("[[maybe_unused]] const zx_vaddr_t root_addr = space.base;");
    out.line("[[maybe_unused]] const size_t root_size = space.len;");
    for (const planned of steps) {
      out.line("");
      out.comment(`step ${planned.index}: ${describeStep(planned.step)}`);
      if (planned.step.note !== undefined) out.comment(`(${planned.step.note})`);
      this.#step(planned);
      this.#after(planned);
    }
    out.line("");
    if (!isWholeProcess) out.line("zx_handle_close(process_root);");
    out.line("zx_handle_close(process);");
  }

  #step(planned: PlannedStep): void {
    const { step, made } = planned;
    const out = this.#out;
    const vmar = handle(planned.vmar);
    const vmo = handle(planned.vmo);
    const object = handle(planned.handle);
    const place = planned.place === undefined ? "0" : sum(planned.place);
    if (!this.#plan.isWholeProcess && step.op === "destroy" && planned.vmar?.binding?.step === -1)
      return out.skipStep(WHY.root);
    switch (step.op) {
      case "allocate": {
        const [out1, out2] = [this.#declareHandle(made), this.#declareAddress(made)];
        return this.#call(planned, "zx_vmar_allocate", [
          vmar,
          vmOptions(step.options),
          place,
          hex(step.size),
          out1,
          out2,
        ]);
      }
      case "map":
        return this.#call(planned, "zx_vmar_map", [
          vmar,
          vmOptions(step.options),
          place,
          vmo,
          hex(step.vmoOffset),
          hex(step.len),
          this.#declareAddress(made),
        ]);
      case "unmap":
        return this.#call(planned, "zx_vmar_unmap", [vmar, place, hex(step.len)]);
      case "protect":
        return this.#call(planned, "zx_vmar_protect", [vmar, vmOptions(step.options), place, hex(step.len)]);
      case "op_range":
        return this.#call(planned, "zx_vmar_op_range", [
          vmar,
          rangeOp("ZX_VMAR_OP_", VmarOp, step.rangeOp),
          place,
          hex(step.len),
          "nullptr",
          hex(step.bufferSize ?? 0),
        ]);
      case "destroy":
        return this.#call(planned, "zx_vmar_destroy", [vmar]);
      case "info": {
        const info = this.#local("zx_info_vmar_t", "info", planned);
        this.#getInfo(planned, vmar, "ZX_INFO_VMAR", info);
        if (made?.usesAddress === true)
          out.line(`[[maybe_unused]] const zx_vaddr_t ${variable(made)}_addr = ${info}.base;`);
        if (planned.infoBase !== undefined) out.line(`EXPECT_EQ(${info}.base, ${sum(planned.infoBase)});`);
        const size = step.expect?.info?.size;
        if (size !== undefined) out.line(`EXPECT_EQ(${info}.len, ${this.#size(size)});`);
        return;
      }
      case "info_maps":
        return this.#infoMaps(planned, vmar, step.capacity);
      case "vmo_create":
        return this.#call(planned, "zx_vmo_create", [
          hex(step.size),
          options("ZX_VMO_", step.options),
          this.#declareHandle(made),
        ]);
      case "vmo_create_child":
        return this.#call(planned, "zx_vmo_create_child", [
          vmo,
          options("ZX_VMO_", step.options),
          hex(step.offset),
          hex(step.size),
          this.#declareHandle(made),
        ]);
      case "vmo_get_size":
      case "vmo_get_stream_size": {
        const size = this.#local("uint64_t", "size", planned);
        this.#call(planned, `zx_${step.op}`, [vmo, `&${size}`]);
        if (step.expect?.size !== undefined) out.line(`EXPECT_EQ(${size}, ${hex(step.expect.size)});`);
        return;
      }
      case "vmo_set_size":
      case "vmo_set_stream_size":
        return this.#call(planned, `zx_${step.op}`, [vmo, hex(step.size)]);
      case "vmo_read": {
        if (step.len > BUFFER_MAX) return out.skipStep(WHY.length);
        const bytes = this.#bytes(planned, step.len);
        this.#call(planned, "zx_vmo_read", [vmo, `${bytes}.data()`, hex(step.offset), hex(step.len)]);
        this.#expectBytes(bytes, step.expect?.bytes);
        return;
      }
      case "vmo_write": {
        const [bytes, length] = byteString(step.bytes);
        return this.#call(planned, "zx_vmo_write", [vmo, bytes, hex(step.offset), hex(length)]);
      }
      case "vmo_op_range":
        return this.#call(planned, "zx_vmo_op_range", [
          vmo,
          rangeOp("ZX_VMO_OP_", VmoOp, step.rangeOp),
          hex(step.offset),
          hex(step.len),
          "nullptr",
          "0",
        ]);
      case "vmo_set_cache_policy":
        return this.#call(planned, "zx_vmo_set_cache_policy", [vmo, `ZX_CACHE_POLICY_${step.policy}`]);
      case "vmo_info": {
        const info = this.#local("zx_info_vmo_t", "info", planned);
        this.#getInfo(planned, vmo, "ZX_INFO_VMO", info);
        const fields: [string, U64][] = Object.entries(step.expect?.vmoInfo ?? {});
        for (const [field, value] of fields)
          out.line(`EXPECT_EQ(${info}.${snakeCase(field)}, ${hex(value)});`);
        return;
      }
      case "vmo_replace_as_executable":
        out.comment("The job's policy stands for the resource.");
        return this.#call(planned, "zx_vmo_replace_as_executable", [
          vmo,
          "ZX_HANDLE_INVALID",
          this.#declareHandle(made),
        ]);
      case "handle_duplicate":
      case "handle_replace":
        return this.#call(planned, `zx_${step.op}`, [object, rights(step.rights), this.#declareHandle(made)]);
      case "handle_close":
        return this.#call(planned, "zx_handle_close", [object]);
      case "basic_info": {
        const info = this.#local("zx_info_handle_basic_t", "info", planned);
        this.#getInfo(planned, object, "ZX_INFO_HANDLE_BASIC", info);
        const { type, rights: exact, hasRights, lacksRights } = step.expect ?? {};
        if (type !== undefined) out.line(`EXPECT_EQ(${info}.type, ZX_OBJ_TYPE_${type});`);
        if (exact !== undefined) out.line(`EXPECT_EQ(${info}.rights, ${rights(exact)});`);
        if (hasRights !== undefined)
          out.line(`EXPECT_EQ(${info}.rights & (${rights(hasRights)}), ${rights(hasRights)});`);
        if (lacksRights !== undefined) out.line(`EXPECT_EQ(${info}.rights & (${rights(lacksRights)}), 0u);`);
        return;
      }
      case "get_name": {
        const name = `name${planned.index}`;
        out.line(`char ${name}[ZX_MAX_NAME_LEN] = {};`);
        this.#call(planned, "zx_object_get_property", [object, "ZX_PROP_NAME", name, `sizeof(${name})`]);
        if (step.expect?.name !== undefined)
          out.line(`EXPECT_STREQ(${name}, ${cppString(step.expect.name)});`);
        return;
      }
      case "set_name": {
        const length = Buffer.byteLength(step.name);
        const args = [object, "ZX_PROP_NAME", cppString(step.name), String(length)];
        return this.#call(planned, "zx_object_set_property", args);
      }
      case "signal":
        return this.#call(planned, "zx_object_signal", [object, hex(step.clear), hex(step.set)]);
      case "wait": {
        const observed = this.#local("zx_signals_t", "observed", planned);
        const args = [object, hex(step.signals), "ZX_TIME_INFINITE_PAST", `&${observed}`];
        this.#call(planned, "zx_object_wait_one", args);
        if (step.expect?.observed !== undefined)
          out.line(`EXPECT_EQ(${observed}, ${hex(step.expect.observed)});`);
        return;
      }
      case "read_memory": {
        if (step.len > BUFFER_MAX) return out.skipStep(WHY.length);
        const bytes = this.#bytes(planned, step.len);
        const count = this.#local("size_t", "count", planned);
        const args = ["process", place, `${bytes}.data()`, hex(step.len), `&${count}`];
        this.#call(planned, "zx_process_read_memory", args);
        const { transferred, bytes: expected } = step.expect ?? {};
        if (transferred !== undefined) out.line(`EXPECT_EQ(${count}, ${hex(transferred)});`);
        this.#expectBytes(bytes, expected);
        return;
      }
      case "write_memory": {
        const [bytes, length] = byteString(step.bytes);
        const count = this.#local("size_t", "count", planned);
        const args = ["process", place, bytes, hex(length), `&${count}`];
        this.#call(planned, "zx_process_write_memory", args);
        const { transferred } = step.expect ?? {};
        if (transferred !== undefined) out.line(`EXPECT_EQ(${count}, ${hex(transferred)});`);
        return;
      }
      case "access":
        return out.skipStep(WHY.access);
      case "borrow":
      case "release":
        return out.skipStep(WHY.lease);
    }
  }

  #after(planned: PlannedStep): void {
    const { step, made, verdict, at, within, atIsKernels, space, pages } = planned;
    const out = this.#out;
    const { rights: exact, dangling, changed, aligned, within: area } = step.expect ?? {};
    if (made?.usesKoid === true && step.op !== "map" && step.op !== "info")
      out.line(`const zx_koid_t ${variable(made)}_koid = Koid(${variable(made)});`);
    if (made !== undefined && verdict.kind === "ok") {
      if (exact !== undefined) out.line(`EXPECT_EQ(RightsOf(${variable(made)}), ${rights(exact)});`);
      if (at !== undefined) out.line(`EXPECT_EQ(${variable(made)}_addr, ${sum(at)});`);
      if (within !== undefined && area !== undefined) {
        const size = step.op === "map" ? step.len : step.op === "allocate" ? step.size : 0;
        out.line(`EXPECT_GE(${variable(made)}_addr, ${sum(within)});`);
        out.line(`EXPECT_LE(${variable(made)}_addr + ${hex(size)}, ${sum(within)} + ${hex(area.size)});`);
      }
      if (aligned !== undefined) out.line(`EXPECT_EQ(${variable(made)}_addr % ${hex(aligned)}, 0u);`);
    }
    if (atIsKernels) out.skipCheck("at", WHY.placed);
    if (dangling !== undefined || changed !== undefined) out.skipCheck("dangling, changed", WHY.dangling);
    if (space === "unnamed") out.skipCheck("space", WHY.unnamed);
    else if (space !== undefined) this.#runs("root", space);
    if (pages === undefined) return;
    const count = pages.perms === "" ? 0 : pages.perms.split(" ").length;
    const args = ["root", sum(pages.base), String(count), String(this.#plan.aspace.pageSize)].join(", ");
    out.line(`EXPECT_TRUE(Pages(${args}) == ${cppString(pages.perms)});`);
  }

  #runs(vmar: string, runs: readonly PlannedRun[]): void {
    const out = this.#out;
    out.line(`EXPECT_TRUE(Space(${vmar}) == (std::vector<Run>{`);
    for (const { depth, base, size, mapping } of runs) {
      const place = `${depth}, ${sum(base)}, ${this.#size(size)}`;
      out.line(
        mapping === undefined
          ? `    Region(${place}),`
          : `    Mapped(${place}, ${cppString(mapping.perms)}, ${variable(mapping.vmo)}_koid, ${hex(mapping.offset)}),`,
      );
    }
    out.line("}));");
  }

  #infoMaps(planned: PlannedStep, vmar: string, capacity: number | undefined): void {
    const out = this.#out;
    const { step, maps, runs, index, verdict } = planned;
    if (step.op !== "info_maps") return;
    const size = capacity ?? 1000;
    if (size > BUFFER_MAX / 152) return out.skipStep(WHY.length);
    const [entries, actual, available] = [`maps${index}`, `actual${index}`, `available${index}`];
    out.line(`std::vector<zx_info_maps_t> ${entries}(${size});`);
    out.line(`[[maybe_unused]] size_t ${actual} = 0, ${available} = 0;`);
    this.#call(planned, "zx_object_get_info", [
      vmar,
      "ZX_INFO_VMAR_MAPS",
      `${entries}.data()`,
      `${entries}.size() * sizeof(zx_info_maps_t)`,
      `&${actual}`,
      `&${available}`,
    ]);
    if (verdict.kind === "error") return;
    const expect = step.expect ?? {};
    if (expect.actual !== undefined) out.line(`EXPECT_EQ(${actual}, ${expect.actual}u);`);
    if (expect.available !== undefined) out.line(`EXPECT_EQ(${available}, ${expect.available}u);`);
    if (runs === "unnamed") out.skipCheck("runs", WHY.unnamed);
    else if (runs !== undefined && capacity === undefined) this.#runs(vmar, runs);
    else if (runs !== undefined) out.skipCheck("runs", "the buffer is not of the whole region");
    for (const [i, entry] of (expect.maps ?? []).entries()) {
      const { base, vmo } = maps?.[i] ?? {};
      if (base === undefined) continue;
      const found = `${entries}[${i}]`;
      out.line(`EXPECT_EQ(${found}.base, ${sum(base)});`);
      out.line(`EXPECT_EQ(${found}.size, ${this.#size(entry.size)});`);
      out.line(`EXPECT_EQ(${found}.depth, ${entry.depth}u);`);
      if (entry.name !== undefined) out.line(`EXPECT_STREQ(${found}.name, ${cppString(entry.name)});`);
      out.line(`EXPECT_EQ(${found}.type, ZX_INFO_MAPS_TYPE_${MAPS_TYPES[entry.type]});`);
      if (entry.type !== "mapping") continue;
      const mapping = `${found}.u.mapping`;
      const { perms } = entry;
      if (perms !== undefined) {
        const names = PERM_FLAGS.filter(([letter]) => perms.includes(letter)).map(([, name]) => name);
        out.line(`EXPECT_EQ(${mapping}.mmu_flags, ${vmOptions(names)});`);
      }
      if (vmo !== undefined) out.line(`EXPECT_EQ(${mapping}.vmo_koid, ${variable(vmo)}_koid);`);
      else if (entry.vmo !== undefined) out.skipCheck("vmo", WHY.unnamed);
      for (const field of ["vmoOffset", "committedBytes", "populatedBytes"] as const) {
        const value = entry[field];
        if (value !== undefined) out.line(`EXPECT_EQ(${mapping}.${snakeCase(field)}, ${hex(value)});`);
      }
    }
  }

  /** Makes the call and checks its status: what later steps stand on is asserted. */
  #call({ verdict }: PlannedStep, name: string, args: readonly string[]): void {
    const call = `${name}(${args.join(", ")})`;
    const out = this.#out;
    if (verdict.kind === "ok") out.line(`ASSERT_OK(${call});`);
    else if (verdict.kind === "error") out.line(`EXPECT_STATUS(${call}, ${status(verdict.status)});`);
    else if (verdict.statuses === undefined) out.line(`${call};`);
    else {
      out.line(`{`);
      out.line(`  const zx_status_t status = ${call};`);
      const allowed = verdict.statuses.map((name_) => `status == ${status(name_)}`).join(" || ");
      out.line(`  EXPECT_TRUE(${allowed});`);
      out.line(`}`);
    }
  }

  #getInfo(planned: PlannedStep, object: string, topic: string, info: string): void {
    const args = [object, topic, `&${info}`, `sizeof(${info})`, "nullptr", "nullptr"];
    this.#call(planned, "zx_object_get_info", args);
  }

  #local(type: string, name: string, { index }: PlannedStep): string {
    this.#out.line(`${type} ${name}${index} = {};`);
    return `${name}${index}`;
  }

  #bytes({ index }: PlannedStep, len: U64): string {
    this.#out.line(`std::vector<uint8_t> bytes${index}(${hex(len)});`);
    return `bytes${index}`;
  }

  #expectBytes(buffer: string, digits: string | undefined): void {
    if (digits === undefined || digits === "") return;
    const [bytes, length] = byteString(digits);
    this.#out.line(`EXPECT_BYTES_EQ(${buffer}.data(), ${bytes}, ${hex(length)});`);
  }

  #declareHandle(made: Binding | undefined): string {
    const name = made === undefined ? "unnamed" : variable(made);
    this.#out.line(`zx_handle_t ${name} = ZX_HANDLE_INVALID;`);
    return `&${name}`;
  }

  #declareAddress(made: Binding | undefined): string {
    const name = made === undefined ? "unnamed_addr" : `${variable(made)}_addr`;
    this.#out.line(`zx_vaddr_t ${name} = 0;`);
    return `&${name}`;
  }

  /** A size; that of the whole address space is the machine's. */
  #size(size: U64): string {
    return size === this.#plan.aspace.size ? "root_size" : hex(size);
  }
}

const MAPS_TYPES = { aspace: "ASPACE", vmar: "VMAR", mapping: "MAPPING" } as const;
const PERM_FLAGS = [
  ["r", "PERM_READ"],
  ["w", "PERM_WRITE"],
  ["x", "PERM_EXECUTE"],
] as const;

function variable({ id }: Binding): string {
  return snakeCase(id);
}

function handle(use: HandleUse | undefined): string {
  if (use?.binding !== undefined) return variable(use.binding);
  return use?.special === "unknown" ? "0xfffffffc /* never a handle */" : "ZX_HANDLE_INVALID";
}

/** Unsigned sums wrap as the trace's do. */
function sum({ plus, minus, delta }: Sum): string {
  if (plus === undefined) return hex(BigInt.asUintN(64, delta));
  const start = `${variable(plus)}_addr${minus === undefined ? "" : ` - ${variable(minus)}_addr`}`;
  if (delta === 0n) return start;
  return delta < 0n ? `${start} - ${hex(-delta)}` : `${start} + ${hex(delta)}`;
}

function options(prefix: string, flags: Flags): string {
  return flags.map((flag) => (typeof flag === "string" ? `${prefix}${flag}` : hex(flag))).join(" | ") || "0";
}

function vmOptions(flags: Flags): string {
  const word = flagsWord(VM_OPTIONS, flags);
  return word === 0 ? "0" : options("ZX_VM_", flags);
}

function rights(flags: Flags): string {
  if (flagsWord(RIGHTS, flags) === RIGHTS_VMO_DEFAULT) return "ZX_DEFAULT_VMO_RIGHTS";
  return flags.length === 0
    ? "ZX_RIGHT_NONE"
    : flags
        .map((flag) => (flag === "SAME_RIGHTS" || typeof flag === "string" ? `ZX_RIGHT_${flag}` : hex(flag)))
        .join(" | ");
}

function rangeOp(prefix: string, table: Readonly<Record<string, number>>, op: RangeOp): string {
  const number = rangeOpNumber(op);
  const name = Object.keys(table).find((candidate) => table[candidate] === number);
  return name === undefined ? String(number) : `${prefix}${name}`;
}

function status(name: string): string {
  return name === "OK" ? "ZX_OK" : `ZX_ERR_${name}`;
}

function byteString(digits: string): [literal: string, length: number] {
  const bytes = digits.match(/../g) ?? [];
  const [first = "00"] = bytes;
  const isRepeated = bytes.length > 16 && bytes.every((byte) => byte === first);
  const literal = isRepeated
    ? `std::string(${bytes.length}, '\\x${first}').data()`
    : `"${bytes.map((byte) => `\\x${byte}`).join("")}"`;
  return [literal, bytes.length];
}

function hex(value: U64 | bigint): string {
  return value < 10 ? String(value) : formatU64(value);
}
