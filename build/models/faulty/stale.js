/**
 * Translations that a call should have dropped.
 *
 * The engine has no page tables: what an access finds is what the calls have left. These kernels remember for some pages what an access
 * found before a call, and go on serving that until another call changes the address space.
 */
import { Status, VmOption, } from "../../src/zircon/index.js";
import { PagedKernel } from "../paged/index.js";
import { requestedPerms } from "../paged/vmar-map.js";
import { calling } from "./fault.js";
import { directRuns, mappedRuns, objectRuns } from "./runs.js";
/** Pages in one call that are remembered at most: the others behave as they should. */
const REMEMBERED = 64;
/** A kernel with a translation cache that some calls forget to clear. */
class StaleKernel extends PagedKernel {
    stale = new Map();
    /** What accesses to the pages [start, end) find now. */
    translations(runs, start, end) {
        const found = new Map();
        for (const run of runs) {
            if (run.code < 0)
                continue;
            const { vmo, attrs } = this.world.identities.of(run.code);
            const from = Math.max(run.start, start);
            for (let page = from; page < Math.min(run.end, end, from + REMEMBERED); page++)
                found.set(page, { vmo, attrs, delta: run.delta, perms: run.code & 7 });
        }
        return found;
    }
    keep(translations) {
        for (const [page, translation] of translations)
            if (translation.vmo.mapped)
                this.stale.set(page, translation);
    }
    access(addr, kind, width, value) {
        const page = this.world.pages.of(addr);
        return this.#restored(page, () => this.#restored(page + 1, () => super.access(addr, kind, width, value)));
    }
    observePage(addr) {
        return this.#restored(this.world.pages.of(addr), () => super.observePage(addr));
    }
    /** Answers as if the page had its stale translation. */
    #restored(page, answer) {
        const translation = this.stale.get(page);
        if (translation === undefined)
            return answer();
        const { identities } = this.world;
        const { runs: index } = this.world.regionAt(page);
        const [now] = directRuns(this.world, this.world.regionAt(page), page, page + 1);
        const id = identities.intern(translation.vmo, translation.attrs);
        index.put(page, page + 1, translation.delta, (id << 3) | translation.perms);
        const answered = answer();
        if (now === undefined)
            index.clear(page, page + 1);
        else
            index.put(page, page + 1, now.delta, now.code);
        identities.settle();
        return answered;
    }
    vmarMap(...args) {
        this.stale.clear();
        return super.vmarMap(...args);
    }
    vmarAllocate(...args) {
        this.stale.clear();
        return super.vmarAllocate(...args);
    }
    vmarUnmap(vmar, addr, len) {
        this.stale.clear();
        return super.vmarUnmap(vmar, addr, len);
    }
    vmarProtect(...args) {
        this.stale.clear();
        return super.vmarProtect(...args);
    }
    vmarDestroy(vmar) {
        this.stale.clear();
        return super.vmarDestroy(vmar);
    }
    processWriteMemory(...args) {
        this.stale.clear();
        return super.processWriteMemory(...args);
    }
}
class ProtectSkipsTables extends StaleKernel {
    vmarProtect(vmar, options, addr, len) {
        const { pages, handles } = this.world;
        const region = handles.vmar(vmar, 0);
        const [start, count] = [pages.of(addr), pages.up(len)];
        const perms = requestedPerms(this.world, options);
        const skipped = typeof region === "number" || !region.alive
            ? []
            : mappedRuns(this.world, region, start, start + count).flatMap(({ run, owner }) => {
                const object = objectRuns(this.world, owner, run.start);
                const first = object[0];
                const whole = first?.start === run.start && (object.at(-1)?.end ?? Infinity) <= start + count;
                return whole && run.start >= start && (run.code & 7) === perms ? object : [];
            });
        const before = this.translations(skipped, start, start + count);
        const status = super.vmarProtect(vmar, options, addr, len);
        if (status === Status.OK)
            this.keep(before);
        return status;
    }
}
class PartialUnmapKeepsTables extends StaleKernel {
    vmarUnmap(vmar, addr, len) {
        const { pages, handles } = this.world;
        const region = handles.vmar(vmar, 0);
        const [start, count] = [pages.of(addr), pages.up(len)];
        const trimmed = typeof region === "number"
            ? []
            : directRuns(this.world, region, start, start + count).filter((run) => run.start < start || run.end > start + count);
        const before = this.translations(trimmed, start, start + count);
        const status = super.vmarUnmap(vmar, addr, len);
        if (status === Status.OK)
            this.keep(before);
        return status;
    }
}
class OverwriteKeepsTables extends StaleKernel {
    vmarMap(...args) {
        const { pages, handles } = this.world;
        const [vmar, options, offset, , , len] = args;
        const region = handles.vmar(vmar, 0);
        const overwrite = (options & VmOption.SPECIFIC_OVERWRITE) !== 0 && typeof region !== "number";
        const start = typeof region === "number" ? 0 : region.start + pages.of(offset);
        const end = start + pages.up(len);
        const before = overwrite
            ? this.translations(directRuns(this.world, region, start, end), start, end)
            : new Map();
        const answer = super.vmarMap(...args);
        if (answer.status === Status.OK)
            this.keep(before);
        return answer;
    }
}
/** Stale translations (FAULT-08). */
export const STALE_FAULTS = [
    {
        id: "protect-skips-page-tables",
        about: "a protect of a whole mapping whose first range already has the new permissions leaves the page tables of the others as they were",
        rules: ["PROT-11", "FAULT-08"],
        origin: "Zircon: protect of a whole mapping with an unchanged first range",
        create: calling(ProtectSkipsTables),
    },
    {
        id: "partial-unmap-keeps-translations",
        about: "the pages that a partial unmap takes from a mapping can still be touched, and leases on them do not break",
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
//# sourceMappingURL=stale.js.map