import { keysOf } from "./typed.ts";

/**
 * The switches between kernel generations and quirks, one typed record (§1.9, §9).
 *
 * For `V-n` true is the newest kernel's behaviour, for `Q-n` true means that the quirk is there. What each switch changes is
 * told by the contract under its id.
 */
export interface Semantics {
  /** op_range checks the rights of the VMAR handle. */
  readonly "V-1": boolean;
  /** Placement options are no part of a mapping's identity, so mappings made with different ones merge. */
  readonly "V-2": boolean;
  /** A mapping must lie inside a physical VMO. */
  readonly "V-3": boolean;
  /** COMPACT places at the lowest spot (0 bits of entropy; before: 8). */
  readonly "V-4": boolean;
  /** One mapping object holds many protection ranges. */
  readonly "V-5": boolean;
  /** A full VMAR answers NO_RESOURCES (before: NO_MEMORY). */
  readonly "V-6": boolean;
  /** vmar_destroy needs OP_CHILDREN. */
  readonly "V-7": boolean;
  /** FAULT_BEYOND_STREAM_SIZE, the VMAR ops ZERO and PREFETCH and the topic VMAR_MAPS exist. */
  readonly "V-8": boolean;
  /** Map records count bytes (before: pages). */
  readonly "V-9": boolean;
  /** OFFSET_IS_UPPER_LIMIT forgets the VMO offset. */
  readonly "Q-1": boolean;
  /** The stream check of op_range passes for a range that starts beyond the stream's end. */
  readonly "Q-2": boolean;
  /** MapRange is not trimmed when it starts beyond the stream's end. */
  readonly "Q-3": boolean;
  /** The clone that a forced write makes is as long as the mapping, also past the VMO's end. */
  readonly "Q-4": boolean;
  /** Overwrite skips a check of the vDSO; no effect here, where there is no vDSO. */
  readonly "Q-5": boolean;
  /** The walk of protect and op_range ends early in trees of three levels. */
  readonly "Q-6": boolean;
  /** The spot counter is skewed; no effect on which spots are admissible. */
  readonly "Q-7": boolean;
  /** ZERO succeeds on an uncached VMO. */
  readonly "Q-8": boolean;
  /** Execute-only mappings are refused even where the machine has them. */
  readonly "Q-9": boolean;
  /** The machine has execute-only memory. */
  readonly xom: boolean;
}

export type SwitchId = keyof Semantics;

export const DEFAULT_SEMANTICS: Semantics = {
  "V-1": true,
  "V-2": true,
  "V-3": true,
  "V-4": true,
  "V-5": true,
  "V-6": true,
  "V-7": true,
  "V-8": true,
  "V-9": true,
  "Q-1": true,
  "Q-2": true,
  "Q-3": false,
  "Q-4": true,
  "Q-5": true,
  "Q-6": false,
  "Q-7": true,
  "Q-8": true,
  "Q-9": true,
  xom: false,
};

export const SWITCH_IDS: readonly SwitchId[] = keysOf(DEFAULT_SEMANTICS);
