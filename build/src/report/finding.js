import { failureText } from "./failure.js";
import { lastStepPicture } from "./picture.js";
/** Everything about a failure for people, the same whoever found it. */
export function findingText({ failure, left, right, saved, again }) {
    return [
        ...failureText(failure, { left: left.name, right: right.name }),
        "",
        ...lastStepPicture(failure.program, [left, right]),
        "",
        ...(saved === undefined ? [] : [`saved: ${saved}`]),
        ...again.map((way) => `again: ${way}`),
    ];
}
//# sourceMappingURL=finding.js.map