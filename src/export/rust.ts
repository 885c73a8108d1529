import { flagsWord, rangeOpNumber, RIGHTS, VM_OPTIONS } from "../trace/flags.ts";
import { describeStep } from "../trace/describe.ts";
import { ALIGN_NAMES, VmOption, VmarOp } from "../zircon/options.ts";
import { RIGHTS_VMO_DEFAULT } from "../zircon/rights.ts";
import { formatU64, type U64 } from "../zircon/u64.ts";
import { VmoOp } from "../zircon/vmo.ts";
import type { Flags, RangeOp, Step, Trace } from "../trace/types.ts";
import { headerParagraphs } from "./header.ts";
import { snakeCase } from "./identifiers.ts";
import { rustString } from "./literal.ts";
import { type PlannedRun, type PlannedStep, type Plan, planTrace } from "./plan.ts";
import type { Binding, HandleUse, ObjectKind, Sum } from "./values.ts";
import { BUFFER_MAX, WHY } from "./why.ts";
import { type ExportedTrace, wrapped, Writer } from "./writer.ts";

/** A `#[test]` over the `zx` crate (the generation G3 of zx-api.md), in a process of its own that never runs. */
export function exportRust(trace: Trace): ExportedTrace {
  const plan = planTrace(trace);
  const writer = new Writer("    ");
  new RustTest(plan, writer).write();
  const body = writer.text;
  const helpers = HELPERS.filter(({ name }) => new RegExp(`\\b${name}\\(`).test(body));
  const needed = HELPERS.filter(
    (helper) => helpers.includes(helper) || helpers.some(({ needs }) => needs?.includes(helper.name)),
  );
  const [types, code] = imported(
    [...needed.map(({ text }) => `${text}\n`), `${ATTRIBUTES}\nfn ${testName(trace.name)}() {`, body].join(
      "\n",
    ),
  );
  const source = headerParagraphs(plan).flatMap((text) => [
    ...wrapped(text, 100).map((line) => `//! ${line}`),
    "//!",
  ]);
  source.pop();
  source.push("", `use zx::{${types.join(", ")}};`, "", code, "}", "");
  return {
    source: source.join("\n"),
    skippedSteps: writer.skippedSteps,
    skippedChecks: writer.skippedChecks,
  };
}

const ATTRIBUTES =
  "#[test]\n#[allow(unused_variables)] // some are used only by steps that cannot be expressed here";

/** The code with the types that it names most imported, and their names. */
function imported(code: string): [types: string[], code: string] {
  const types = new Set<string>();
  const short = code.replace(
    /\bzx::((?:Rights|Status|Vmar(?:Flags|FlagsExtended|Info|Op)|Vmo(?:Op|Options|ChildOptions)|Signals|NullableHandle)\b)/g,
    (_, type: string) => {
      types.add(type);
      return type;
    },
  );
  return [[...types].toSorted(), short];
}

export function testName(name: string): string {
  const snake = snakeCase(name).replace(/[^a-z0-9]+/g, "_");
  return /^[a-z]/.test(snake) ? snake : `trace_${snake}`;
}

const HELPERS: readonly { name: string; needs?: readonly string[]; text: string }[] = [
  {
    name: "Run",
    text: `/// A region, or a run of pages that are mapped alike: permissions, VMO, offset.
#[derive(Debug, PartialEq)]
struct Run {
    depth: usize,
    base: usize,
    size: usize,
    mapped: Option<(String, zx::Koid, u64)>,
}`,
  },
  {
    name: "region",
    needs: ["Run"],
    text: `fn region(depth: usize, base: usize, size: usize) -> Run {
    Run { depth, base, size, mapped: None }
}`,
  },
  {
    name: "mapped",
    needs: ["Run"],
    text: `fn mapped(depth: usize, base: usize, size: usize, perms: &str, vmo: zx::Koid, offset: u64) -> Run {
    Run { depth, base, size, mapped: Some((perms.to_string(), vmo, offset)) }
}`,
  },
  {
    name: "space",
    needs: ["Run"],
    text: `/// What is in a region, depth first by address, itself at depth 0; mappings that continue one another are one run.
fn space(vmar: &zx::Vmar) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for entry in vmar.maps_vec().expect("the maps of a region") {
        let mapped = entry.details().as_mapping().map(|mapping| {
            let flags = mapping.mmu_flags;
            let letter = |flag, letter| if flags.contains(flag) { letter } else { '-' };
            let perms = [
                letter(zx::VmarFlagsExtended::PERM_READ, 'r'),
                letter(zx::VmarFlagsExtended::PERM_WRITE, 'w'),
                letter(zx::VmarFlagsExtended::PERM_EXECUTE, 'x'),
            ];
            (perms.iter().collect::<String>(), mapping.vmo_koid, mapping.vmo_offset)
        });
        let continues = runs.last().is_some_and(|last| match (&last.mapped, &mapped) {
            (Some((perms, vmo, offset)), Some(next)) => {
                last.depth == entry.depth
                    && last.base + last.size == entry.base
                    && (perms, vmo, offset + last.size as u64) == (&next.0, &next.1, next.2)
            }
            _ => false,
        });
        match runs.last_mut() {
            Some(last) if continues => last.size += entry.size,
            _ => runs.push(Run { depth: entry.depth, base: entry.base, size: entry.size, mapped }),
        }
    }
    runs
}`,
  },
  {
    name: "pages",
    needs: ["Run", "space"],
    text: `/// What each of \`count\` pages from \`base\` on permits: \`rw-\`, or \`...\` where nothing is mapped.
fn pages(root: &zx::Vmar, base: usize, count: usize, page_size: usize) -> String {
    let runs = space(root);
    let page = |addr: usize| {
        let run = runs.iter().find(|run| run.mapped.is_some() && (run.base..run.base + run.size).contains(&addr));
        run.and_then(|run| run.mapped.as_ref()).map_or("...", |(perms, _, _)| perms).to_string()
    };
    (0..count).map(|index| page(base + index * page_size)).collect::<Vec<_>>().join(" ")
}`,
  },
];

