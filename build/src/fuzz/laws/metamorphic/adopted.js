import { describeStep } from "../../../trace/describe.js";
import { printJson } from "../../../trace/print.js";
import { recordTrace } from "../../../trace/record.js";
import { replayTrace } from "../../../trace/replay.js";
import { toTrace } from "../../to-trace.js";
/** A recording of a program replays clean in a world with another placement seed: it adopts the addresses that were recorded. */
export const adopted = {
    name: "adopted",
    rules: ["PLC-01", "PLC-05", "PLC-07"],
    relate(program, factory) {
        const kernel = { name: "recorded", factory };
        const recorded = recordTrace(toTrace(program, "recorded", ""), kernel);
        const aspace = { ...program.world.aspace, aslr: { seed: "another" } };
        const [failure] = replayTrace({ ...recorded, aspace }, [kernel], { stopAtFirst: true });
        if (failure === undefined)
            return undefined;
        const step = recorded.steps[failure.step];
        const words = step === undefined ? "" : describeStep(step);
        const { field, expected, actual } = failure;
        return `step ${failure.step}: ${words}: ${field} was ${printJson(expected)}, and replayed ${printJson(actual)}`;
    },
};
//# sourceMappingURL=adopted.js.map