import {
  type AccessKind,
  type BytesAnswer,
  type Handle,
  Perm,
  type SpaceVisitor,
  Status,
  type U64,
  type ValueAnswer,
  addU64,
} from "../../src/zircon/index.ts";
import { contractDecisions, PagedKernel, type World } from "../paged/index.ts";
import type { StoredPage } from "../paged/page-store.ts";
import type { Vmo } from "../paged/vmo.ts";
import { calling, deciding, type Fault, switching } from "./fault.ts";
import { mappedRun, objectRuns } from "./runs.ts";

/** The VMO and its page that an address shows. */
function backing(world: World, addr: U64): { readonly vmo: Vmo; readonly page: number } | undefined {
  const page = world.pages.of(addr);
  const run = mappedRun(world, page);
  return run === undefined ? undefined : { vmo: world.identities.of(run.code).vmo, page: page + run.delta };
}

/** The page that a VMO shares with another one; undefined if it has it for itself, or not at all. */
function sharedPage(vmo: Vmo, page: number): StoredPage | undefined {
  let shared: StoredPage | undefined;
  vmo.store.forEachStored(vmo.base + page, vmo.base + page + 1, (stored) => {
    if (stored.sharers > 1) shared = stored;
  });
  return shared;
}

/** Writes into a page that others see as well. */
function leak(world: World, page: StoredPage | undefined, at: number, bytes: Uint8Array): void {
  if (page === undefined) return;
  page.bytes ??= new Uint8Array(world.pages.size);
  page.bytes.set(bytes.subarray(0, world.pages.size - at), at);
}

class VmoWriteLeaks extends PagedKernel {
  override vmoWrite(handle: Handle, offset: U64, bytes: Uint8Array): Status {
    const { world } = this;
    const vmo = world.handles.vmo(handle, 0);
    const page =
      typeof vmo === "number" || vmo.origin !== "snapshot"
        ? undefined
        : sharedPage(vmo, world.pages.of(offset));
    const status = super.vmoWrite(handle, offset, bytes);
    if (status === Status.OK) leak(world, page, world.pages.offsetIn(offset), bytes);
    return status;
  }
}

class FirstWriteDoesNotCopy extends PagedKernel {
  override access(addr: U64, kind: AccessKind, width: 1 | 8, value?: U64): ValueAnswer {
    const { world } = this;
    const target = kind === "write" && value !== undefined ? backing(world, addr) : undefined;
    const page = target === undefined ? undefined : sharedPage(target.vmo, target.page);
    const answer = super.access(addr, kind, width, value);
    if (answer.status !== Status.OK || value === undefined) return answer;
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
    leak(world, page, world.pages.offsetIn(addr), bytes.subarray(0, width));
    return answer;
  }
}

class ExecuteImpliedByRead extends PagedKernel {
  override access(addr: U64, kind: AccessKind, width: 1 | 8, value?: U64): ValueAnswer {
    if (kind !== "execute") return super.access(addr, kind, width, value);
    return { status: super.access(addr, "read", width).status, value: 0 };
  }
}

class EndBeforePermission extends PagedKernel {
  override access(addr: U64, kind: AccessKind, width: 1 | 8, value?: U64): ValueAnswer {
    const reach = this.observePage(addr)?.reach ?? Status.OK;
    return reach === Status.OK ? super.access(addr, kind, width, value) : { status: reach, value: 0 };
  }
}

class TornWrite extends PagedKernel {
  override access(addr: U64, kind: AccessKind, width: 1 | 8, value?: U64): ValueAnswer {
    const answer = super.access(addr, kind, width, value);
    if (answer.status === Status.OK || kind !== "write" || value === undefined) return answer;
    const { pages } = this.world;
    // The part in the first page is stored before the second page faults.
    for (let i = 0; i < Math.min(width, pages.size - pages.offsetIn(addr)); i++) {
      const byte = Number((BigInt(value) >> BigInt(8 * i)) & 0xffn);
      if (super.access(addU64(addr, i), "write", 1, byte).status !== Status.OK) break;
    }
    return answer;
  }
}

class SecondPageUnchecked extends PagedKernel {
  override access(addr: U64, kind: AccessKind, width: 1 | 8, value?: U64): ValueAnswer {
    const answer = super.access(addr, kind, width, value);
    const { pages } = this.world;
    const within = pages.size - pages.offsetIn(addr);
    if (answer.status === Status.OK || kind !== "write" || value === undefined || within >= width)
      return answer;
    for (let i = 0; i < within; i++) {
      const byte = Number((BigInt(value) >> BigInt(8 * i)) & 0xffn);
      const { status } = super.access(addU64(addr, i), "write", 1, byte);
      if (status !== Status.OK) return { status, value: 0 };
    }
    return { status: Status.OK, value: 0 };
  }
}

