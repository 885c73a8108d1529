/**
 * Translations that a call should have dropped.
 *
 * The engine has no page tables: what an access finds is what the calls have left. These kernels remember for some pages what an access
 * found before a call, and go on serving that until another call changes the address space.
 */
import {
  type AccessKind,
  type AllocateAnswer,
  type Handle,
  type MapAnswer,
  type PageView,
  Status,
  type U64,
  type ValueAnswer,
  VmOption,
} from "../../src/zircon/index.ts";
import { PagedKernel } from "../paged/index.ts";
import { requestedPerms } from "../paged/vmar-map.ts";
import type { Vmo } from "../paged/vmo.ts";
import { calling, type Fault } from "./fault.ts";
import { directRuns, mappedRuns, objectRuns, type Run } from "./runs.ts";

interface Translation {
  readonly vmo: Vmo;
  readonly attrs: number;
  readonly delta: number;
  readonly perms: number;
}

/** Pages in one call that are remembered at most: the others behave as they should. */
const REMEMBERED = 64;

/** A kernel with a translation cache that some calls forget to clear. */
abstract class StaleKernel extends PagedKernel {
  protected readonly stale: Map<number, Translation> = new Map();

  /** What accesses to the pages [start, end) find now. */
  protected translations(runs: readonly Run[], start: number, end: number): ReadonlyMap<number, Translation> {
    const found = new Map<number, Translation>();
    for (const run of runs) {
      if (run.code < 0) continue;
      const { vmo, attrs } = this.world.identities.of(run.code);
      const from = Math.max(run.start, start);
      for (let page = from; page < Math.min(run.end, end, from + REMEMBERED); page++)
        found.set(page, { vmo, attrs, delta: run.delta, perms: run.code & 7 });
    }
    return found;
  }

  protected keep(translations: ReadonlyMap<number, Translation>): void {
    for (const [page, translation] of translations)
      if (translation.vmo.mapped) this.stale.set(page, translation);
  }

  override access(addr: U64, kind: AccessKind, width: 1 | 8, value?: U64): ValueAnswer {
    const page = this.world.pages.of(addr);
    return this.#restored(page, () => this.#restored(page + 1, () => super.access(addr, kind, width, value)));
  }

  override observePage(addr: U64): PageView | undefined {
    return this.#restored(this.world.pages.of(addr), () => super.observePage(addr));
  }

  /** Answers as if the page had its stale translation. */
  #restored<Answer>(page: number, answer: () => Answer): Answer {
    const translation = this.stale.get(page);
    if (translation === undefined) return answer();
    const { identities } = this.world;
    const { runs: index } = this.world.regionAt(page);
    const [now] = directRuns(this.world, this.world.regionAt(page), page, page + 1);
    const id = identities.intern(translation.vmo, translation.attrs);
    index.put(page, page + 1, translation.delta, (id << 3) | translation.perms);
    const answered = answer();
    if (now === undefined) index.clear(page, page + 1);
    else index.put(page, page + 1, now.delta, now.code);
    identities.settle();
    return answered;
  }

  override vmarMap(...args: Parameters<PagedKernel["vmarMap"]>): MapAnswer {
    this.stale.clear();
    return super.vmarMap(...args);
  }

  override vmarAllocate(...args: Parameters<PagedKernel["vmarAllocate"]>): AllocateAnswer {
    this.stale.clear();
    return super.vmarAllocate(...args);
  }

  override vmarUnmap(vmar: Handle, addr: U64, len: U64): Status {
    this.stale.clear();
    return super.vmarUnmap(vmar, addr, len);
  }

  override vmarProtect(...args: Parameters<PagedKernel["vmarProtect"]>): Status {
    this.stale.clear();
    return super.vmarProtect(...args);
  }

  override vmarDestroy(vmar: Handle): Status {
    this.stale.clear();
    return super.vmarDestroy(vmar);
  }

  override processWriteMemory(...args: Parameters<PagedKernel["processWriteMemory"]>): ValueAnswer {
    this.stale.clear();
    return super.processWriteMemory(...args);
  }
}

class ProtectSkipsTables extends StaleKernel {
  override vmarProtect(vmar: Handle, options: number, addr: U64, len: U64): Status {
    const { pages, handles } = this.world;
    const region = handles.vmar(vmar, 0);
    const [start, count] = [pages.of(addr), pages.up(len)];
    const perms = requestedPerms(this.world, options);
    const skipped =
      typeof region === "number" || !region.alive
        ? []
        : mappedRuns(this.world, region, start, start + count).flatMap(({ run, owner }) => {
            const object = objectRuns(this.world, owner, run.start);
            const first = object[0];
            const whole = first?.start === run.start && (object.at(-1)?.end ?? Infinity) <= start + count;
            return whole && run.start >= start && (run.code & 7) === perms ? object : [];
          });
    const before = this.translations(skipped, start, start + count);
    const status = super.vmarProtect(vmar, options, addr, len);
    if (status === Status.OK) this.keep(before);
    return status;
  }
}

class PartialUnmapKeepsTables extends StaleKernel {
  override vmarUnmap(vmar: Handle, addr: U64, len: U64): Status {
    const { pages, handles } = this.world;
    const region = handles.vmar(vmar, 0);
    const [start, count] = [pages.of(addr), pages.up(len)];
    const trimmed =
      typeof region === "number"
        ? []
        : directRuns(this.world, region, start, start + count).filter(
            (run) => run.start < start || run.end > start + count,
          );
    const before = this.translations(trimmed, start, start + count);
    const status = super.vmarUnmap(vmar, addr, len);
    if (status === Status.OK) this.keep(before);
    return status;
  }
}

class OverwriteKeepsTables extends StaleKernel {
  override vmarMap(...args: Parameters<PagedKernel["vmarMap"]>): MapAnswer {
    const { pages, handles } = this.world;
    const [vmar, options, offset, , , len] = args;
    const region = handles.vmar(vmar, 0);
    const overwrite = (options & VmOption.SPECIFIC_OVERWRITE) !== 0 && typeof region !== "number";
    const start = typeof region === "number" ? 0 : region.start + pages.of(offset);
    const end = start + pages.up(len);
    const before = overwrite
      ? this.translations(directRuns(this.world, region, start, end), start, end)
      : new Map<number, Translation>();
    const answer = super.vmarMap(...args);
    if (answer.status === Status.OK) this.keep(before);
    return answer;
  }
}

/** Stale translations (FAULT-08). */
export const STALE_FAULTS: readonly Fault[] = [
  {
    id: "protect-skips-page-tables",
    about:
      "a protect of a whole mapping whose first range already has the new permissions leaves the page tables of the others as they were",
    rules: ["PROT-11", "FAULT-08"],
    origin: "Zircon: protect of a whole mapping with an unchanged first range",
    create: calling(ProtectSkipsTables),
  },
  {
    id: "partial-unmap-keeps-translations",
    about:
      "the pages that a partial unmap takes from a mapping can still be touched, and leases on them do not break",
    rules: ["UNMAP-09", "FAULT-08", "FAULT-01"],
    origin: "accounting: leases not broken by a partial unmap",
    create: calling(PartialUnmapKeepsTables),
  },
  {
    id: "overwrite-keeps-translations",
    about: "accesses to overwritten pages go to the VMO that was mapped there before",
    rules: ["OVW-03", "FAULT-08"],
    origin: "page tables that are not updated where an entry exists",
    create: calling(OverwriteKeepsTables),
  },
];
