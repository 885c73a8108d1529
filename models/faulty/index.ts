import { ACCOUNTING_FAULTS } from "./accounting.ts";
import type { Fault } from "./fault.ts";
import { MAP_FAULTS } from "./map.ts";
import { MEMORY_FAULTS } from "./memory.ts";
import { MERGE_FAULTS } from "./merge.ts";
import { OP_RANGE_FAULTS } from "./op-range.ts";
import { ORDER_FAULTS } from "./order.ts";
import { OVERLAP_FAULTS } from "./overlap.ts";
import { OVERWRITE_FAULTS } from "./overwrite.ts";
import { PLACEMENT_FAULTS } from "./placement.ts";
import { PROTECT_FAULTS } from "./protect.ts";
import { REGION_FAULTS } from "./regions.ts";
import { RIGHTS_FAULTS } from "./rights.ts";
import { STALE_FAULTS } from "./stale.ts";
import { UNMAP_FAULTS } from "./unmap.ts";
import { VMO_FAULTS } from "./vmo.ts";

export type { Fault } from "./fault.ts";

/** The zoo: what the harness must catch. */
export const FAULTS: readonly Fault[] = [
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

export function findFault(id: string): Fault | undefined {
  return FAULTS.find((fault) => fault.id === id);
}
