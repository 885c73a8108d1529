import {
  type AccessKind,
  Perm,
  Status,
  type U64,
  type ValueAnswer,
  wrapU64,
} from "../../src/zircon/index.ts";
import { reachStatus } from "./reach.ts";
import { NO_BYTES } from "./vmo-transfer.ts";
import type { World } from "./world.ts";

/**
 * What each kind of access needs: X implies R but for execute-only mappings, which need only X (FAULT-02,
 * FAULT-11, D-17).
 */
const NEEDED = { read: Perm.READ, write: Perm.WRITE, execute: Perm.EXECUTE } as const;

/** A user thread touches one byte or an 8-byte word, which may lie in two pages: FAULT-01…11. */
export function access(
  world: World,
  addr: U64,
  kind: AccessKind,
  width: 1 | 8,
  value: U64 | undefined,
): ValueAnswer {
  const { pages } = world;
  const page = pages.of(addr);
  const at = pages.offsetIn(addr);
  const first = world.mappingAt(page);
  let status = faultStatus(world, first, page, kind);
  if (status !== Status.OK) return { status, value: 0 };
  const within = Math.min(width, pages.size - at);
  let second = -1;
  if (within < width) {
    second = world.mappingAt(page + 1);
    status = faultStatus(world, second, page + 1, kind);
    if (status !== Status.OK) return { status, value: 0 };
  }
  if (kind === "execute") return { status, value: 0 };
  // Apart by page, not views of one word: a view of a short array costs more than the access.
  const low = new Uint8Array(within);
  const high = second < 0 ? NO_BYTES : new Uint8Array(width - within);
  if (kind === "read" || value === undefined) {
    load(world, first, page, at, low);
    if (second >= 0) load(world, second, page + 1, 0, high);
  } else {
    const word = BigInt(value);
    for (let i = 0; i < width; i++) {
      const byte = Number((word >> BigInt(8 * i)) & 0xffn);
      if (i < within) low[i] = byte;
      else high[i - within] = byte;
    }
  }
  if (kind === "read") return { status, value: wordOf(low, high) };
  store(world, first, page, at, low);
  if (second >= 0) store(world, second, page + 1, 0, high);
  return { status, value: 0 };
}

/** What an access of `kind` to `page`, mapped by the run at `pos` (-1: not mapped), ends with. */
function faultStatus(world: World, pos: number, page: number, kind: AccessKind): Status {
  if (pos < 0) return Status.NOT_FOUND; // FAULT-01
  const { runs } = world;
  const code = runs.code(pos);
  if ((code & NEEDED[kind]) === 0) return Status.ACCESS_DENIED; // FAULT-02
  const identity = world.identities.of(code);
  const reach = world.decide.reachPages(world.pages, identity.vmo, identity.fbs);
  return reachStatus(reach, identity, page + runs.delta(pos));
}

function load(world: World, pos: number, page: number, at: number, out: Uint8Array): void {
  const { vmo } = world.identities.of(world.runs.code(pos));
  vmo.store.read(vmo.base + page + world.runs.delta(pos), at, out);
}

/** FAULT-06, FAULT-09: a page that others share is copied first. */
function store(world: World, pos: number, page: number, at: number, bytes: Uint8Array): void {
  const { vmo } = world.identities.of(world.runs.code(pos));
  vmo.store.write(vmo.base + page + world.runs.delta(pos), at, bytes);
}

/** The little-endian value of the bytes of `low` and those of `high` behind them. */
function wordOf(low: Uint8Array, high: Uint8Array): U64 {
  let small = 0;
  let large = 0;
  for (let i = low.length + high.length - 1; i >= 0; i--) {
    const byte = (i < low.length ? low[i] : high[i - low.length]) ?? 0;
    if (i < 4) small = small * 0x100 + byte;
    else large = large * 0x100 + byte;
  }
  return large < 2 ** 21 ? large * 2 ** 32 + small : wrapU64((BigInt(large) << 32n) | BigInt(small));
}
