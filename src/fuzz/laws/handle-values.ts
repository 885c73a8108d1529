import { HANDLE_INVALID, INFO_HANDLE_BASIC_SIZE, Status } from "../../zircon/index.ts";
import { outOf } from "../program.ts";
import type { Law } from "./law.ts";

/**
 * D-23: handle values have both low bits set and ascend, so none is ever given out again; a call that fails gives none. So what has a
 * low bit clear is no handle.
 */
export const handleValues: Law = {
  name: "handle-values",
  rules: ["D-23"],
  watch(_world, session) {
    let last = Math.max(session.kernel.process, session.kernel.rootVmar);
    return {
      after({ op, outcome }) {
        const slot = outOf(op);
        if (slot === 0 || op.call === "map" || op.call === "borrow") return undefined;
        const value = session.handle(slot);
        if (outcome.status !== Status.OK) {
          return value === HANDLE_INVALID ? undefined : `${op.call} failed and gave handle ${value}`;
        }
        const before = last;
        last = Math.max(last, value);
        if (value % 4 !== 3) return `handle ${value} does not have both low bits set`;
        return value > before ? undefined : `handle ${value} was given after handle ${before}`;
      },
      check() {
        for (const value of [last - 1, last - 2]) {
          const { status } = session.kernel.infoHandleBasic(value, INFO_HANDLE_BASIC_SIZE);
          if (status === Status.OK)
            return `${value}, with a low bit clear, names an object as handle ${last} does`;
        }
        return undefined;
      },
    };
  },
};
