import { beforeEach, describe, expect, it } from "vitest";
import { createReferenceKernel } from "../../models/reference/index.ts";
import { DEFAULT_ASPACE, type Handle, type Kernel } from "../zircon/kernel.ts";
import { VmarOp, VmOption } from "../zircon/options.ts";
import { lowestPlacement } from "../zircon/placement.ts";
import { Rights } from "../zircon/rights.ts";
import { DEFAULT_SEMANTICS } from "../zircon/semantics.ts";
import { Status } from "../zircon/status.ts";
import type { U64 } from "../zircon/u64.ts";
import { CachePolicy, VmoOption } from "../zircon/vmo.ts";
import type { LedgerCall } from "./call.ts";
import { SafetyLedger } from "./ledger.ts";

const PAGE = 4096;
const RW = VmOption.PERM_READ | VmOption.PERM_WRITE;
const CAN_RWX =
  VmOption.CAN_MAP_READ | VmOption.CAN_MAP_WRITE | VmOption.CAN_MAP_EXECUTE | VmOption.CAN_MAP_SPECIFIC;

let kernel: Kernel;
let ledger: SafetyLedger;
let root: Handle;
/** A resizable VMO of four pages, executable, mapped readable and writable at `m`, in the region `region`. */
let vmo: Handle;
let region: Handle;
let m: number;

beforeEach(() => {
  kernel = createReferenceKernel({
    aspace: DEFAULT_ASPACE,
    placement: lowestPlacement,
    semantics: DEFAULT_SEMANTICS,
  });
  ledger = new SafetyLedger(kernel, PAGE);
  root = kernel.rootVmar;
  vmo = kernel.vmoReplaceAsExecutable(kernel.vmoCreate(4 * PAGE, VmoOption.RESIZABLE).handle).handle;
  const allocated = kernel.vmarAllocate(root, CAN_RWX, 0, 16 * PAGE);
  region = allocated.handle;
  m = Number(kernel.vmarMap(region, RW, 0, vmo, 0, 4 * PAGE).addr);
});

const koidOf = (handle: Handle): U64 => kernel.infoHandleBasic(handle, 32).info?.koid ?? 0;

/** What a step did, told shortly: `lease page reason` of each break, and the changed leases after a bar. */
function effects(call: Partial<LedgerCall>): string {
  const { broken, changed } = ledger.examine({ op: "other", ok: true, ...call });
  const breaks = broken.map(({ lease, page, reason, obligations, law }) =>
    [lease, Number(page) - m, reason, ...obligations, ...(law === undefined ? [] : [law])].join(" "),
  );
  return `${breaks.join(", ")} | ${changed.join(" ")}`.trim();
}

const NOTHING = "|";

function unmap(handle: Handle, addr: U64, len: U64): string {
  const ok = kernel.vmarUnmap(handle, addr, len) === Status.OK;
  return effects({ op: "unmap", ok, vmar: koidOf(handle), addr, len });
}

function protect(options: number, addr: U64, len: U64): string {
  const ok = kernel.vmarProtect(region, options, addr, len) === Status.OK;
  return effects({ op: "protect", ok, vmar: koidOf(region), addr, len });
}

function mapOver(offset: U64, over: Handle, vmoOffset: U64, len: U64): string {
  const options = VmOption.SPECIFIC_OVERWRITE | RW;
  const { status, addr } = kernel.vmarMap(region, options, offset, over, vmoOffset, len);
  return effects({ op: "map", ok: status === Status.OK, vmar: koidOf(region), overwrite: true, addr, len });
}

describe("borrow (LEASE-01)", () => {
  it("takes a lease where every page permits the kind", () => {
    expect(ledger.borrow("a", m + 10, 4 * PAGE - 10, "shared")).toBe(Status.OK);
    expect(ledger.borrow("b", m, 1, "mut")).toBe(Status.OK);
    expect(ledger.liveLeases).toBe(2);
  });

  it("answers the fault of the first page that refuses", () => {
    expect(ledger.borrow("a", m, 4 * PAGE + 1, "shared")).toBe(Status.NOT_FOUND);
    expect(ledger.borrow("a", m, 1, "execute")).toBe(Status.ACCESS_DENIED);
    kernel.vmarProtect(region, VmOption.PERM_READ, m + PAGE, PAGE);
    expect(ledger.borrow("a", m, 8 * PAGE, "mut")).toBe(Status.ACCESS_DENIED);
    kernel.vmoSetSize(vmo, 3 * PAGE);
    expect(ledger.borrow("a", m, 4 * PAGE, "shared")).toBe(Status.OUT_OF_RANGE);
    expect(ledger.liveLeases).toBe(0);
  });

  it("refuses no bytes and a range past 2^64", () => {
    expect(ledger.borrow("a", m, 0, "shared")).toBe(Status.INVALID_ARGS);
    expect(ledger.borrow("a", m, 0xffff_ffff_ffff_ffffn, "shared")).toBe(Status.INVALID_ARGS);
  });

  it("only asks where there is no name", () => {
    expect(ledger.borrow(undefined, m, 1, "shared")).toBe(Status.OK);
    expect(ledger.liveLeases).toBe(0);
  });
});

