/** The laws between runs: each makes another program from one and compares what the two show. */
import { adopted } from "./adopted.js";
import { allocateDestroy } from "./allocate-destroy.js";
import { closedHandles } from "./closed-handles.js";
import { protectTwice } from "./protect-twice.js";
import { rebuilt } from "./rebuilt.js";
import { scaled } from "./scaled.js";
import { shifted } from "./shifted.js";
import { unmapHalves } from "./unmap-halves.js";
export const RELATIONS = [
    unmapHalves,
    protectTwice,
    allocateDestroy,
    shifted,
    scaled,
    closedHandles,
    adopted,
    rebuilt,
];
//# sourceMappingURL=index.js.map