class RustTest {
  readonly #plan: Plan;
  readonly #out: Writer;
  /** Handles that are gone; a later use takes an invalid one. */
  readonly #gone = new Set<Binding>();

  constructor(plan: Plan, out: Writer) {
    this.#plan = plan;
    this.#out = out;
  }

  write(): void {
    const out = this.#out;
    const { isWholeProcess, aspace, steps } = this.#plan;
    const usesProcess = steps.some(({ step }) => step.op === "read_memory" || step.op === "write_memory");
    const process = usesProcess ? "process" : "_process";
    const root = isWholeProcess ? "root" : "process_root";
    out.line(`let (${process}, ${root}) = fuchsia_runtime::job_default()`);
    out.line(`    .create_child_process(zx::ProcessOptions::empty(), b"vmar-fuzz")`);
    out.line(`    .expect("a process of its own");`);
    if (!isWholeProcess) {
      out.line(`let process_base = process_root.info().expect("info").base;`);
      out.line(`let everything = zx::VmarFlags::CAN_MAP_READ | zx::VmarFlags::CAN_MAP_WRITE`);
      out.line(
        `    | zx::VmarFlags::CAN_MAP_EXECUTE | zx::VmarFlags::CAN_MAP_SPECIFIC | zx::VmarFlags::SPECIFIC;`,
      );
      out.line(`let (root, _) = process_root`);
      out.line(`    .allocate(${hex(aspace.base)} - process_base, ${hex(aspace.size)}, everything)`);
      out.line(`    .expect("a region that stands for the address space");`);
    }
    out.line(`let zx::VmarInfo { base: root_addr, len: root_size } = root.info().expect("info");`);
    for (const planned of steps) {
      out.line("");
      out.comment(`step ${planned.index}: ${describeStep(planned.step)}`);
      if (planned.step.note !== undefined) out.comment(`(${planned.step.note})`);
      this.#step(planned);
      this.#after(planned);
    }
  }

