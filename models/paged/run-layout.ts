/**
 * How nodes of a {@link RunPool} are laid out.
 *
 * Whoever uses these in code that has to be fast takes them apart into constants of its own module: V8 makes
 * those part of the code, but loads what is imported at each use.
 */
export const LAYOUT = {
  /** Pages of a leaf, slots of an inner node: one bit of an Int32 each. */
  FAN: 32,
  FAN_SHIFT: 5,
  SLOT_MASK: 31,

  /** The code of pages that carry nothing. */
  FREE: -0x8000_0000,

  /** The size of a leaf in `words`, and its parts as indices there; ORIGIN in `doubles`. */
  LEAF_WORDS: 32,
  LEAF_SHIFT: 5,
  NEXT: 1,
  PREV: 2,
  BLOCK: 3,
  END: 4,
  ORIGIN: 3,
  CONTENTS: 8,

  /** Where a content can be written in `words` that belongs nowhere: cheaper than a jump around the writing. */
  NOWHERE: 0,
} as const;