class ReadMemoryCrosses extends PagedKernel {
  override processReadMemory(process: Handle, addr: U64, len: U64): BytesAnswer {
    const first = super.processReadMemory(process, addr, len);
    const parts = [first.bytes];
    let done = first.bytes.length;
    while (first.status === Status.OK && done < len) {
      const { status, bytes } = super.processReadMemory(process, addU64(addr, done), Number(len) - done);
      if (status !== Status.OK || bytes.length === 0) break;
      parts.push(bytes);
      done += bytes.length;
    }
    return { status: first.status, bytes: new Uint8Array(Buffer.concat(parts)) };
  }
}

/** Bytes from `addr` to the end of its protection range. */
function rangeLeft(world: World, addr: U64): number {
  const page = world.pages.of(addr);
  const run = mappedRun(world, page);
  return run === undefined ? 0 : (run.end - page) * world.pages.size - world.pages.offsetIn(addr);
}

class ReadMemoryStopsAtProtection extends PagedKernel {
  override processReadMemory(process: Handle, addr: U64, len: U64): BytesAnswer {
    const answer = super.processReadMemory(process, addr, len);
    return { ...answer, bytes: answer.bytes.subarray(0, rangeLeft(this.world, addr)) };
  }
}

class ReadMemoryNeedsPermission extends PagedKernel {
  override processReadMemory(process: Handle, addr: U64, len: U64): BytesAnswer {
    const answer = super.processReadMemory(process, addr, len);
    const perms = this.observePage(addr)?.perms ?? Perm.READ;
    if (answer.status !== Status.OK || (perms & Perm.READ) !== 0) return answer;
    return { status: Status.ACCESS_DENIED, bytes: new Uint8Array(0) };
  }
}

class WriteMemoryNeedsPermission extends PagedKernel {
  override processWriteMemory(process: Handle, addr: U64, bytes: Uint8Array): ValueAnswer {
    const page = bytes.length === 0 ? undefined : this.observePage(addr);
    if (page !== undefined && (page.perms & Perm.WRITE) === 0)
      return { status: Status.ACCESS_DENIED, value: 0 };
    return super.processWriteMemory(process, addr, bytes);
  }
}

class WriteMemoryCrosses extends PagedKernel {
  override processWriteMemory(process: Handle, addr: U64, bytes: Uint8Array): ValueAnswer {
    const { status, value } = super.processWriteMemory(process, addr, bytes);
    const done = Number(value);
    if (status !== Status.OK || done >= bytes.length) return { status, value };
    const rest = super.processWriteMemory(process, addU64(addr, done), bytes.subarray(done));
    return { status, value: done + Number(rest.status === Status.OK ? rest.value : 0) };
  }
}

class PrivateCloneShowsKoid extends PagedKernel {
  override observeSpace(base: U64, size: U64, visitor: SpaceVisitor): void {
    super.observeSpace(base, size, {
      region: (...entry) => visitor.region(...entry),
      mapping: (start, length, depth, perms, koid, offset) => {
        const run = mappedRun(this.world, this.world.pages.of(start));
        const shown = run === undefined ? koid : this.world.identities.of(run.code).vmo.parent?.koid;
        visitor.mapping(start, length, depth, perms, koid === 0 ? (shown ?? koid) : koid, offset);
      },
    });
  }
}