  #step(planned: PlannedStep): void {
    const { step } = planned;
    const out = this.#out;
    const vmar = planned.vmar;
    const uses = [planned.vmar, planned.vmo, planned.handle];
    if (uses.some((use) => use?.special === "unknown"))
      return out.skipStep("the crate makes no handle of a value that is not open");
    if (!this.#plan.isWholeProcess && destroysRoot(planned)) return out.skipStep(WHY.root);
    const place = planned.place === undefined ? "0" : this.#sum(planned.place);
    const safety = (obligations: string): void =>
      out.comment(
        `SAFETY: ${obligations}: no thread runs in this process, so nobody holds a reference there.`,
      );
    switch (step.op) {
      case "allocate": {
        const call = `${this.#ref(vmar)}.allocate(${place}, ${hex(step.size)}, ${vmarFlags(step.options)})`;
        return this.#returnsHandleAndAddress(planned, call);
      }
      case "map": {
        const word = flagsWord(VM_OPTIONS, step.options);
        const isUnsafe = (word & ~SAFE_MAP_BITS) !== 0;
        const flags = vmarFlags(step.options, isUnsafe ? "VmarFlagsExtended" : "VmarFlags");
        const args = `(${place}, ${this.#argument(planned.vmo)}, ${hex(step.vmoOffset)}, ${hex(step.len)}, ${flags})`;
        if (!isUnsafe) return this.#returnsAddress(planned, `${this.#ref(vmar)}.map${args}`);
        const overwrites = (word & VmOption.SPECIFIC_OVERWRITE) !== 0;
        safety(overwrites ? "SAFE-01, SAFE-02, SAFE-03" : "SAFE-04");
        return this.#returnsAddress(planned, `unsafe { ${this.#ref(vmar)}.map_unsafe${args} }`);
      }
      case "unmap":
        safety("SAFE-05 to SAFE-09");
        return this.#returnsNothing(
          planned,
          `unsafe { ${this.#ref(vmar)}.unmap(${place}, ${hex(step.len)}) }`,
        );
      case "protect":
        safety("SAFE-10, SAFE-15");
        return this.#returnsNothing(
          planned,
          `unsafe { ${this.#ref(vmar)}.protect(${place}, ${hex(step.len)}, ${vmarFlags(step.options)}) }`,
        );
      case "op_range":
        if (step.bufferSize !== undefined && step.bufferSize !== 0)
          return out.skipStep("the crate passes no buffer to zx_vmar_op_range");
        return this.#returnsNothing(
          planned,
          `${this.#ref(vmar)}.op_range(${rangeOp("VmarOp", VmarOp, step.rangeOp)}, ${place}, ${hex(step.len)})`,
        );
      case "destroy":
        safety("SAFE-11, SAFE-12, SAFE-13");
        return this.#returnsNothing(planned, `unsafe { ${this.#ref(vmar)}.destroy() }`);
      case "info":
        return this.#info(planned);
      case "info_maps":
        return this.#infoMaps(planned, step.capacity);
      case "vmo_create": {
        const flags = bitFlags(
          "VmoOptions",
          ["RESIZABLE", "TRAP_DIRTY", "UNBOUNDED"],
          VMO_BITS,
          step.options,
        );
        return this.#returnsHandle(planned, `zx::Vmo::create_with_opts(${flags}, ${hex(step.size)})`);
      }
      case "vmo_create_child": {
        const names = step.options.map((flag) => (typeof flag === "string" ? flag.slice(6) : flag));
        const flags = bitFlags("VmoChildOptions", CHILD_NAMES, {}, names);
        return this.#returnsHandle(
          planned,
          `${this.#ref(planned.vmo)}.create_child(${flags}, ${hex(step.offset)}, ${hex(step.size)})`,
        );
      }
      case "vmo_get_size":
        return this.#returnsSize(planned, `${this.#ref(planned.vmo)}.get_size()`);
      case "vmo_get_stream_size":
        return this.#returnsSize(planned, `${this.#ref(planned.vmo)}.get_stream_size()`);
      case "vmo_set_size":
        return this.#returnsNothing(planned, `${this.#ref(planned.vmo)}.set_size(${hex(step.size)})`);
      case "vmo_set_stream_size":
        return this.#returnsNothing(planned, `${this.#ref(planned.vmo)}.set_stream_size(${hex(step.size)})`);
      case "vmo_read": {
        if (step.len > BUFFER_MAX) return out.skipStep(WHY.length);
        out.line(`let mut bytes = vec![0u8; ${hex(step.len)}];`);
        this.#returnsNothing(planned, `${this.#ref(planned.vmo)}.read(&mut bytes, ${hex(step.offset)})`);
        const expected = step.expect?.bytes;
        if (expected !== undefined) out.line(`assert_eq!(bytes, ${byteString(expected)});`);
        return;
      }
      case "vmo_write":
        return this.#returnsNothing(
          planned,
          `${this.#ref(planned.vmo)}.write(${byteString(step.bytes)}, ${hex(step.offset)})`,
        );
      case "vmo_op_range":
        return this.#returnsNothing(
          planned,
          `${this.#ref(planned.vmo)}.op_range(${rangeOp("VmoOp", VmoOp, step.rangeOp)}, ${hex(step.offset)}, ${hex(step.len)})`,
        );
      case "vmo_set_cache_policy":
        return this.#returnsNothing(
          planned,
          `${this.#ref(planned.vmo)}.set_cache_policy(zx::CachePolicy::${POLICIES[step.policy]})`,
        );
      case "vmo_info":
        return this.#vmoInfo(planned);
      case "vmo_replace_as_executable":
        out.line(
          `let vmex = zx::Resource::from(zx::NullableHandle::invalid()); // the job's policy grants it`,
        );
        return this.#taking(planned, planned.vmo, (value) => `${value}.replace_as_executable(&vmex)`);
      case "handle_duplicate":
        return this.#returnsHandle(
          planned,
          `${this.#ref(planned.handle)}.duplicate_handle(${rights(step.rights)})`,
        );
      case "handle_replace":
        if (planned.handle?.isOpen !== true)
          return out.skipStep("the crate answers a replace of an invalid handle itself, with Ok");
        return this.#taking(
          planned,
          planned.handle,
          (value) => `${value}.replace_handle(${rights(step.rights)})`,
        );
      case "handle_close":
        if (planned.handle?.isOpen !== true || planned.verdict.kind === "error")
          return out.skipStep("dropping a handle tells no status");
        this.#gone.add(bindingOf(planned.handle));
        return out.line(`drop(${variable(bindingOf(planned.handle))});`);
      case "basic_info":
        return this.#basicInfo(planned);
      case "get_name":
        return this.#returnsName(planned, step.expect?.name);
      case "set_name":
        return this.#returnsNothing(
          planned,
          `${this.#ref(planned.handle)}.set_name(&zx::Name::new_lossy(${rustString(step.name)}))`,
        );
      case "signal":
        return this.#returnsNothing(
          planned,
          `${this.#ref(planned.handle)}.signal(${signals(step.clear)}, ${signals(step.set)})`,
        );
      case "wait":
        return this.#wait(planned, step.signals, step.expect?.observed);
      case "read_memory": {
        if (step.len > BUFFER_MAX) return out.skipStep(WHY.length);
        out.line(`let mut bytes = vec![0u8; ${hex(step.len)}];`);
        const { transferred, bytes } = step.expect ?? {};
        const used = transferred !== undefined || bytes !== undefined;
        this.#returnsValue(planned, `process.read_memory(${place}, &mut bytes)`, used ? "count" : "_");
        if (transferred !== undefined) out.line(`assert_eq!(count, ${hex(transferred)});`);
        if (bytes !== undefined) out.line(`assert_eq!(&bytes[..count], ${byteString(bytes)});`);
        return;
      }
      case "write_memory": {
        const { transferred } = step.expect ?? {};
        const used = transferred !== undefined;
        this.#returnsValue(
          planned,
          `process.write_memory(${place}, ${byteString(step.bytes)})`,
          used ? "count" : "_",
        );
        if (used) out.line(`assert_eq!(count, ${hex(transferred)});`);
        return;
      }
      case "access":
        return out.skipStep(WHY.access);
      case "borrow":
      case "release":
        return out.skipStep(WHY.lease);
    }
  }

  /** The expectations that are about the state after the step. */
  #after({ step, space, pages, atIsKernels }: PlannedStep): void {
    const out = this.#out;
    const { dangling, changed } = step.expect ?? {};
    if (atIsKernels) out.skipCheck("at", WHY.placed);
    if (dangling !== undefined || changed !== undefined) out.skipCheck("dangling, changed", WHY.dangling);
    if (space === undefined && pages === undefined) return;
    if (this.#isRootGone()) return out.skipCheck("the address space", WHY.rootClosed);
    if (space === "unnamed") out.skipCheck("space", WHY.unnamed);
    else if (space !== undefined) this.#runs("&root", space);
    if (pages === undefined) return;
    const count = pages.perms === "" ? 0 : pages.perms.split(" ").length;
    const { pageSize } = this.#plan.aspace;
    out.line(
      `assert_eq!(pages(&root, ${this.#sum(pages.base)}, ${count}, ${pageSize}), ${rustString(pages.perms)});`,
    );
  }

  #runs(vmar: string, runs: readonly PlannedRun[]): void {
    const out = this.#out;
    out.line(`assert_eq!(`);
    out.line(`    space(${vmar}),`);
    out.line(`    vec![`);
    for (const { depth, base, size, mapping } of runs) {
      const place = `${depth}, ${this.#sum(base)}, ${this.#size(size)}`;
      out.line(
        mapping === undefined
          ? `        region(${place}),`
          : `        mapped(${place}, ${rustString(mapping.perms)}, ${variable(mapping.vmo)}_koid, ${hex(mapping.offset)}),`,
      );
    }
    out.line(`    ]`);
    out.line(`);`);
  }

  #info(planned: PlannedStep): void {
    const out = this.#out;
    const { made, infoBase, step } = planned;
    const call = `${this.#ref(planned.vmar)}.info()`;
    const size = step.expect?.info?.size;
    const isUsed = infoBase !== undefined || made?.usesAddress === true;
    this.#returnsValue(planned, call, isUsed ? "info" : "_");
    if (planned.verdict.kind === "error") return this.#bindFailed(made);
    if (infoBase !== undefined) out.line(`assert_eq!(info.base, ${this.#sum(infoBase)});`);
    if (size !== undefined) out.line(`assert_eq!(info.len, ${this.#size(size)});`);
    if (made?.usesAddress === true) out.line(`let ${variable(made)}_addr = info.base;`);
  }

  #infoMaps(planned: PlannedStep, capacity: number | undefined): void {
    const out = this.#out;
    const { step, vmar } = planned;
    const expect = step.expect ?? {};
    if (step.op !== "info_maps") return;
    if (capacity !== undefined) {
      if (capacity > BUFFER_MAX / 152) return out.skipStep(WHY.length);
      out.line(`let mut buffer: [std::mem::MaybeUninit<zx::MapInfo>; ${capacity}] =`);
      out.line(`    [const { std::mem::MaybeUninit::uninit() }; ${capacity}];`);
      const used = planned.verdict.kind !== "error";
      this.#returnsValue(
        planned,
        `${this.#ref(vmar)}.maps(&mut buffer)`,
        used ? "(maps, _, available)" : "_",
      );
      if (!used) return;
      if (expect.available !== undefined) out.line(`assert_eq!(available, ${expect.available});`);
    } else {
      this.#returnsValue(planned, `${this.#ref(vmar)}.maps_vec()`, "maps");
      if (planned.verdict.kind === "error") return;
      if (expect.available !== undefined) out.line(`assert_eq!(maps.len(), ${expect.available});`);
    }
    if (expect.actual !== undefined && !(capacity === undefined && expect.actual === expect.available))
      out.line(`assert_eq!(maps.len(), ${expect.actual});`);
    if (planned.runs === "unnamed") out.skipCheck("runs", WHY.unnamed);
    else if (planned.runs !== undefined && capacity === undefined)
      this.#runs(this.#argument(vmar), planned.runs);
    else if (planned.runs !== undefined) out.skipCheck("runs", "the buffer is not of the whole region");
    for (const [index, entry] of (expect.maps ?? []).entries()) this.#mapsEntry(planned, index, entry);
  }

  #mapsEntry(
    { maps }: PlannedStep,
    index: number,
    entry: NonNullable<NonNullable<Step["expect"]>["maps"]>[number],
  ): void {
    const out = this.#out;
    const planned = maps?.[index];
    if (planned === undefined) return;
    const place = `(${this.#sum(planned.base)}, ${this.#size(entry.size)}, ${entry.depth})`;
    out.line(`assert_eq!((maps[${index}].base, maps[${index}].size, maps[${index}].depth), ${place});`);
    if (entry.name !== undefined)
      out.line(`assert_eq!(maps[${index}].name.as_bstr(), ${rustString(entry.name)});`);
    if (entry.type !== "mapping") {
      out.line(`assert!(maps[${index}].details().as_mapping().is_none());`);
      return;
    }
    const mapping = `maps[${index}].details().as_mapping().expect("a mapping")`;
    if (entry.perms !== undefined) {
      const names = PERM_FLAGS.filter(([letter]) => entry.perms?.includes(letter)).map(([, name]) => name);
      out.line(`assert_eq!(${mapping}.mmu_flags, ${vmarFlags(names, "VmarFlagsExtended")});`);
    }
    if (planned.vmo !== undefined)
      out.line(`assert_eq!(${mapping}.vmo_koid, ${variable(planned.vmo)}_koid);`);
    else if (entry.vmo !== undefined) out.skipCheck("vmo", WHY.unnamed);
    if (entry.vmoOffset !== undefined)
      out.line(`assert_eq!(${mapping}.vmo_offset, ${hex(entry.vmoOffset)});`);
    if (entry.committedBytes !== undefined)
      out.line(`assert_eq!(${mapping}.committed_bytes, ${hex(entry.committedBytes)});`);
    if (entry.populatedBytes !== undefined)
      out.line(`assert_eq!(${mapping}.populated_bytes, ${hex(entry.populatedBytes)});`);
  }

  #vmoInfo(planned: PlannedStep): void {
    const fields: [string, U64][] = Object.entries(planned.step.expect?.vmoInfo ?? {});
    this.#returnsValue(planned, `${this.#ref(planned.vmo, "Vmo")}.info()`, fields.length > 0 ? "info" : "_");
    for (const [field, value] of fields)
      this.#out.line(`assert_eq!(info.${snakeCase(field)}, ${hex(value)});`);
  }

  #basicInfo(planned: PlannedStep): void {
    const out = this.#out;
    const { type, rights: exact, hasRights, lacksRights } = planned.step.expect ?? {};
    const isUsed = [type, exact, hasRights, lacksRights].some((field) => field !== undefined);
    this.#returnsValue(planned, `${this.#ref(planned.handle)}.basic_info()`, isUsed ? "info" : "_");
    if (type !== undefined) out.line(`assert_eq!(info.object_type, zx::ObjectType::${type});`);
    if (exact !== undefined) out.line(`assert_eq!(info.rights, ${rights(exact)});`);
    if (hasRights !== undefined) out.line(`assert!(info.rights.contains(${rights(hasRights)}));`);
    if (lacksRights !== undefined) out.line(`assert!(!info.rights.intersects(${rights(lacksRights)}));`);
  }

  #wait(planned: PlannedStep, wanted: number, observed: number | undefined): void {
    const call = `${this.#ref(planned.handle)}.wait_one(${signals(wanted)}, zx::MonotonicInstant::INFINITE_PAST)`;
    const { verdict } = planned;
    const timedOut = verdict.kind === "error" && verdict.status === "TIMED_OUT";
    if (verdict.kind === "error" && !timedOut)
      return this.#out.line(`assert_eq!(${call}, zx::WaitResult::Err(zx::Status::${verdict.status}));`);
    if (verdict.kind === "any") return this.#out.line(`let _ = ${call};`);
    const variant = timedOut ? "TimedOut" : "Ok";
    this.#out.line(
      observed === undefined
        ? `assert!(matches!(${call}, zx::WaitResult::${variant}(_)));`
        : `assert_eq!(${call}, zx::WaitResult::${variant}(${signals(observed)}));`,
    );
  }

  #returnsName(planned: PlannedStep, name: string | undefined): void {
    this.#returnsValue(planned, `${this.#ref(planned.handle)}.get_name()`, name === undefined ? "_" : "name");
    if (name !== undefined) this.#out.line(`assert_eq!(name.as_bstr(), ${rustString(name)});`);
  }

  #returnsSize(planned: PlannedStep, call: string): void {
    const size = planned.step.expect?.size;
    this.#returnsValue(planned, call, size === undefined ? "_" : "size");
    if (size !== undefined) this.#out.line(`assert_eq!(size, ${hex(size)});`);
  }

  #returnsNothing({ verdict }: PlannedStep, call: string): void {
    const out = this.#out;
    if (verdict.kind === "ok") out.line(`assert_eq!(${call}, Ok(()));`);
    else if (verdict.kind === "error") out.line(`assert_eq!(${call}, Err(zx::Status::${verdict.status}));`);
    else if (verdict.statuses === undefined) out.line(`let _ = ${call};`);
    else this.#oneOf(verdict.statuses, `${call}.err()`);
  }

  #oneOf(statuses: readonly string[], error: string): void {
    const list = statuses.map((status) => `zx::Status::${status}`).join(", ");
    this.#out.line(`assert!([${list}].contains(&${error}.unwrap_or(zx::Status::OK)));`);
  }

  /** A call whose value is bound to `pattern` where it is expected to succeed. */
  #returnsValue({ verdict, index }: PlannedStep, call: string, pattern: string): void {
    const out = this.#out;
    if (verdict.kind === "ok") out.line(`let ${pattern} = ${call}.expect("step ${index}");`);
    else if (verdict.kind === "error")
      out.line(`assert_eq!(${call}.err(), Some(zx::Status::${verdict.status}));`);
    else if (verdict.statuses === undefined) out.line(`let _ = ${call};`);
    else this.#oneOf(verdict.statuses, `${call}.err()`);
  }

  #returnsAddress(planned: PlannedStep, call: string): void {
    const { made, verdict, at, within, step } = planned;
    const out = this.#out;
    const checks =
      verdict.kind !== "error" && (at !== undefined || within !== undefined || step.op === "map");
    const expect = step.op === "map" ? step.expect : undefined;
    const addr =
      made !== undefined && (made.usesAddress || at !== undefined || within !== undefined || expect?.aligned)
        ? `${variable(made)}_addr`
        : "_";
    if (verdict.kind === "any" && made?.usesAddress === true) out.line(`let ${addr} = ${call}.unwrap_or(0);`);
    else this.#returnsValue(planned, call, addr);
    if (verdict.kind === "error") return this.#bindFailed(made);
    if (checks) this.#place(planned, addr);
  }

  #returnsHandleAndAddress(planned: PlannedStep, call: string): void {
    const { made, verdict, at, within, step } = planned;
    if (made === undefined) return;
    const out = this.#out;
    const isChecked = at !== undefined || within !== undefined || step.expect?.aligned !== undefined;
    const addr = made.usesAddress || isChecked ? `${variable(made)}_addr` : "_";
    const handle = usesHandle(made, planned) ? variable(made) : `_${variable(made)}`;
    if (verdict.kind === "any" && (made.usesHandle || made.usesAddress))
      out.line(`let (${handle}, ${addr}) = ${call}.unwrap_or_else(|_| (${invalid("vmar")}, 0));`);
    else this.#returnsValue(planned, call, `(${handle}, ${addr})`);
    if (verdict.kind === "error") return this.#bindFailed(made);
    this.#place(planned, addr);
    this.#madeRights(planned);
  }

  #place({ at, within, step }: PlannedStep, addr: string): void {
    const out = this.#out;
    if (step.op !== "map" && step.op !== "allocate") return;
    const { aligned, within: area } = step.expect ?? {};
    const size = step.op === "map" ? step.len : step.size;
    if (at !== undefined) out.line(`assert_eq!(${addr}, ${this.#sum(at)});`);
    if (within !== undefined && area !== undefined) {
      out.line(`assert!(${addr} >= ${this.#sum(within)});`);
      out.line(`assert!(${addr} + ${hex(size)} <= ${this.#sum(within)} + ${hex(area.size)});`);
    }
    if (aligned !== undefined) out.line(`assert_eq!(${addr} % ${hex(aligned)}, 0);`);
  }

  #returnsHandle(planned: PlannedStep, call: string): void {
    const { made, verdict } = planned;
    if (made === undefined) return;
    const handle = usesHandle(made, planned) ? variable(made) : `_${variable(made)}`;
    if (verdict.kind === "any" && made.usesHandle)
      this.#out.line(`let ${handle} = ${call}.unwrap_or_else(|_| ${invalid(made.object)});`);
    else this.#returnsValue(planned, call, handle);
    if (verdict.kind === "error") return this.#bindFailed(made);
    this.#madeRights(planned);
  }

  /** A call that consumes its handle, also when it fails. */
  #taking(planned: PlannedStep, use: HandleUse | undefined, call: (value: string) => string): void {
    const { binding } = use ?? {};
    const isGone = binding === undefined || this.#gone.has(binding);
    const wanted = use?.as ?? "vmo";
    let value = binding === undefined || isGone ? invalid(wanted) : variable(binding);
    if (!isGone && binding.object !== wanted) value = `zx::${TYPES[wanted]}::from(${value}.into_handle())`;
    this.#returnsHandle(planned, call(value));
    if (binding !== undefined) this.#gone.add(binding);
  }

  #madeRights({ made, step, verdict }: PlannedStep): void {
    if (made === undefined || verdict.kind !== "ok") return;
    const out = this.#out;
    const exact = step.expect?.rights;
    if (made.usesKoid && step.op !== "map" && step.op !== "info")
      out.line(`let ${variable(made)}_koid = ${variable(made)}.koid().expect("koid");`);
    if (exact !== undefined)
      out.line(`assert_eq!(${variable(made)}.basic_info().expect("basic_info").rights, ${rights(exact)});`);
  }

  /** A step that failed binds its name to an invalid handle and the address 0. */
  #bindFailed(made: Binding | undefined): void {
    if (made === undefined) return;
    if (made.usesHandle) this.#out.line(`let ${variable(made)} = ${invalid(made.object)};`);
    if (made.usesAddress) this.#out.line(`let ${variable(made)}_addr: usize = 0;`);
  }

  #isRootGone(): boolean {
    return [...this.#gone].some(({ step }) => step === -1);
  }

  /** A handle as the receiver of a call. */
  #ref(use: HandleUse | undefined, type?: "Vmo"): string {
    if (use?.binding === undefined) return invalid(use?.as ?? "vmo");
    if (this.#gone.has(use.binding)) return invalid(use.as);
    const name = variable(use.binding);
    const wanted: ObjectKind = type === "Vmo" ? "vmo" : use.as;
    return use.binding.object === wanted ? name : `${name}.as_handle_ref().cast::<zx::${TYPES[wanted]}>()`;
  }

  /** A handle as a borrowed argument. */
  #argument(use: HandleUse | undefined): string {
    return `&${this.#ref(use)}`;
  }

  #sum({ plus, minus, delta, wraps }: Sum): string {
    if (plus === undefined) return hex(BigInt.asUintN(64, delta));
    const start =
      minus === undefined
        ? address(plus)
        : wraps
          ? `${address(plus)}.wrapping_sub(${address(minus)})`
          : `${address(plus)} - ${address(minus)}`;
    if (delta === 0n) return start;
    if (!wraps) return `${start} + ${hex(delta)}`;
    return delta < 0n ? `${start}.wrapping_sub(${hex(-delta)})` : `${start}.wrapping_add(${hex(delta)})`;
  }

  /** A size; that of the whole address space is the machine's. */
  #size(size: U64): string {
    return size === this.#plan.aspace.size ? "root_size" : hex(size);
  }
}

