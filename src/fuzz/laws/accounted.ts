import { Status } from "../../zircon/index.ts";
import type { Law } from "./law.ts";
import { Facts } from "./facts.ts";

/** Every page shows what the calls that answered OK made of it, and nothing else (I-2…I-6, MAP-38, OVW-03, UNMAP-09, PROT-11, DEST-05). */
export const accounted: Law = {
  name: "accounted",
  rules: ["I-2", "I-3", "I-4", "I-5", "I-6", "MAP-38", "OVW-03", "OVW-05", "UNMAP-09", "PROT-11", "DEST-05"],
  watch(world, session) {
    const facts = Facts.of(world, session);
    return {
      after(made) {
        facts.after(made, session);
        return undefined;
      },
      check: (space) => facts.contradiction(space),
    };
  },
};

/** Longer mappings are not read. */
const MOST_PAGES = 64;

/** What is read counts by its length alone, so it comes in the same memory each time; from big pages it has none. */
const BUFFER = new Uint8Array((MOST_PAGES + 1) * 0x1000);

/** §2.4: mapping objects are the maximal runs of equal T, as num_mappings and process reads show them. */
export const runTheorem: Law = {
  name: "run-theorem",
  rules: ["MRG-02", "VMO-24", "PMEM-07"],
  watch(world, session) {
    const facts = Facts.of(world, session);
    const vmos = new Set<number>();
    return {
      after(made) {
        facts.after(made, session);
        const { op, outcome } = made;
        if ((op.call === "vmo_create" || op.call === "vmo_create_child") && outcome.status === Status.OK) {
          vmos.add(op.out);
        }
        return undefined;
      },
      check(space) {
        for (const vmo of vmos) {
          const { info } = session.kernel.infoVmo(session.handle(vmo));
          const count = facts.mappingsOf(vmo);
          if (info !== undefined && count !== undefined && info.numMappings !== count) {
            return `VMO #${vmo} has ${info.numMappings} mappings, and its pages form ${count}`;
          }
        }
        let problem: string | undefined;
        space.forEach((entry) => {
          if (entry.isRegion || problem !== undefined) return;
          const { pageSize } = world.aspace;
          const page = Number(entry.base) / pageSize;
          const end = facts.mappingEnd(page);
          if (end === undefined || end - page > MOST_PAGES) return;
          const mapped = (end - page) * pageSize;
          const { kernel } = session;
          const len = mapped + pageSize;
          const { status, bytes } = kernel.processReadMemory(kernel.process, entry.base, len, BUFFER);
          // Shorter than the mapping where the VMO ends (PMEM-08), never longer.
          if (status === Status.OK && bytes.length > mapped) {
            problem = `a read at page ${page} goes on for ${bytes.length} bytes, beyond its mapping of ${mapped}`;
          }
          const inVmo = vmoBytesFrom(
            session.kernel.infoVmo(session.handle(entry.object)).info?.sizeBytes,
            entry.vmoOffset,
          );
          if (status === Status.OK && inVmo !== undefined && bytes.length < Math.min(mapped, inVmo)) {
            problem = `a read at page ${page} stops after ${bytes.length} bytes, inside of its mapping of ${mapped}`;
          }
        });
        return problem;
      },
    };
  },
};

function vmoBytesFrom(size: number | bigint | undefined, offset: number | bigint): number | undefined {
  return typeof size === "number" && typeof offset === "number" ? Math.max(0, size - offset) : undefined;
}
