import { Status, type U64, statusName } from "../../zircon/index.ts";
import type { Op } from "../program.ts";
import type { Law } from "./law.ts";

/** §7: what a failing call may still change: op_range the pages before the failing point, replace its source handle. */
const PARTIAL: ReadonlySet<Op["call"]> = new Set(["op_range", "handle_replace", "vmo_replace_as_executable"]);

type Fact = U64 | string | undefined;

/** A call that fails leaves the address space and the VMOs as they were, except for the calls of §7. */
export const failureChangesNothing: Law = {
  name: "failure-changes-nothing",
  rules: ["§7", "PROT-12", "UNMAP-08", "OVW-02", "MAP-39"],
  watch(world, session) {
    const vmos = new Set<number>();
    /** All that the VMOs tell about themselves: now, and before the operation. */
    let state: Fact[] = [];
    let last: Fact[] = [];
    const look = (): void => {
      [state, last] = [last, state];
      state.length = 0;
      for (const slot of vmos) {
        const handle = session.handle(slot);
        const { info } = session.kernel.infoVmo(handle);
        const stream = session.kernel.vmoGetStreamSize(handle).value;
        state.push(
          stream,
          info?.sizeBytes,
          info?.committedBytes,
          info?.numMappings,
          info?.numChildren,
          info?.name,
        );
      }
    };
    const isAsBefore = (): boolean =>
      state.length === last.length && state.every((fact, i) => fact === last[i]);
    return {
      after({ op, outcome: { status }, before, space }) {
        const made = op.call === "vmo_create" || op.call === "vmo_create_child";
        if (made && status === Status.OK) vmos.add(op.out);
        look();
        const failed = status !== Status.OK;
        const changed =
          space.firstDifference(before) >= 0 ? "the address space" : !isAsBefore() ? "a VMO" : undefined;
        if (!failed || changed === undefined) return undefined;
        // D-19: without Q-4 a forced write has made its clone before it finds that there is nothing to write.
        const forces = op.call === "write_memory" || op.call === "process_write";
        if (forces && !world.semantics["Q-4"]) return undefined;
        // UNMAP-11: the range is gone when the handle to close turns out to be none.
        if (op.call === "unmap_exit") return undefined;
        if (PARTIAL.has(op.call) && changed === "a VMO") return undefined;
        return `${op.call} answered ${statusName(status)} and changed ${changed}`;
      },
    };
  },
};
