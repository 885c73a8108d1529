import { type Flags, type Step } from "../../trace/types.ts";
import { formatU64, type U64 } from "../../zircon/u64.ts";

/** What a step does, as a sentence. */
export function sayStep(step: Step): string {
  switch (step.op) {
    case "allocate":
      return `Make a region of ${bytes(step.size)} in ${step.vmar}${placement(step.options, step.offset)}${rest(step.options)}.`;
    case "map": {
      const replacing = step.options.includes("SPECIFIC_OVERWRITE") ? ", replacing what is there" : "";
      const from = step.vmoOffset === 0 ? "" : ` from its byte ${formatU64(step.vmoOffset)}`;
      return `Map ${bytes(step.len)} of ${step.vmo}${from} into ${step.vmar}${placement(step.options, step.offset)}${replacing}, ${perms(step.options)}${rest(step.options)}.`;
    }
    case "unmap":
      return `Unmap ${bytes(step.len)} at ${place(step.addr)}, through ${step.vmar}.`;
    case "protect":
      return `Let ${bytes(step.len)} at ${place(step.addr)} be ${perms(step.options)}${rest(step.options)}, through ${step.vmar}.`;
    case "op_range":
      return `Do ${step.rangeOp} to ${bytes(step.len)} at ${place(step.addr)}, through ${step.vmar}.`;
    case "destroy":
      return `Destroy the region ${step.vmar} and all in it.`;
    case "info":
      return `Ask where ${step.vmar} is.`;
    case "info_maps":
      return `Ask what is in ${step.vmar}${step.capacity === undefined ? "" : `, with room for ${step.capacity} records`}.`;
    case "vmo_create":
      return `Make a VMO of ${bytes(step.size)}${list(step.options)}.`;
    case "vmo_create_child":
      return `Make a child of ${step.vmo}: ${bytes(step.size)} from its byte ${formatU64(step.offset)}${list(step.options)}.`;
    case "vmo_get_size":
      return `Ask how big ${step.vmo} is.`;
    case "vmo_get_stream_size":
      return `Ask where the stream of ${step.vmo} ends.`;
    case "vmo_set_size":
      return `Resize ${step.vmo} to ${bytes(step.size)}.`;
    case "vmo_set_stream_size":
      return `Let the stream of ${step.vmo} end at ${formatU64(step.size)}.`;
    case "vmo_read":
      return `Read ${bytes(step.len)} of ${step.vmo} from its byte ${formatU64(step.offset)}.`;
    case "vmo_write":
      return `Write ${bytes(step.bytes.length / 2)} into ${step.vmo} at its byte ${formatU64(step.offset)}.`;
    case "vmo_op_range":
      return `Do ${step.rangeOp} to ${bytes(step.len)} of ${step.vmo} from its byte ${formatU64(step.offset)}.`;
    case "vmo_set_cache_policy":
      return `Let ${step.vmo} be ${step.policy}.`;
    case "vmo_info":
      return `Ask all about ${step.vmo}.`;
    case "vmo_replace_as_executable":
      return `Turn the handle ${step.vmo} into one that may execute.`;
    case "handle_duplicate":
      return `Duplicate the handle ${step.handle} with ${step.rights.join(" ") || "no rights"}.`;
    case "handle_replace":
      return `Replace the handle ${step.handle} by one with ${step.rights.join(" ") || "no rights"}.`;
    case "handle_close":
      return `Close the handle ${step.handle}.`;
    case "basic_info":
      return `Ask what the handle ${step.handle} is and may do.`;
    case "get_name":
      return `Ask for the name of ${step.handle}.`;
    case "set_name":
      return `Name ${step.handle} ${JSON.stringify(step.name)}.`;
    case "signal":
      return `Clear ${formatU64(step.clear)} and set ${formatU64(step.set)} on ${step.handle}.`;
    case "wait":
      return `Look whether ${step.handle} shows ${formatU64(step.signals)}.`;
    case "read_memory":
      return `Read ${bytes(step.len)} of the process at ${place(step.addr)}.`;
    case "write_memory":
      return `Write ${bytes(step.bytes.length / 2)} into the process at ${place(step.addr)}.`;
    case "access":
      return `A thread ${{ read: "reads", write: "writes", execute: "executes" }[step.kind]} at ${place(step.addr)}.`;
    case "borrow":
      return `A ${step.kind} reference to ${bytes(step.len)} at ${place(step.addr)} is taken.`;
    case "release":
      return `The reference ${step.lease} is dropped.`;
  }
}

function bytes(size: U64): string {
  return `${formatU64(size)} byte${size === 1 ? "" : "s"}`;
}

function place(address: U64 | string): string {
  return typeof address === "string" ? address : formatU64(address);
}

const PERMS: readonly (readonly [string, string])[] = [
  ["PERM_READ", "readable"],
  ["PERM_WRITE", "writable"],
  ["PERM_EXECUTE", "executable"],
];

function perms(options: Flags): string {
  const words = PERMS.filter(([flag]) => options.includes(flag)).map(([, word]) => word);
  return words.length === 0 ? "without access" : words.join(", ");
}

function placement(options: Flags, offset: U64 | string): string {
  if (options.includes("OFFSET_IS_UPPER_LIMIT")) return ` below its offset ${place(offset)}`;
  if (options.includes("SPECIFIC") || options.includes("SPECIFIC_OVERWRITE"))
    return ` at its offset ${place(offset)}`;
  return " where the kernel likes";
}

const SAID: ReadonlySet<string | number> = new Set([
  "PERM_READ",
  "PERM_WRITE",
  "PERM_EXECUTE",
  "SPECIFIC",
  "SPECIFIC_OVERWRITE",
  "OFFSET_IS_UPPER_LIMIT",
]);

/** The options that no other word of the sentence tells. */
function rest(options: Flags): string {
  return list(options.filter((flag) => !SAID.has(flag)));
}

function list(options: Flags): string {
  const words = options.map((flag) => (typeof flag === "number" ? formatU64(flag) : flag));
  return words.length === 0 ? "" : ` (${words.join(", ")})`;
}
