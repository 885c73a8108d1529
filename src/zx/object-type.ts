import { formatNamed } from "./named-number.ts";

const NUMBERS = {
  NONE: 0,
  PROCESS: 1,
  THREAD: 2,
  VMO: 3,
  CHANNEL: 4,
  EVENT: 5,
  PORT: 6,
  INTERRUPT: 9,
  PCI_DEVICE: 11,
  DEBUGLOG: 12,
  SOCKET: 14,
  RESOURCE: 15,
  EVENTPAIR: 16,
  JOB: 17,
  VMAR: 18,
  FIFO: 19,
  GUEST: 20,
  VCPU: 21,
  TIMER: 22,
  IOMMU: 23,
  BTI: 24,
  PROFILE: 25,
  PMT: 26,
  SUSPEND_TOKEN: 27,
  PAGER: 28,
  EXCEPTION: 29,
  CLOCK: 30,
  STREAM: 31,
  MSI: 32,
  IOB: 33,
  COUNTER: 34,
} as const;

/** `zx_obj_type_t`: a u32; {@link ObjectType} names those that are known, a kernel may answer others. */
export type ObjectType = number;

interface ObjectTypeFunctions {
  /** `ObjectType(VMAR)`, or `ObjectType(77)` for a number without a name. */
  readonly format: (type: ObjectType) => string;
}

/** @see zx-api.md §3.7 */
export const ObjectType: typeof NUMBERS & ObjectTypeFunctions = {
  ...NUMBERS,
  format: (type) => formatNamed("ObjectType", NUMBERS, type),
};
