import { Status, subU64 } from "../../src/zircon/index.js";
import { contractDecisions, PagedKernel } from "../paged/index.js";
import { decidingRule, PROTECT_CHECKS, rangeWraps } from "./checks.js";
import { calling, deciding } from "./fault.js";
import { gap, growth, maximum, opChildren, protectWalk } from "./protect-walk.js";
import { directRuns, mappedRuns, objectRuns, runOf, sameObject } from "./runs.js";
const { protectRefusal, setProtection } = contractDecisions;
class ProtectRoundsDown extends PagedKernel {
    vmarProtect(vmar, options, addr, len) {
        return super.vmarProtect(vmar, options, addr, subU64(len, this.world.pages.offsetIn(len)));
    }
}
class ProtectEndWraps extends PagedKernel {
    vmarProtect(...args) {
        const outside = decidingRule(PROTECT_CHECKS, this.world, args) === "PROT-09";
        return outside && rangeWraps(this.world, args[0], args[2], args[3])
            ? Status.OK
            : super.vmarProtect(...args);
    }
}
/** Whether mappings cover [start, end) without a gap. */
function covered(world, region, start, end) {
    let at = start;
    for (const { run } of mappedRuns(world, region, start, end)) {
        if (run.start > at)
            return false;
        at = run.end;
    }
    return at >= end;
}
/** What protect refuses, and what it changes. */
export const PROTECT_FAULTS = [
    {
        id: "protect-not-atomic",
        about: "the mappings below the first one that objects, or below a gap, are changed although protect fails",
        rules: ["PROT-12"],
        origin: "mprotect of other systems",
        create: deciding({
            protectRefusal(world, region, perms, start, end, rights) {
                const refusal = protectRefusal(world, region, perms, start, end, rights);
                if (refusal === Status.OK)
                    return refusal;
                for (const { run } of mappedRuns(world, region, start, end)) {
                    const upTo = Math.min(run.end, end);
                    if (protectRefusal(world, region, perms, start, upTo, rights) !== Status.OK)
                        break;
                    setProtection(world, region, start, upTo, perms);
                }
                return refusal;
            },
        }),
    },
    {
        id: "protect-ignores-max-perm",
        about: "protect gives permissions that the mapping's maximum does not have",
        rules: ["PROT-10b"],
        origin: "Asterinas #2407: mprotect beyond what the file allows",
        create: deciding({ protectRefusal: protectWalk(gap, opChildren, growth) }),
    },
    {
        id: "protect-consults-adjacent-mapping",
        about: "the maximum of the mapping that begins at the end of the range must allow the permissions too",
        rules: ["PROT-10b"],
        origin: "zCore: inclusive range ends in protect",
        create: deciding({
            protectRefusal(world, region, perms, start, end, rights) {
                const refusal = protectRefusal(world, region, perms, start, end, rights);
                const next = runOf(world, region, end);
                if (refusal !== Status.OK || next === undefined || next.code < 0 || next.start < end)
                    return refusal;
                return (perms & ~world.identities.of(next.code).maxPerm) === 0 ? refusal : Status.ACCESS_DENIED;
            },
        }),
    },
    {
        id: "protect-refuses-adjacent-region",
        about: "a child region that begins at the end of the range makes protect answer INVALID_ARGS",
        rules: ["PROT-10"],
        origin: "zCore: inclusive range ends in protect",
        create: deciding({
            protectRefusal(world, region, perms, start, end, rights) {
                const refusal = protectRefusal(world, region, perms, start, end, rights);
                const next = runOf(world, region, end);
                const adjacent = next !== undefined && next.code < 0 && next.start === end;
                return refusal === Status.OK && adjacent ? Status.INVALID_ARGS : refusal;
            },
        }),
    },
    {
        id: "protect-through-parent-grows",
        about: "an ancestor can give a mapping of a child region permissions that it does not have now",
        rules: ["PROT-10e"],
        origin: "only the maximum is looked at",
        create: deciding({ protectRefusal: protectWalk(gap, maximum, opChildren) }),
    },
    {
        id: "protect-through-parent-first-range",
        about: "through an ancestor only the first protection range of a mapping limits the permissions",
        rules: ["PROT-10e"],
        origin: "one permission word for a mapping that has several",
        create: deciding({
            protectRefusal: protectWalk(gap, maximum, opChildren, (step) => {
                const { world, owner, run, at, region } = step;
                const before = run.start === at && owner !== region ? runOf(world, owner, at - 1) : undefined;
                return before !== undefined && sameObject(before, run) ? Status.OK : growth(step);
            }),
        }),
    },
    {
        id: "protect-without-op-children",
        about: "protect reaches into child regions through a handle without OP_CHILDREN",
        rules: ["PROT-10d"],
        origin: "a right added later",
        create: deciding({ protectRefusal: protectWalk(gap, maximum, growth) }),
    },
    {
        id: "protect-trailing-gap-ok",
        about: "a gap at the end of the range is not noticed",
        rules: ["PROT-10"],
        origin: "a walk that ends with the last mapping",
        create: deciding({
            protectRefusal(world, region, perms, start, end, rights) {
                const last = mappedRuns(world, region, start, end).at(-1)?.run.end ?? end;
                return protectRefusal(world, region, perms, start, Math.min(last, end), rights);
            },
        }),
    },
    {
        id: "protect-leading-gap-ok",
        about: "a gap at the start of the range is not noticed",
        rules: ["PROT-10a"],
        origin: "mprotect hole checks that begin at the first mapping found",
        create: deciding({
            protectRefusal(world, region, perms, start, end, rights) {
                const first = mappedRuns(world, region, start, end)[0]?.run.start ?? start;
                return protectRefusal(world, region, perms, Math.max(first, start), end, rights);
            },
        }),
    },
    {
        id: "protect-checks-start-only",
        about: "the page at the start must be mapped; gaps after it are not noticed",
        rules: ["PROT-10", "PROT-10a"],
        origin: "StarryOS: mprotect looked up the start address alone",
        create: deciding({
            protectRefusal(world, region, perms, start, end, rights) {
                const refusal = protectRefusal(world, region, perms, start, end, rights);
                if (refusal !== Status.NOT_FOUND)
                    return refusal;
                return protectRefusal(world, region, perms, start, start + 1, rights);
            },
        }),
    },
    {
        id: "protect-finds-gaps-first",
        about: "a gap anywhere in the range wins over a mapping below it that objects",
        rules: ["PROT-10"],
        origin: "order of checks: coverage before permissions",
        create: deciding({
            protectRefusal: (world, region, perms, start, end, rights) => covered(world, region, start, end)
                ? protectRefusal(world, region, perms, start, end, rights)
                : Status.NOT_FOUND,
        }),
    },
    {
        id: "protect-direct-only",
        about: "protect checks mappings in child regions but does not change them",
        rules: ["PROT-11"],
        origin: "a walk of two levels and a change of one",
        create: deciding({
            setProtection: (_world, region, start, end, perms) => region.runs.recode(start, end, perms),
        }),
    },
    {
        id: "protect-one-page-more",
        about: "protect changes the page behind its range too",
        rules: ["PROT-11"],
        origin: "zCore: inclusive range ends in protect",
        create: deciding({
            setProtection: (world, region, start, end, perms) => setProtection(world, region, start, end + 1, perms),
        }),
    },
    {
        id: "protect-whole-mapping",
        about: "protect changes each mapping that it meets as a whole",
        rules: ["PROT-11"],
        origin: "zCore: permissions of a mapping, not of its pages",
        create: deciding({
            setProtection(world, region, start, end, perms) {
                setProtection(world, region, start, end, perms);
                for (const run of directRuns(world, region, start, end))
                    for (const part of objectRuns(world, region, run.start))
                        region.runs.recode(part.start, part.end, perms);
            },
        }),
    },
    {
        id: "protect-stale-list",
        about: "a mapping that a protect has merged with the one before it is missed by the same protect",
        rules: ["PROT-11"],
        origin: "Asterinas #2917: stale list after a merge during protect",
        create: deciding({
            setProtection(world, region, start, end, perms) {
                const list = mappedRuns(world, region, start, end);
                list.forEach(({ run }, i) => {
                    const before = list[i - 1]?.run;
                    const after = list[i + 1]?.run;
                    // The one before became equal to this one's neighbour and swallowed it.
                    const merged = before !== undefined && sameObject(before, run) && (run.code & 7) === perms;
                    if (merged && after !== undefined && sameObject(run, after))
                        list.splice(i + 1, 1);
                    setProtection(world, region, Math.max(run.start, start), Math.min(run.end, end), perms);
                });
            },
        }),
    },
    {
        id: "protect-overwrites-node",
        about: "the piece behind a protected range shows the VMO from where the whole mapping began",
        rules: ["PROT-11"],
        origin: "nanos #1954: fields of the node overwritten by mprotect",
        create: deciding({
            setProtection(world, region, start, end, perms) {
                const rest = runOf(world, region, end);
                const first = objectRuns(world, region, end)[0];
                setProtection(world, region, start, end, perms);
                if (rest === undefined || first === undefined || rest.start >= end)
                    return;
                region.runs.put(end, rest.end, rest.delta - (end - first.start), rest.code);
            },
        }),
    },
    {
        id: "protect-tail-takes-new-permissions",
        about: "the piece that a protect splits off behind its range gets the new permissions too",
        rules: ["PROT-11"],
        origin: "nanos #1231: permissions of the newly made tail",
        create: deciding({
            setProtection(world, region, start, end, perms) {
                const rest = runOf(world, region, end);
                const split = rest !== undefined && rest.code >= 0 && rest.start < start;
                setProtection(world, region, start, split ? rest.end : end, perms);
            },
        }),
    },
    {
        id: "protect-rounds-down",
        about: "the length of a protect is rounded down to pages",
        rules: ["PROT-07", "PROT-11"],
        origin: "zCore: byte and page units mixed",
        create: calling(ProtectRoundsDown),
    },
    {
        id: "protect-end-wraps",
        about: "the end of a huge range wraps at 2^64 and looks like an empty range, which protect accepts",
        rules: ["PROT-09"],
        origin: "Asterinas #1213: overflow of large sizes",
        create: calling(ProtectEndWraps),
    },
];
//# sourceMappingURL=protect.js.map