describe("release (LEASE-03)", () => {
  it("drops a live lease and no other", () => {
    ledger.borrow("a", m, 1, "shared");
    expect(ledger.release("a")).toBe("released");
    expect(ledger.release("a")).toBe("released before");
    expect(ledger.release("z")).toBe("never taken");
    expect(unmap(region, m, PAGE)).toBe(NOTHING);
    ledger.borrow("b", m + PAGE, 1, "shared");
    unmap(region, m + PAGE, PAGE);
    expect(ledger.release("b")).toBe("broken");
  });

  it("means the later lease of a name; one that was refused is none", () => {
    ledger.borrow("a", m, 1, "shared");
    ledger.borrow("a", m + PAGE, 1, "shared");
    expect(ledger.release("a")).toBe("released");
    expect(unmap(region, m, 2 * PAGE)).toBe("a 0 unmapped SAFE-05 SAFE-06 |");
    ledger.borrow("a", m, 1, "shared");
    expect(ledger.release("a")).toBe("never taken");
  });
});

describe("breaking", () => {
  it("unmapped (LEASE-10): the first page, in the order borrowed, once", () => {
    ledger.borrow("a", m, 4 * PAGE, "shared");
    ledger.borrow("b", m + 2 * PAGE, 1, "mut");
    ledger.borrow("c", m + 3 * PAGE, 1, "mut");
    expect(unmap(region, m + PAGE, 2 * PAGE)).toBe(
      "a 4096 unmapped SAFE-05 SAFE-06, b 8192 unmapped SAFE-05 SAFE-06 |",
    );
    expect(effects({})).toBe(NOTHING);
    expect(ledger.liveLeases).toBe(1);
  });

  it("permission (LEASE-11)", () => {
    protect(VmOption.PERM_READ | VmOption.PERM_WRITE | VmOption.PERM_EXECUTE, m, PAGE);
    ledger.borrow("s", m, 1, "shared");
    ledger.borrow("w", m, 1, "mut");
    ledger.borrow("x", m, 1, "execute");
    expect(protect(VmOption.PERM_READ | VmOption.PERM_EXECUTE, m, 1)).toBe("w 0 permission SAFE-10 |");
    expect(protect(VmOption.PERM_READ, m, 1)).toBe("x 0 permission SAFE-10 |");
    expect(protect(0, m, 1)).toBe("s 0 permission SAFE-10 |");
  });

  it("replaced (LEASE-12), unless by the same VMO page", () => {
    ledger.borrow("s", m, 2 * PAGE, "shared");
    expect(mapOver(PAGE, vmo, PAGE, PAGE)).toBe(NOTHING);
    expect(mapOver(PAGE, vmo, 0, PAGE)).toBe("s 4096 replaced SAFE-01 |");
    ledger.borrow("t", m, 1, "shared");
    const child = kernel.vmoCreateChild(vmo, 1, 0, PAGE).handle;
    expect(mapOver(0, child, 0, PAGE)).toBe("t 0 replaced SAFE-01 |");
  });

  it("replaced comes before beyond-end, permission before replaced", () => {
    const empty = kernel.vmoCreate(0, 0).handle;
    ledger.borrow("w", m, 1, "mut");
    expect(mapOver(0, empty, 0, PAGE)).toBe("w 0 replaced SAFE-01 |");
    ledger.borrow("v", m + PAGE, 1, "mut");
    const { status, addr } = kernel.vmarMap(region, VmOption.SPECIFIC_OVERWRITE, PAGE, empty, 0, PAGE);
    expect(effects({ op: "map", ok: status === Status.OK, overwrite: true, addr, len: PAGE })).toBe(
      "v 4096 permission SAFE-01 |",
    );
  });

  it("beyond-end (LEASE-13): a soundness finding", () => {
    ledger.borrow("s", m + PAGE, 3 * PAGE, "shared");
    kernel.vmoSetSize(vmo, 2 * PAGE);
    expect(effects({ op: "vmo_set_size" })).toBe("s 8192 beyond-end |");
  });

  it("beyond-end also of a stream and of discarded memory", () => {
    const options = RW | VmOption.ALLOW_FAULTS | VmOption.FAULT_BEYOND_STREAM_SIZE;
    const { addr } = kernel.vmarMap(root, options, 0, vmo, 0, 4 * PAGE);
    ledger.borrow("s", addr, 3 * PAGE, "mut");
    kernel.vmoSetStreamSize(vmo, PAGE);
    const discardable = kernel.vmoCreate(PAGE, VmoOption.DISCARDABLE).handle;
    const mapped = kernel.vmarMap(root, RW | VmOption.ALLOW_FAULTS, 0, discardable, 0, PAGE);
    ledger.borrow("d", mapped.addr, 1, "mut");
    kernel.vmoDiscard(discardable);
    const { broken } = ledger.examine({ op: "other", ok: true });
    expect(broken.map(({ lease, page, reason }) => [lease, page, reason])).toEqual([
      ["s", Number(addr) + PAGE, "beyond-end"],
      ["d", mapped.addr, "beyond-end"],
    ]);
  });

  it("not by a copy on write, a split, a merge or a closed handle (LEASE-14)", () => {
    kernel.vmoWrite(vmo, 0, new Uint8Array([1]));
    const child = kernel.vmoCreateChild(vmo, 1, 0, 4 * PAGE).handle;
    const at = Number(kernel.vmarMap(region, RW | VmOption.SPECIFIC, 8 * PAGE, child, 0, 3 * PAGE).addr);
    ledger.borrow("w", at, 3 * PAGE, "mut");
    ledger.borrow("s", m, 1, "shared");
    kernel.access(at, "write", 8, 7);
    expect(effects({ op: "access" })).toBe(NOTHING);
    kernel.vmarMap(region, RW | VmOption.SPECIFIC, 11 * PAGE, child, 3 * PAGE, PAGE);
    expect(effects({ op: "map" })).toBe(NOTHING);
    expect(unmap(region, at + 3 * PAGE, PAGE)).toBe(NOTHING);
    kernel.handleClose(child);
    kernel.handleClose(vmo);
    kernel.handleClose(region);
    expect(effects({ op: "handle_close" })).toBe(NOTHING);
  });

  it("not by the kernel's own clone of a forced write (LEASE-15)", () => {
    const readOnly = kernel.handleDuplicate(vmo, Rights.MAP | Rights.READ).handle;
    const { addr } = kernel.vmarMap(root, VmOption.PERM_READ, 0, readOnly, PAGE, PAGE);
    ledger.borrow("s", addr, 8, "shared");
    ledger.borrow("t", Number(addr) + 8, 8, "shared");
    kernel.processWriteMemory(kernel.process, addr, new Uint8Array([1]));
    expect(kernel.observePage(addr)).toMatchObject({ vmoKoid: 0, vmoOffset: 0 });
    expect(effects({ op: "write_memory" })).toBe("| s");
    expect(effects({ op: "info" })).toBe(NOTHING);
    // Any other call that put such a page there would replace it.
    const { addr: other } = kernel.vmarMap(root, VmOption.PERM_READ, 0, readOnly, PAGE, PAGE);
    ledger.borrow("u", other, 8, "shared");
    kernel.processWriteMemory(kernel.process, other, new Uint8Array([1]));
    expect(effects({ op: "info" })).toContain("replaced LEASE-20");
  });
});

