import type { U64 } from "../zircon/u64.ts";

/**
 * What a program holds a reference for: to read what is there, to read and write it, or to execute it (LEASE-01).
 */
export type LeaseKind = "shared" | "mut" | "execute";

/** READ 1, WRITE 2, EXECUTE 4: what every page of a lease must permit. Executing needs READ too (FAULT-02). */
export const LEASE_PERMS: Readonly<Record<LeaseKind, number>> = { shared: 1, mut: 3, execute: 5 };

/** Why a lease broke: LEASE-10, 11, 12, 13. */
export type BreakReason = "unmapped" | "permission" | "replaced" | "beyond-end";

/** A page of a lease as it was when last looked at. */
export interface LeasedPage {
  /** The VMO page that it showed (LEASE-02); koid 0 for a clone that the kernel made by itself. */
  vmoKoid: U64;
  vmoOffset: U64;
  /** The koids of the regions that the page lay in, from the root to the one that owns the mapping. */
  readonly regions: readonly U64[];
}

/** A reference that a program could hold: the bytes [addr, addr+len). */
export interface Lease {
  readonly name: string;
  readonly kind: LeaseKind;
  readonly addr: U64;
  /** Bytes, at least 1. */
  readonly len: U64;
  /** One for each page that the range touches, in order. */
  readonly pages: LeasedPage[];
  state: "live" | "broken" | "released";
  /** The bytes of the range, for the kinds that must not see them change (LEASE-16). */
  bytes?: Uint8Array;
}