/** What memory holds, and who may touch it (§6). */
export const MEMORY_FAULTS: readonly Fault[] = [
  {
    id: "clone-write-leaks",
    about: "zx_vmo_write to a page that a snapshot still shares is seen by its parent",
    rules: ["VMO-08", "FAULT-06"],
    origin: "accounting: a clone's writes leaking",
    create: calling(VmoWriteLeaks),
  },
  {
    id: "first-write-does-not-copy",
    about: "the first store through a mapping to a shared page is seen by the other members of the family",
    rules: ["FAULT-06", "FAULT-09"],
    origin: "Asterinas #2444: a page made writable without a copy",
    create: calling(FirstWriteDoesNotCopy),
  },
  {
    id: "execute-implied-by-read",
    about: "whatever can be read can be executed",
    rules: ["FAULT-02"],
    origin: "machines without a no-execute bit",
    create: calling(ExecuteImpliedByRead),
  },
  {
    id: "order-fault-03-before-fault-02",
    about: "an access notices the VMO's end before a missing permission",
    rules: ["FAULT-02", "FAULT-03", "FAULT-10"],
    origin: "order of checks",
    create: calling(EndBeforePermission),
  },
  {
    id: "torn-word-write",
    about: "a word that lies in two pages is stored in part when the second page faults",
    rules: ["FAULT-06", "FAULT-02"],
    origin: "stores byte by byte",
    create: calling(TornWrite),
  },
  {
    id: "word-write-checks-first-page",
    about: "a word that lies in two pages is only checked against the first",
    rules: ["FAULT-01", "FAULT-02"],
    origin: "one lookup for an access",
    create: calling(SecondPageUnchecked),
  },
  {
    id: "vmo-end-in-bytes",
    about: "a page number is compared with the VMO's size in bytes, so accesses beyond the end succeed",
    rules: ["FAULT-03"],
    origin: "zCore: byte and page units mixed",
    create: deciding({
      reachPages: (pages, vmo, fbs) => contractDecisions.reachPages(pages, vmo, fbs) * pages.size,
    }),
  },
  {
    id: "vmo-end-one-page-late",
    about: "the page behind the VMO's end can still be touched",
    rules: ["FAULT-03"],
    origin: "inclusive range ends",
    create: deciding({
      reachPages: (pages, vmo, fbs) => contractDecisions.reachPages(pages, vmo, fbs) + (fbs ? 0 : 1),
    }),
  },
  {
    id: "fault-ignores-stream",
    about: "FAULT_BEYOND_STREAM_SIZE has no effect on accesses",
    rules: ["FAULT-04"],
    origin: "an option that is validated and not passed on",
    create: deciding({ reachPages: (pages, vmo) => contractDecisions.reachPages(pages, vmo, false) }),
  },
  {
    id: "stream-end-rounded-down",
    about: "the page that holds the stream's end faults",
    rules: ["FAULT-04", "OPR-09c"],
    origin: "accounting: stream end rounded down",
    create: deciding({
      reachPages(pages, vmo, fbs) {
        const { stream } = vmo.extent;
        return fbs && stream !== undefined ? Math.min(vmo.pages, pages.of(stream)) : vmo.pages;
      },
    }),
  },
  {
    id: "forced-write-goes-through",
    about: "write_memory to a mapping that can never be written changes the VMO itself",
    rules: ["PMEM-06"],
    origin: "Linux: writes of debuggers to shared read-only pages",
    create: deciding({ forceWritable: () => Status.OK }),
  },
  {
    id: "forced-write-clone-trimmed",
    about: "the clone of a forced write ends with the VMO instead of the mapping",
    rules: ["PMEM-09"],
    origin: "Zircon without Q-4",
    create: switching({ "Q-4": false }),
  },
  {
    id: "forced-write-clones-page",
    about: "a forced write makes a private clone of the page, not of the whole mapping",
    rules: ["PMEM-06"],
    origin: "Linux: copy-on-write page by page",
    create: deciding({
      forceWritable(world, page, pos) {
        const region = world.regionAt(page);
        const { vmo, attrs } = world.identities.of(world.runs.code(pos));
        const before = objectRuns(world, region, page);
        const status = contractDecisions.forceWritable(world, page, pos);
        if (status !== Status.OK) return status;
        const id = world.identities.intern(vmo, attrs);
        for (const { start, end, delta, code } of before) {
          const restored = (id << 3) | (code & 7);
          if (start < page) region.runs.put(start, Math.min(end, page), delta, restored);
          if (end > page + 1) region.runs.put(Math.max(start, page + 1), end, delta, restored);
        }
        world.runs.idle.push(id); // the whole mapping may have been the page
        return status;
      },
    }),
  },
  {
    id: "read-memory-crosses-mappings",
    about: "read_memory goes on into the next mapping",
    rules: ["PMEM-07"],
    origin: "Asterinas #768: reads over several mappings",
    create: calling(ReadMemoryCrosses),
  },
  {
    id: "write-memory-crosses-mappings",
    about: "write_memory goes on into the next mapping",
    rules: ["PMEM-07"],
    origin: "Asterinas #768: writes over several mappings",
    create: calling(WriteMemoryCrosses),
  },
  {
    id: "read-memory-stops-at-protection",
    about: "read_memory ends where the permissions change",
    rules: ["PMEM-07"],
    origin: "Zircon before V-5: protect split the mapping object",
    create: calling(ReadMemoryStopsAtProtection),
  },
  {
    id: "read-memory-needs-read",
    about: "read_memory of a page that cannot be read now is refused",
    rules: ["PMEM-07"],
    origin: "a debugger taken for a thread",
    create: calling(ReadMemoryNeedsPermission),
  },
  {
    id: "write-memory-needs-write",
    about: "write_memory to a page that cannot be written now is refused",
    rules: ["PMEM-06", "PMEM-07"],
    origin: "a debugger taken for a thread",
    create: calling(WriteMemoryNeedsPermission),
  },
  {
    id: "private-clone-shows-koid",
    about: "the clone of a forced write shows the koid of the VMO that it was made from",
    rules: ["PMEM-06", "INFO-15"],
    origin: "a record filled from the wrong object",
    create: calling(PrivateCloneShowsKoid),
  },
];
