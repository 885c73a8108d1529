import type { CallName } from "../../src/fuzz/program.ts";

/**
 * The calls that run what is wrong, of the faults whose programs are so long that the yardstick cannot try every call at every place: a kernel on
 * which none of them has been made is the engine itself.
 */
export const SITES: Readonly<Record<string, readonly CallName[]>> = {
  "clone-write-leaks": ["vmo_write"],
  "first-write-does-not-copy": ["access"],
  "last-close-drops-pages": ["handle_close"],
  "op-range-by-protection-range": ["op_range"],
  "op-range-without-op-children": ["op_range"],
  "order-prot-10d-before-prot-10b": ["protect"],
  "order-prot-10e-before-prot-10d": ["protect"],
  "protect-consults-adjacent-mapping": ["protect"],
  "protect-skips-page-tables": ["protect"],
  "protect-through-parent-first-range": ["protect"],
  "protect-without-op-children": ["protect"],
  "range-walk-ends-early": ["protect", "op_range"],
  "shared-pages-not-scaled": ["info_maps", "process_maps"],
  "shared-pages-private": ["info_maps", "process_maps"],
  "shrink-keeps-pages": ["vmo_set_size"],
  "slice-counts-pages": ["info_maps", "process_maps"],
  "slice-of-slice-offset": ["vmo_create_child"],
};
