import type { CallName } from "./program.ts";

/** What kind of programs are generated: a named set of odds. */
export interface Profile {
  readonly name: string;
  /** What it is for, and what it cannot reach. */
  readonly about: string;
  /** Odds of the sizes of the address space, in pages. */
  readonly aspacePages: readonly (readonly [weight: number, pages: number])[];
  /** Percent of worlds with random placement. */
  readonly aslr: number;
  /** Percent of worlds in which a switch of the semantics differs from its default. */
  readonly switches: number;
  /** Percent of worlds with 64 KiB pages. */
  readonly bigPages: number;
  /** Odds of each call. */
  readonly calls: Readonly<Record<CallName, number>>;
  /** Percent of programs in which some calls are off and others frequent (swarm testing). */
  readonly swarm: number;
  /** Percent of operations that are made to break one rule; two adjacent rules. */
  readonly oneViolation: number;
  readonly twoViolations: number;
  /** Percent chance that a program ends after an operation. */
  readonly stop: number;
}

export const EVERYTHING: Profile = {
  name: "everything",
  about: "All calls and switches, mostly in small spaces. Reaches everything that calls can reach.",
  aspacePages: [
    [3, 4],
    [3, 6],
    [8, 8],
    [8, 12],
    [12, 16],
    [8, 24],
    [6, 40],
    [2, 0x100],
    [1, 0x10_0000],
    [1, 0x7_fffe_ffff],
  ],
  aslr: 25,
  switches: 20,
  bigPages: 5,
  calls: {
    map: 22,
    allocate: 8,
    unmap: 9,
    protect: 13,
    op_range: 9,
    destroy: 2,
    info: 1,
    info_maps: 2,
    vmo_create: 5,
    vmo_create_child: 4,
    vmo_get_size: 1,
    vmo_get_stream_size: 1,
    vmo_info: 2,
    vmo_set_size: 3,
    vmo_set_stream_size: 3,
    vmo_read: 1,
    vmo_write: 3,
    vmo_op_range: 3,
    vmo_set_cache_policy: 1,
    vmo_replace_as_executable: 2,
    handle_duplicate: 5,
    handle_replace: 1,
    handle_close: 3,
    basic_info: 1,
    get_name: 1,
    set_name: 1,
    signal: 1,
    wait: 1,
    read_memory: 3,
    write_memory: 3,
    access: 7,
  },
  swarm: 70,
  oneViolation: 6,
  twoViolations: 6,
  stop: 1,
};