/** A region that stands for the root can be destroyed, the root cannot. */
function destroysRoot({ step, vmar }: PlannedStep): boolean {
  return step.op === "destroy" && vmar?.binding?.step === -1;
}

function bindingOf({ binding }: HandleUse): Binding {
  if (binding === undefined) throw new Error("an open handle has a name");
  return binding;
}

function address(binding: Binding): string {
  return `${variable(binding)}_addr`;
}

function variable({ id }: Binding): string {
  return snakeCase(id);
}

/** Whether the variable of a handle is read by anything. */
function usesHandle(made: Binding, { step }: PlannedStep): boolean {
  return made.usesHandle || made.usesKoid || step.expect?.rights !== undefined;
}

const TYPES: Readonly<Record<ObjectKind, string>> = { vmar: "Vmar", vmo: "Vmo" };

function invalid(object: ObjectKind): string {
  return `zx::${TYPES[object]}::from(zx::NullableHandle::invalid())`;
}

/** The bits that `map` lets through: VmarFlags::all() without the bits that no flag of either set has. */
const SAFE_MAP_BITS = 0x3f00_ffdf;
const VMO_BITS = { DISCARDABLE: 0x4 };
const CHILD_NAMES = [
  "SNAPSHOT",
  "RESIZABLE",
  "SLICE",
  "SNAPSHOT_AT_LEAST_ON_WRITE",
  "NO_WRITE",
  "REFERENCE",
  "SNAPSHOT_MODIFIED",
];
const POLICIES = {
  CACHED: "Cached",
  UNCACHED: "UnCached",
  UNCACHED_DEVICE: "UnCachedDevice",
  WRITE_COMBINING: "WriteCombining",
} as const;
const PERM_FLAGS = [
  ["r", "PERM_READ"],
  ["w", "PERM_WRITE"],
  ["x", "PERM_EXECUTE"],
] as const;

