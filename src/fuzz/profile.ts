import type { Semantics } from "../zircon/index.ts";
import type { TracedCall } from "./program.ts";

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
  /** The semantics of all worlds, in place of drawn ones. */
  readonly semantics?: Semantics;
  /** Percent of worlds with 64 KiB pages. */
  readonly bigPages: number;
  /** Odds of each call. */
  readonly calls: Readonly<Record<TracedCall, number>>;
  /** Percent of programs with the odds of calls of one of {@link THEMES}: on one theme a program gets further. */
  readonly themed: number;
  /** Percent of programs in which some calls are off and others frequent (swarm testing). */
  readonly swarm: number;
  /** Percent of operations that are made to break one rule; two adjacent rules. */
  readonly oneViolation: number;
  readonly twoViolations: number;
  /** Percent of programs that also make calls which traces cannot write down. */
  readonly untraced: number;
  /** Percent of programs that are shorter than they may be. Most are not: the more there is, the more can go wrong. */
  readonly short: number;
}

const EVERYTHING: Profile = {
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
    map: 28,
    allocate: 10,
    unmap: 6,
    protect: 19,
    op_range: 14,
    destroy: 4,
    info: 1,
    info_maps: 2,
    vmo_create: 3,
    vmo_create_child: 8,
    vmo_get_size: 1,
    vmo_get_stream_size: 1,
    vmo_info: 2,
    vmo_set_size: 3,
    vmo_set_stream_size: 2,
    vmo_read: 1,
    vmo_write: 6,
    vmo_op_range: 5,
    vmo_set_cache_policy: 1,
    vmo_replace_as_executable: 2,
    handle_duplicate: 7,
    handle_replace: 1,
    handle_close: 6,
    basic_info: 1,
    get_name: 1,
    set_name: 1,
    signal: 1,
    wait: 1,
    read_memory: 3,
    write_memory: 4,
    access: 7,
    borrow: 3,
    release: 1,
  },
  themed: 45,
  swarm: 70,
  oneViolation: 4,
  twoViolations: 8,
  untraced: 4,
  short: 15,
};

/** Calls that do not take part. */
function without(calls: readonly TracedCall[], from: Profile["calls"] = EVERYTHING.calls): Profile["calls"] {
  return { ...from, ...Object.fromEntries(calls.map((call) => [call, 0])) };
}

const CONTENT_CALLS: readonly TracedCall[] = [
  "vmo_create_child",
  "vmo_set_size",
  "vmo_set_stream_size",
  "vmo_read",
  "vmo_write",
  "vmo_op_range",
  "vmo_set_cache_policy",
  "read_memory",
  "write_memory",
];

const LEASE_CALLS: readonly TracedCall[] = ["borrow", "release"];

const HANDLE_CALLS: readonly TracedCall[] = [
  "handle_duplicate",
  "handle_replace",
  "handle_close",
  "basic_info",
  "get_name",
  "set_name",
  "signal",
  "wait",
];

const SINGLE: Profile = { ...EVERYTHING, themed: 0 };

const TINY: Profile["aspacePages"] = [
  [3, 4],
  [3, 6],
  [4, 8],
];

/** The profiles, by name. Each is EVERYTHING with its own weight on something. */
export const PROFILES: readonly Profile[] = [
  EVERYTHING,
  {
    ...SINGLE,
    name: "small",
    untraced: 0,
    about:
      "Mapping, unmapping and protecting in spaces of 4 to 8 pages, default semantics: the fastest. Does not reach contents, clones, handle rights, leases or switches.",
    aspacePages: TINY,
    aslr: 0,
    switches: 0,
    bigPages: 0,
    calls: without([
      ...CONTENT_CALLS,
      ...HANDLE_CALLS,
      ...LEASE_CALLS,
      "vmo_info",
      "vmo_get_size",
      "vmo_get_stream_size",
    ]),
  },
  {
    ...SINGLE,
    name: "nested",
    about: "Deep trees of regions, and ranges across them. Does not reach contents.",
    calls: { ...without(CONTENT_CALLS), allocate: 20, protect: 26, op_range: 20, destroy: 3, unmap: 8 },
  },
  {
    ...SINGLE,
    name: "rights",
    about: "Handles with fewer rights, replaced and closed, and calls through them. Does not reach contents.",
    calls: {
      ...without(CONTENT_CALLS),
      handle_duplicate: 18,
      handle_replace: 4,
      handle_close: 5,
      vmo_replace_as_executable: 4,
    },
  },
  {
    ...SINGLE,
    name: "placement",
    about:
      "Placement by the kernel: alignment, upper limits, COMPACT, random spots, full regions. Does not reach contents.",
    aslr: 60,
    calls: { ...without(CONTENT_CALLS), map: 34, allocate: 18, unmap: 14, protect: 4, op_range: 2 },
  },
  {
    ...SINGLE,
    name: "contents",
    about:
      "Bytes: writes, clones, slices, references, resizing, stream sizes, commit and zero. Does not reach handle rights.",
    calls: {
      ...without(HANDLE_CALLS),
      vmo_create_child: 18,
      vmo_set_size: 10,
      vmo_set_stream_size: 6,
      vmo_write: 16,
      vmo_read: 4,
      vmo_op_range: 14,
      vmo_info: 4,
      op_range: 20,
      protect: 10,
      write_memory: 8,
      read_memory: 5,
      access: 22,
      handle_close: 12,
    },
  },
  {
    ...SINGLE,
    name: "leases",
    about:
      "References into mapped memory, and the calls that break or change them. Does not reach handle rights or switches.",
    switches: 0,
    calls: {
      ...without(HANDLE_CALLS),
      borrow: 16,
      release: 2,
      unmap: 7,
      protect: 8,
      vmo_create_child: 6,
      vmo_write: 8,
      vmo_op_range: 8,
      vmo_set_size: 6,
      vmo_set_stream_size: 6,
      op_range: 14,
      write_memory: 6,
    },
  },
  {
    ...EVERYTHING,
    name: "hostile",
    about: "Half of the calls break one rule or two at once: the order of checks.",
    oneViolation: 20,
    twoViolations: 30,
  },
];

/** The profiles whose odds of calls a program of another one may have; contents need the most calls to come to something. */
export const THEMES: readonly (readonly [weight: number, profile: Profile])[] = PROFILES.flatMap(
  (profile) => {
    const weight = { nested: 1, rights: 1, contents: 2 }[profile.name];
    return weight === undefined ? [] : [[weight, profile] as const];
  },
);

/** The profile that is used where none is named. */
export const DEFAULT_PROFILE: Profile = EVERYTHING;

export function findProfile(name: string): Profile | undefined {
  return PROFILES.find((profile) => profile.name === name);
}
