import { describe, expect, it } from "vitest";
import { PagedKernel, createPagedKernel } from "../../models/paged/index.ts";
import { createReferenceKernel } from "../../models/reference/index.ts";
import {
  type AccessKind,
  type BytesAnswer,
  DEFAULT_ASPACE,
  DEFAULT_SEMANTICS,
  type Handle,
  type KernelFactory,
  type PageView,
  Rights,
  type SpaceVisitor,
  Status,
  type U64,
  VmOption,
  type ValueAnswer,
  VmoOption,
} from "../zircon/index.ts";
import { LAWS } from "./laws/index.ts";
import type { Law } from "./laws/law.ts";
import { type Difference, lockstep } from "./lockstep.ts";
import { type Op, type Program, ROOT, type World } from "./program.ts";

const P = 4096;
const RW = VmOption.PERM_READ | VmOption.PERM_WRITE;
const WORLD: World = { aspace: DEFAULT_ASPACE, aslrSeed: undefined, semantics: DEFAULT_SEMANTICS };
const AT_MAPPING = { slot: 2, delta: 0 };

/** A resizable VMO of two pages, mapped, and a reference into the second page. */
const LEASED: readonly Op[] = [
  { call: "vmo_create", size: 2 * P, options: VmoOption.RESIZABLE, out: 1 },
  { call: "map", vmar: ROOT, options: RW, offset: 0, vmo: 1, vmoOffset: 0, len: 2 * P, out: 2 },
  { call: "borrow", addr: { slot: 2, delta: P }, len: 16, kind: "shared", out: 3 },
];

function run(ops: readonly Op[], right: KernelFactory, checkEvery?: number): Difference | undefined {
  const program: Program = { world: WORLD, ops };
  const checks = checkEvery === undefined ? undefined : { laws: LAWS, checkEvery };
  return lockstep(program, { left: createReferenceKernel, right }, undefined, checks);
}

class KeepsPages extends PagedKernel {
  override vmoSetSize(): Status {
    return Status.OK;
  }
}

class ForgetsWrites extends PagedKernel {
  override vmoWrite(): Status {
    return Status.OK;
  }
}

class CountsTwice extends PagedKernel {
  override observeSpace(base: U64, size: U64, visitor: SpaceVisitor): void {
    super.observeSpace(base, size, {
      region: (...region) => visitor.region(...region),
      mapping(...mapping) {
        visitor.mapping(...mapping);
        visitor.mapping(...mapping);
      },
    });
  }
}

class Throws extends PagedKernel {
  override processWriteMemory(): ValueAnswer {
    throw new TypeError("oops");
  }
}

const throwing: KernelFactory = (config) => new Throws(config);
const throwingInSizes: KernelFactory = (config) => new ThrowsInSizes(config);
const countingTwice: KernelFactory = (config) => new CountsTwice(config);

class ThrowsInSpace extends PagedKernel {
  override observeSpace(base: U64, size: U64, visitor: SpaceVisitor): void {
    if (this.observePage(DEFAULT_ASPACE.base) !== undefined) throw new TypeError("oops");
    super.observeSpace(base, size, visitor);
  }
}

class ThrowsInPages extends PagedKernel {
  override observePage(): PageView | undefined {
    throw new TypeError("oops");
  }
}

class ThrowsInSizes extends PagedKernel {
  override vmoGetSize(): ValueAnswer {
    throw new TypeError("oops");
  }
}

class ReadsOnes extends PagedKernel {
  override vmoRead(vmo: Handle, offset: U64, len: U64): BytesAnswer {
    const { status, bytes } = super.vmoRead(vmo, offset, len);
    return { status, bytes: bytes.fill(1) };
  }
}

class ReadsHalf extends PagedKernel {
  override access(addr: U64, kind: AccessKind, width: 1 | 8, value?: U64): ValueAnswer {
    const crosses = Number(addr) % P > P - width;
    return crosses ? { status: Status.OK, value: 1 } : super.access(addr, kind, width, value);
  }
}

class CountsOne extends PagedKernel {
  override infoHandleCount(): ValueAnswer {
    return { status: Status.OK, value: 1 };
  }
}

class ShowsAll extends PagedKernel {
  override observeSpace(_base: U64, _size: U64, visitor: SpaceVisitor): void {
    super.observeSpace(DEFAULT_ASPACE.base, DEFAULT_ASPACE.size, visitor);
  }
}

