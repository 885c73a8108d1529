import { Status, statusName } from "../../zircon/index.ts";
import type { Law } from "./law.ts";

/** I-6: a region that is not shown is dead for good: it answers BAD_STATE, keeps its info and comes never back. */
export const deadMeansEmpty: Law = {
  name: "dead-means-empty",
  rules: ["I-6", "INFO-03", "INFO-11", "UNMAP-04", "DEST-03"],
  watch(_world, session) {
    const regions = new Set<number>();
    const dead = new Set<number>();
    return {
      after({ op, outcome }) {
        if (op.call === "allocate" && outcome.status === Status.OK) regions.add(op.out);
        return undefined;
      },
      check(space) {
        const shown = new Set<number>();
        space.forEach((entry) => {
          if (entry.isRegion) shown.add(entry.object);
        });
        for (const region of regions) {
          if (!shown.has(region)) dead.add(region);
          else if (dead.has(region)) return `region #${region} is shown again after it was dead`;
          const maps = session.kernel.infoVmarMaps(session.handle(region), 0);
          // A closed handle, or one without INSPECT, or a kernel without the topic, tells nothing.
          if (maps.status === Status.OK && !shown.has(region))
            return `region #${region} is not shown and answers OK`;
          if (maps.status === Status.BAD_STATE && shown.has(region))
            return `region #${region} is shown and dead`;
          if (!dead.has(region)) continue;
          const unmap = session.kernel.vmarUnmap(session.handle(region), 0x1_0000, 0x1_0000);
          if (unmap !== Status.BAD_STATE && unmap !== Status.BAD_HANDLE) {
            return `unmap in dead region #${region} answered ${statusName(unmap)}`;
          }
        }
        return undefined;
      },
    };
  },
};
