import { describeStep } from "../../../trace/describe.ts";
import { printJson } from "../../../trace/print.ts";
import { recordTrace } from "../../../trace/record.ts";
import { replayTrace } from "../../../trace/replay.ts";
import type { NamedKernel } from "../../../trace/session.ts";
import { toTrace } from "../../to-trace.ts";
import type { Relation } from "./relation.ts";

/** A recording of a program replays clean in a world with another placement seed: it adopts the addresses that were recorded. */
export const adopted: Relation = {
  name: "adopted",
  rules: ["PLC-01", "PLC-05", "PLC-07"],
  relate(program, factory) {
    const kernel: NamedKernel = { name: "recorded", factory };
    const recorded = recordTrace(toTrace(program, "recorded", ""), kernel);
    const aspace = { ...program.world.aspace, aslr: { seed: "another" } };
    const [failure] = replayTrace({ ...recorded, aspace }, [kernel], { stopAtFirst: true });
    if (failure === undefined) return undefined;
    const step = recorded.steps[failure.step];
    const words = step === undefined ? "" : describeStep(step);
    const { field, expected, actual } = failure;
    return `step ${failure.step}: ${words}: ${field} was ${printJson(expected)}, and replayed ${printJson(actual)}`;
  },
};
