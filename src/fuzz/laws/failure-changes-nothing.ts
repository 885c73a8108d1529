import { Status, type U64, statusName } from "../../zircon/index.ts";
import type { Op } from "../program.ts";
import type { Law } from "./law.ts";

/** §7: what a failing call may still change: op_range the pages before the failing point, replace its source handle. */
const PARTIAL: ReadonlySet<Op["call"]> = new Set(["op_range", "handle_replace", "vmo_replace_as_executable"]);

type Fact = U64 | string | undefined;

/** What was seen at the last look, and whether the one at hand sees the same. */
class Facts {
  readonly #facts: Fact[] = [];
  #taken = 0;
  #changed = false;

  begin(): void {
    this.#taken = 0;
    this.#changed = false;
  }

  take(fact: Fact): void {
    if (this.#taken === this.#facts.length) {
      this.#facts.push(fact);
      this.#changed = true;
    } else if (this.#facts[this.#taken] !== fact) {
      this.#facts[this.#taken] = fact;
      this.#changed = true;
    }
    this.#taken++;
  }

  areAsBefore(): boolean {
    return !this.#changed;
  }
}

/** A call that fails leaves the address space and the VMOs as they were, except for the calls of §7. */
export const failureChangesNothing: Law = {
  name: "failure-changes-nothing",
  rules: ["§7", "PROT-12", "UNMAP-08", "OVW-02", "MAP-39"],
  watch(world, session) {
    const vmos = new Set<number>();
    const facts = new Facts();
    /** Looks at all that the VMOs tell about themselves; whether it is as it was. */
    const look = (): boolean => {
      facts.begin();
      for (const slot of vmos) {
        const handle = session.handle(slot);
        const { info } = session.kernel.infoVmo(handle);
        facts.take(session.kernel.vmoGetStreamSize(handle).value);
        facts.take(info?.sizeBytes);
        facts.take(info?.committedBytes);
        facts.take(info?.numMappings);
        facts.take(info?.numChildren);
        facts.take(info?.name);
      }
      return facts.areAsBefore();
    };
    return {
      after({ op, outcome: { status }, before, space }) {
        const made = op.call === "vmo_create" || op.call === "vmo_create_child";
        if (made && status === Status.OK) vmos.add(op.out);
        const isAsBefore = look();
        if (status === Status.OK) return undefined;
        const changed =
          space.firstDifference(before) >= 0 ? "the address space" : isAsBefore ? undefined : "a VMO";
        if (changed === undefined) return undefined;
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