describe("lockstep", () => {
  it("finds nothing where kernels agree", () => {
    expect(run(LEASED, createPagedKernel, 1)).toBeUndefined();
  });

  it("tells which lease broke on one side alone", () => {
    const shrink: Op = { call: "vmo_set_size", vmo: 1, size: P };
    expect(run([...LEASED, shrink], (config) => new KeepsPages(config))).toMatchObject({
      step: 3,
      op: shrink,
      field: "dangling",
      left: "#3 at 0x1001000: beyond-end",
      right: "no lease broken",
    });
  });

  it("tells which lease changed on one side alone", () => {
    const write: Op = { call: "vmo_write", vmo: 1, offset: P, bytes: Uint8Array.of(1) };
    expect(run([...LEASED, write], (config) => new ForgetsWrites(config))).toMatchObject({
      field: "changed",
      left: "#3",
      right: "no lease changed",
    });
  });

  it("takes a release of what is no live lease for no program (LEASE-03)", () => {
    const unmap: Op = { call: "unmap", vmar: ROOT, addr: AT_MAPPING, len: 2 * P };
    const release: Op = { call: "release", lease: 3 };
    const wrong: Op = { call: "write_memory", addr: AT_MAPPING, bytes: Uint8Array.of(1) };
    expect(run([...LEASED, release, wrong], throwing)).toMatchObject({ step: 4, field: "exception" });
    expect(run([...LEASED, unmap, release, wrong], throwing)).toBeUndefined();
  });

  it("reports a throwing kernel as its answer", () => {
    const write: Op = { call: "write_memory", addr: AT_MAPPING, bytes: Uint8Array.of(1) };
    expect(run([...LEASED, write], throwing)).toMatchObject({
      field: "exception",
      left: "OK",
      right: "TypeError: oops",
    });
  });

  it("asks for bytes in the end", () => {
    expect(run(LEASED, (config) => new ReadsOnes(config))).toMatchObject({
      step: 3,
      op: { call: "vmo_read", vmo: 1, offset: 0, len: 1 },
      field: "bytes",
      left: "00",
      right: "01",
    });
  });

  it("asks for a word across a page border", () => {
    expect(run(LEASED, (config) => new ReadsHalf(config))).toMatchObject({
      step: 3,
      op: { call: "access", addr: { slot: ROOT, delta: P - 4 }, width: 8 },
      field: "value",
    });
  });

  it("looks at parts of the space", () => {
    expect(run(LEASED, (config) => new ShowsAll(config))).toMatchObject({
      op: { call: "observe", len: P },
      field: "shown",
      left: "",
    });
  });

  it("asks how many handles there are", () => {
    const twice: Op = { call: "handle_duplicate", handle: 1, rights: Rights.SAME_RIGHTS, out: 4 };
    expect(run([...LEASED, twice], (config) => new CountsOne(config))).toMatchObject({
      op: { call: "handle_count", handle: 1 },
      field: "count",
    });
  });

  it("tells which side broke a law, at the next check", () => {
    const pair = { left: countingTwice, right: countingTwice };
    const program = { world: WORLD, ops: LEASED };
    expect(lockstep(program, pair)).toBeUndefined();
    const checks = { laws: LAWS, checkEvery: 2 };
    expect(lockstep(program, pair, undefined, checks)).toMatchObject({
      step: 1,
      field: "law no-overlap",
      left: "[0x1000000, +0x2000) at depth 2 overlaps what comes before it",
    });
    // No check but the one after the last operation.
    const rare = { laws: LAWS, checkEvery: 100 };
    expect(lockstep(program, pair, undefined, rare)).toMatchObject({ step: 2, field: "law no-overlap" });
  });

  it("takes what a kernel throws for a difference, whatever it is asked for", () => {
    const oops = "TypeError: oops";
    const unmap: Op = { call: "unmap", vmar: ROOT, addr: AT_MAPPING, len: P };
    const inSpace = run(LEASED, (config) => new ThrowsInSpace(config));
    expect(inSpace).toMatchObject({ step: 1, field: "exception", left: "no exception", right: oops });
    const inPages = run([...LEASED.slice(0, 2), unmap], (config) => new ThrowsInPages(config));
    expect(inPages).toMatchObject({ step: 2, field: "exception", left: "no exception", right: oops });
    const inLeases = run(LEASED, (config) => new ThrowsInPages(config));
    expect(inLeases).toMatchObject({ step: 2, field: "exception", left: "OK", right: oops });
    // How much is read back is asked of the left side alone.
    const sizes = { left: throwingInSizes, right: createReferenceKernel };
    expect(lockstep({ world: WORLD, ops: LEASED.slice(0, 1) }, sizes)).toMatchObject({
      step: 1,
      op: { call: "vmo_get_size" },
      field: "exception",
      left: oops,
    });
  });

  it("takes what a law is thrown at for a breach", () => {
    const program = { world: WORLD, ops: LEASED };
    const check = (kernel: unknown): string | undefined => {
      if (kernel instanceof PagedKernel) throw new TypeError("oops");
      return undefined;
    };
    const pair = { left: createReferenceKernel, right: createPagedKernel };
    for (const when of ["check", "after"] as const) {
      const law: Law = {
        name: "picky",
        rules: [],
        watch: (_world, { kernel }) => ({ [when]: () => check(kernel) }),
      };
      const seen = lockstep(program, pair, undefined, { laws: [law], checkEvery: 1 });
      expect(seen).toMatchObject({ step: 0, field: "law picky", left: "kept", right: "TypeError: oops" });
    }
  });

  it("says kept of the side that kept the law", () => {
    const program = { world: WORLD, ops: LEASED };
    const seen = lockstep(program, { left: createReferenceKernel, right: createPagedKernel }, undefined, {
      laws: [{ name: "picky", rules: [], watch: (_world, { kernel }) => ({ check: () => isPaged(kernel) }) }],
      checkEvery: 1,
    });
    expect(seen).toMatchObject({ step: 0, field: "law picky", left: "kept", right: "it is paged" });
  });
});

function isPaged(kernel: unknown): string | undefined {
  return kernel instanceof PagedKernel ? "it is paged" : undefined;
}