describe("changed (LEASE-16)", () => {
  it("tells whose bytes differ, once for each change, and never of mut leases", () => {
    protect(VmOption.PERM_READ | VmOption.PERM_WRITE | VmOption.PERM_EXECUTE, m, 4 * PAGE);
    ledger.borrow("w", m, PAGE, "mut");
    ledger.borrow("x", m, PAGE, "execute");
    ledger.borrow("s", m + 1, 2 * PAGE, "shared");
    kernel.vmoWrite(vmo, 0, new Uint8Array([1]));
    expect(effects({ op: "vmo_write" })).toBe("| x");
    expect(effects({ op: "info" })).toBe(NOTHING);
    kernel.vmarOpRange(region, VmarOp.ZERO, m, 4 * PAGE, 0);
    expect(effects({ op: "op_range" })).toBe("| x");
    kernel.access(m + 2 * PAGE, "write", 8, 0xff00);
    expect(effects({ op: "access" })).toBe(NOTHING);
    kernel.access(m + 2 * PAGE, "write", 8, 0xff);
    expect(effects({ op: "access" })).toBe("| s");
  });

  it("looks across mappings and at uncached memory", () => {
    kernel.vmarUnmap(region, m + PAGE, PAGE);
    const uncached = kernel.vmoCreate(PAGE, 0).handle;
    kernel.vmoSetCachePolicy(uncached, CachePolicy.UNCACHED);
    kernel.vmarMap(region, RW | VmOption.SPECIFIC, PAGE, uncached, 0, PAGE);
    ledger.borrow("s", m, 4 * PAGE, "shared");
    kernel.access(m + PAGE + 5, "write", 8, 1);
    expect(effects({ op: "access" })).toBe("| s");
    kernel.access(m + 3 * PAGE, "write", 8, 1);
    expect(effects({ op: "access" })).toBe("| s");
  });

  it("is not told of a lease that broke", () => {
    ledger.borrow("s", m, 1, "shared");
    kernel.vmoWrite(vmo, 0, new Uint8Array([1]));
    expect(unmap(region, m, 1)).toBe("s 0 unmapped SAFE-05 SAFE-06 |");
  });
});

