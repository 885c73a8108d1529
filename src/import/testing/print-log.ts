import type { Execution } from "../../trace/execute.ts";
import {
  flagsWord,
  rangeOpNumber,
  RIGHTS,
  VM_OPTIONS,
  VMO_CHILD_OPTIONS,
  VMO_OPTIONS,
} from "../../trace/flags.ts";
import { type NamedKernel, Session } from "../../trace/session.ts";
import type { Step, Trace } from "../../trace/types.ts";
import { permsText } from "../../zircon/options.ts";
import { Status } from "../../zircon/status.ts";
import { formatU64, type U64 } from "../../zircon/u64.ts";
import { CachePolicy } from "../../zircon/vmo.ts";

/** Runs a trace on a kernel and prints the log that a program making the same calls would print. Leases are no calls. */
export function printLog(trace: Trace, kernel: NamedKernel): string {
  const session = new Session(kernel, trace);
  const { base, size, pageSize } = session.aspace;
  const lines = [
    "# printed by a test",
    `zx-log root=${session.bindings.handle("root")} base=${formatU64(base)} size=${formatU64(size)} page=${pageSize}`,
  ];
  for (const step of trace.steps) {
    if (step.op === "borrow" || step.op === "release") continue;
    const args = argsOf(step, session);
    const execution = session.execute(step);
    const { status } = execution.outcome;
    const outputs = outputsOf(step, execution);
    const call = step.op === "access" ? `access_${step.kind}` : CALLS[step.op];
    lines.push(
      `${call}(${args.map(valueText).join(", ")}) = ${[status, ...outputs.map(valueText)].join(" ")}`,
    );
    for (const { base: at, size: length, depth, details } of execution.entries ?? [])
      lines.push(
        details.kind === "mapping"
          ? `  map ${depth} ${at} ${length} ${permsText(details.mapping.mmuFlags)} ${details.mapping.vmoOffset}`
          : `  vmar ${depth} ${at} ${length}`,
      );
    session.settle(step, execution);
  }
  return `${lines.join("\n")}\n`;
}

type Called = Exclude<Step, { op: "borrow" | "release" | "access" }>["op"];

const CALLS: Readonly<Record<Called, string>> = {
  allocate: "zx_vmar_allocate",
  map: "zx_vmar_map",
  unmap: "zx_vmar_unmap",
  protect: "zx_vmar_protect",
  op_range: "zx_vmar_op_range",
  destroy: "zx_vmar_destroy",
  info: "zx_object_get_info",
  info_maps: "zx_object_get_info",
  vmo_create: "zx_vmo_create",
  vmo_create_child: "zx_vmo_create_child",
  vmo_get_size: "zx_vmo_get_size",
  vmo_get_stream_size: "zx_vmo_get_stream_size",
  vmo_set_size: "zx_vmo_set_size",
  vmo_set_stream_size: "zx_vmo_set_stream_size",
  vmo_read: "zx_vmo_read",
  vmo_write: "zx_vmo_write",
  vmo_op_range: "zx_vmo_op_range",
  vmo_set_cache_policy: "zx_vmo_set_cache_policy",
  vmo_info: "zx_object_get_info",
  vmo_replace_as_executable: "zx_vmo_replace_as_executable",
  handle_duplicate: "zx_handle_duplicate",
  handle_replace: "zx_handle_replace",
  handle_close: "zx_handle_close",
  basic_info: "zx_object_get_info",
  get_name: "zx_object_get_property",
  set_name: "zx_object_set_property",
  signal: "zx_object_signal",
  wait: "zx_object_wait_one",
  read_memory: "zx_process_read_memory",
  write_memory: "zx_process_write_memory",
};

