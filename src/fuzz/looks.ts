import type { CallName, Op } from "./program.ts";

const LOOKS: ReadonlySet<CallName> = new Set<CallName>([
  "info",
  "info_maps",
  "info_sized",
  "basic_sized",
  "process_maps",
  "process_read",
  "read_memory",
  "vmo_read",
  "vmo_get_size",
  "vmo_get_stream_size",
  "vmo_info",
  "basic_info",
  "get_name",
  "wait",
]);

/** Whether an operation is a call that changes nothing: it only asks. */
export function isLook(op: Op): boolean {
  return LOOKS.has(op.call);
}
