import type { U64 } from "../zircon/u64.ts";

/** A kind of object that a handle can be of. */
export type ObjectKind = "vmar" | "vmo";

/** What a name of the trace was bound to by one step; which of it later steps use. */
export interface Binding {
  /** A variable's name, unique in the program and no keyword of any target. */
  readonly id: string;
  /** The step that made it; -1 for `root`. */
  readonly step: number;
  readonly object: ObjectKind;
  /** Whether the step succeeded, so that there is a handle and an address. */
  readonly succeeded: boolean;
  /** The address on the model; 0 if it has none. */
  readonly at: U64;
  usesHandle: boolean;
  usesAddress: boolean;
  /** The koid is asked for when the handle is made, since it may be closed when a mapping of it is looked at. */
  usesKoid: boolean;
}

/** A handle argument. */
export interface HandleUse {
  /** Undefined for the names `invalid` and `unknown`. */
  readonly binding: Binding | undefined;
  readonly special: "invalid" | "unknown" | undefined;
  /** What the call takes it for. */
  readonly as: ObjectKind;
  /** Whether it is open at this point of the trace. */
  readonly isOpen: boolean;
}

/** An address or a distance as code writes it: names, and a number. */
export interface Sum {
  readonly plus?: Binding;
  readonly minus?: Binding;
  /** May be negative. */
  readonly delta: bigint;
  /** What it came to on the model. */
  readonly value: U64;
  /** Whether adding it up wraps at 64 bits, or may on a machine whose address space begins lower. */
  readonly wraps: boolean;
}