/** Flags of a type: those that it has by name, all others by their bits. */
function bitFlags(
  type: string,
  known: readonly string[],
  others: Readonly<Record<string, number>>,
  flags: Flags,
): string {
  const named = flags.filter((flag) => typeof flag === "string" && known.includes(flag));
  const raw = flags
    .filter((flag) => !named.includes(flag))
    .reduce<number>((word, flag) => word | (typeof flag === "number" ? flag : (others[flag] ?? 0)), 0);
  const terms = named.map((name) => `zx::${type}::${name}`);
  if (raw !== 0) terms.push(`zx::${type}::from_bits_retain(${hex(raw >>> 0)})`);
  return terms.join(" | ") || `zx::${type}::empty()`;
}

function vmarFlags(flags: Flags, type: "VmarFlags" | "VmarFlagsExtended" = "VmarFlags"): string {
  const known = [...Object.keys(VmOption), ...ALIGN_NAMES.keys()].filter(
    (name) => type === "VmarFlagsExtended" || name !== "SPECIFIC_OVERWRITE",
  );
  return bitFlags(type, known, VmOption, flags);
}

function rights(flags: Flags): string {
  if (flagsWord(RIGHTS, flags) === RIGHTS_VMO_DEFAULT) return "zx::Rights::VMO_DEFAULT";
  const known = flags.filter((flag) => typeof flag === "string");
  return bitFlags("Rights", known.map(String), {}, flags);
}

function rangeOp(type: string, table: Readonly<Record<string, number>>, op: RangeOp): string {
  const number = rangeOpNumber(op);
  const name = Object.keys(table).find((candidate) => table[candidate] === number);
  return name === undefined ? `zx::${type}::from_raw(${number})` : `zx::${type}::${name}`;
}

function signals(word: number): string {
  return word === 0 ? "zx::Signals::NONE" : `zx::Signals::from_bits_retain(${hex(word)})`;
}

/** Bytes written out, or where they are all the same a repetition. */
function byteString(digits: string): string {
  const bytes = digits.match(/../g) ?? [];
  const [first] = bytes;
  if (first === undefined) return 'b""';
  if (bytes.length > 16 && bytes.every((byte) => byte === first)) return `&[0x${first}; ${bytes.length}]`;
  return `b"${bytes.map((byte) => `\\x${byte}`).join("")}"`;
}

function hex(value: U64 | bigint): string {
  return value < 10 ? String(value) : formatU64(value);
}