describe("obligations", () => {
  it("SAFE-07 for code, SAFE-08 past the end, SAFE-09 in a child region", () => {
    protect(VmOption.PERM_READ | VmOption.PERM_EXECUTE, m, 4 * PAGE);
    ledger.borrow("x", m, 1, "execute");
    ledger.borrow("tail", m + 100, PAGE, "shared");
    ledger.borrow("both", m + 99, 10, "shared");
    expect(unmap(region, m, 100)).toBe(
      "x 0 unmapped SAFE-07, tail 0 unmapped SAFE-08, both 0 unmapped SAFE-05 SAFE-06 |",
    );
    ledger.borrow("child", m + PAGE, 1, "shared");
    expect(unmap(root, m, 16 * PAGE)).toBe("child 4096 unmapped SAFE-09 |");
  });

  it("SAFE-11 for destroy, SAFE-03 for code replaced", () => {
    protect(VmOption.PERM_READ | VmOption.PERM_EXECUTE, m, PAGE);
    ledger.borrow("x", m, 1, "execute");
    const other = kernel.vmoReplaceAsExecutable(kernel.vmoCreate(PAGE, 0).handle).handle;
    const options = VmOption.SPECIFIC_OVERWRITE | VmOption.PERM_READ | VmOption.PERM_EXECUTE;
    const { addr } = kernel.vmarMap(region, options, 0, other, 0, PAGE);
    expect(effects({ op: "map", overwrite: true, addr, len: PAGE })).toBe("x 0 replaced SAFE-03 |");
    ledger.borrow("s", m + PAGE, 1, "shared");
    kernel.vmarDestroy(region);
    expect(effects({ op: "destroy", vmar: koidOf(region) })).toBe("s 4096 unmapped SAFE-11 |");
  });
});

describe("laws", () => {
  it("LEASE-20: a safe call unmaps nothing under a lease", () => {
    ledger.borrow("s", m, 1, "shared");
    kernel.vmarUnmap(region, m, PAGE);
    expect(effects({ op: "op_range" })).toBe("s 0 unmapped LEASE-20 |");
  });

  it("LEASE-21: a call that fails breaks nothing", () => {
    ledger.borrow("s", m, 1, "shared");
    kernel.vmarUnmap(region, m, PAGE);
    expect(effects({ op: "unmap", ok: false, vmar: koidOf(region), addr: m, len: 1 })).toBe(
      "s 0 unmapped SAFE-05 SAFE-06 LEASE-21 |",
    );
  });

  it("LEASE-22: a call breaks what its range covers", () => {
    ledger.borrow("s", m, PAGE, "shared");
    ledger.borrow("t", m + PAGE, PAGE, "shared");
    kernel.vmarUnmap(region, m, 2 * PAGE);
    expect(effects({ op: "unmap", vmar: koidOf(region), addr: m, len: PAGE })).toBe(
      "s 0 unmapped SAFE-05 SAFE-06, t 4096 unmapped SAFE-08 LEASE-22 |",
    );
    ledger.borrow("u", m + 2 * PAGE, 1, "shared");
    kernel.vmarDestroy(region);
    expect(effects({ op: "destroy", vmar: 1 })).toBe("u 8192 unmapped SAFE-11 LEASE-22 |");
  });

  it("the death of the process is no break of a law", () => {
    ledger.borrow("s", m, 1, "shared");
    kernel.taskKill(kernel.process);
    expect(effects({ op: "task_kill" })).toBe("s 0 unmapped |");
  });
});
