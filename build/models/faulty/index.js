import { ACCOUNTING_FAULTS } from "./accounting.js";
import { MAP_FAULTS } from "./map.js";
import { MEMORY_FAULTS } from "./memory.js";
import { MERGE_FAULTS } from "./merge.js";
import { OP_RANGE_FAULTS } from "./op-range.js";
import { ORDER_FAULTS } from "./order.js";
import { OVERLAP_FAULTS } from "./overlap.js";
import { OVERWRITE_FAULTS } from "./overwrite.js";
import { PLACEMENT_FAULTS } from "./placement.js";
import { PROTECT_FAULTS } from "./protect.js";
import { REGION_FAULTS } from "./regions.js";
import { RIGHTS_FAULTS } from "./rights.js";
import { STALE_FAULTS } from "./stale.js";
import { UNMAP_FAULTS } from "./unmap.js";
import { VMO_FAULTS } from "./vmo.js";
/** The zoo: what the harness must catch. */
export const FAULTS = [
    ...MAP_FAULTS,
    ...PLACEMENT_FAULTS,
    ...OVERLAP_FAULTS,
    ...OVERWRITE_FAULTS,
    ...MERGE_FAULTS,
    ...UNMAP_FAULTS,
    ...PROTECT_FAULTS,
    ...OP_RANGE_FAULTS,
    ...REGION_FAULTS,
    ...RIGHTS_FAULTS,
    ...VMO_FAULTS,
    ...MEMORY_FAULTS,
    ...STALE_FAULTS,
    ...ACCOUNTING_FAULTS,
    ...ORDER_FAULTS,
];
export function findFault(id) {
    return FAULTS.find((fault) => fault.id === id);
}
//# sourceMappingURL=index.js.map