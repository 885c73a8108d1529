import {
  type AccessKind,
  Perm,
  Status,
  type U64,
  type ValueAnswer,
  wrapU64,
} from "../../src/zircon/index.ts";
import { reachStatus } from "./reach.ts";
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
  const bytes = new Uint8Array(width);
  const parts = [bytes.subarray(0, within), bytes.subarray(within)] as const;
  if (kind === "read" || value === undefined) {
    load(world, first, page, at, parts[0]);
    if (second >= 0) load(world, second, page + 1, 0, parts[1]);
  } else if (width === 8) new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  else bytes[0] = Number(BigInt(value) & 0xffn);
  if (kind === "read") return { status, value: wordOf(bytes) };
  store(world, first, page, at, parts[0]);
  if (second >= 0) store(world, second, page + 1, 0, parts[1]);
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

function wordOf(bytes: Uint8Array): U64 {
  return bytes.length === 1 ? (bytes[0] ?? 0) : wrapU64(new DataView(bytes.buffer).getBigUint64(0, true));
}