class Quoted {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Printed = U64 | Quoted;

function valueText(value: Printed): string {
  return value instanceof Quoted ? JSON.stringify(value.text) : formatU64(value);
}

function argsOf(step: Step, { bindings }: Session): Printed[] {
  const h = (name: string): U64 => bindings.handle(name);
  const a = (expression: U64 | string): U64 => bindings.address(expression);
  switch (step.op) {
    case "allocate":
      return [h(step.vmar), flagsWord(VM_OPTIONS, step.options), a(step.offset), step.size];
    case "map": {
      const options = flagsWord(VM_OPTIONS, step.options);
      return [h(step.vmar), options, a(step.offset), h(step.vmo), step.vmoOffset, step.len];
    }
    case "unmap":
      return [h(step.vmar), a(step.addr), step.len];
    case "protect":
      return [h(step.vmar), flagsWord(VM_OPTIONS, step.options), a(step.addr), step.len];
    case "op_range":
      return [h(step.vmar), rangeOpNumber(step.rangeOp), a(step.addr), step.len, step.bufferSize ?? 0];
    case "destroy":
      return [h(step.vmar)];
    case "info":
      return [h(step.vmar), 7];
    case "info_maps":
      return [h(step.vmar), 36, ...(step.capacity === undefined ? [] : [step.capacity])];
    case "vmo_create":
      return [step.size, flagsWord(VMO_OPTIONS, step.options)];
    case "vmo_create_child":
      return [h(step.vmo), flagsWord(VMO_CHILD_OPTIONS, step.options), step.offset, step.size];
    case "vmo_get_size":
    case "vmo_get_stream_size":
    case "vmo_replace_as_executable":
      return [h(step.vmo)];
    case "vmo_set_size":
    case "vmo_set_stream_size":
      return [h(step.vmo), step.size];
    case "vmo_read":
      return [h(step.vmo), step.offset, step.len];
    case "vmo_write":
      return [h(step.vmo), new Quoted(step.bytes), step.offset];
    case "vmo_op_range":
      return [h(step.vmo), rangeOpNumber(step.rangeOp), step.offset, step.len];
    case "vmo_set_cache_policy":
      return [h(step.vmo), CachePolicy[step.policy]];
    case "vmo_info":
      return [h(step.vmo), 0x3000_0017];
    case "handle_duplicate":
    case "handle_replace":
      return [h(step.handle), flagsWord(RIGHTS, step.rights)];
    case "handle_close":
      return [h(step.handle)];
    case "basic_info":
      return [h(step.handle), 2];
    case "get_name":
      return [h(step.handle)];
    case "set_name":
      return [h(step.handle), new Quoted(step.name)];
    case "signal":
      return [h(step.handle), step.clear, step.set];
    case "wait":
      return [h(step.handle), step.signals];
    case "read_memory":
      return [a(step.addr), step.len];
    case "write_memory":
      return [a(step.addr), new Quoted(step.bytes)];
    case "access":
      return [a(step.addr), ...(step.value === undefined ? [] : [step.value])];
    case "borrow":
    case "release":
      return [];
  }
}

function outputsOf(step: Step, { outcome, handle }: Execution): Printed[] {
  const {
    at,
    info,
    actual,
    available,
    size,
    bytes,
    transferred,
    vmoInfo,
    rights,
    type,
    name,
    observed,
    value,
  } = outcome;
  if (observed !== undefined) return [observed];
  if (outcome.status !== Status.OK) return [];
  if (step.op === "basic_info") return [rights ?? 0, type ?? 0];
  if (step.op === "access")
    return step.kind === "read" && step.expect?.value !== undefined ? [value ?? 0] : [];
  const outputs: Printed[] = [];
  if (handle !== undefined) outputs.push(handle);
  for (const output of [at, info?.base, info?.size, actual, available, size, transferred])
    if (output !== undefined) outputs.push(output);
  if (vmoInfo !== undefined) {
    const { sizeBytes, numMappings, shareCount, committedBytes, populatedBytes } = vmoInfo;
    outputs.push(sizeBytes, numMappings, shareCount, committedBytes, populatedBytes);
  }
  if (bytes !== undefined) outputs.push(new Quoted(Buffer.from(bytes).toString("hex")));
  if (name !== undefined) outputs.push(new Quoted(name));
  return outputs;
}
