/**
 * `zx_vm_option_t`: the `ZX_VM_*` bits (§1.3). Bits 24–31 are no flags but one number, the ALIGN field: see
 * {@link alignField}.
 */
export const VmOption = {
  PERM_READ: 0x1,
  PERM_WRITE: 0x2,
  PERM_EXECUTE: 0x4,
  COMPACT: 0x8,
  SPECIFIC: 0x10,
  SPECIFIC_OVERWRITE: 0x20,
  CAN_MAP_SPECIFIC: 0x40,
  CAN_MAP_READ: 0x80,
  CAN_MAP_WRITE: 0x100,
  CAN_MAP_EXECUTE: 0x200,
  MAP_RANGE: 0x400,
  REQUIRE_NON_RESIZABLE: 0x800,
  ALLOW_FAULTS: 0x1000,
  OFFSET_IS_UPPER_LIMIT: 0x2000,
  PERM_READ_IF_XOM_UNSUPPORTED: 0x4000,
  FAULT_BEYOND_STREAM_SIZE: 0x8000,
} as const;

export type VmOptionName = keyof typeof VmOption;

/** PERM_READ | PERM_WRITE | PERM_EXECUTE. */
export const PERM_MASK = 0x7;
/** SPECIFIC | SPECIFIC_OVERWRITE | OFFSET_IS_UPPER_LIMIT: what says where to place. */
export const PLACEMENT_MASK = 0x2030;
/** CAN_MAP_READ | CAN_MAP_WRITE | CAN_MAP_EXECUTE. */
export const CAN_MAP_MASK = 0x380;
/** Bits 16–23, which no option uses. */
export const UNASSIGNED_MASK = 0x00ff_0000;
/** The lowest bit of the ALIGN field. */
export const ALIGN_BASE = 24;

/** The ALIGN field of an option word: 0 (no wish) or log2 of the alignment in bytes; 10…32 are legal. */
export function alignField(options: number): number {
  return options >>> ALIGN_BASE;
}

/** The names of the ALIGN field's legal values, `ALIGN_1KB` (10) … `ALIGN_4GB` (32). */
export const ALIGN_NAMES: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 23 }, (_, i) => {
    const exponent = 10 + i;
    const unit = ["KB", "MB", "GB"][Math.floor(exponent / 10) - 1] ?? "";
    return [`ALIGN_${2 ** (exponent % 10)}${unit}`, exponent];
  }),
);

/** Page permissions, bit for bit the PERM options: READ 1, WRITE 2, EXECUTE 4. */
export const Perm = { READ: 1, WRITE: 2, EXECUTE: 4 } as const;

/** `r--`, `rw-`, `r-x` …: a permission set as people write it. */
export function permsText(perms: number): string {
  return `${perms & 1 ? "r" : "-"}${perms & 2 ? "w" : "-"}${perms & 4 ? "x" : "-"}`;
}

/** `ZX_VMAR_OP_*` (§1.4). Any other number may be passed and is refused by the kernel. */
export const VmarOp = {
  COMMIT: 1,
  DECOMMIT: 2,
  MAP_RANGE: 3,
  ZERO: 10,
  DONT_NEED: 12,
  ALWAYS_NEED: 13,
  PREFETCH: 14,
} as const;

export type VmarOpName = keyof typeof VmarOp;
