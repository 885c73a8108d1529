import { describe, expect, it } from "vitest";
import {
  ALIGN_BASE,
  ALIGN_NAMES,
  alignField,
  CAN_MAP_MASK,
  PERM_MASK,
  PLACEMENT_MASK,
  permsText,
  UNASSIGNED_MASK,
  VmarOp,
  VmOption,
} from "./options.ts";

describe("VmOption (§1.3)", () => {
  it("numbers its flags from bit 0 to bit 15 in the order of the table", () => {
    expect(Object.keys(VmOption)).toStrictEqual([
      "PERM_READ",
      "PERM_WRITE",
      "PERM_EXECUTE",
      "COMPACT",
      "SPECIFIC",
      "SPECIFIC_OVERWRITE",
      "CAN_MAP_SPECIFIC",
      "CAN_MAP_READ",
      "CAN_MAP_WRITE",
      "CAN_MAP_EXECUTE",
      "MAP_RANGE",
      "REQUIRE_NON_RESIZABLE",
      "ALLOW_FAULTS",
      "OFFSET_IS_UPPER_LIMIT",
      "PERM_READ_IF_XOM_UNSUPPORTED",
      "FAULT_BEYOND_STREAM_SIZE",
    ]);
    expect(Object.values(VmOption)).toStrictEqual(Array.from({ length: 16 }, (_, bit) => 1 << bit));
  });

  it("has masks that tile the word", () => {
    expect(PLACEMENT_MASK).toBe(
      VmOption.SPECIFIC | VmOption.SPECIFIC_OVERWRITE | VmOption.OFFSET_IS_UPPER_LIMIT,
    );
    expect(PERM_MASK).toBe(VmOption.PERM_READ | VmOption.PERM_WRITE | VmOption.PERM_EXECUTE);
    expect(CAN_MAP_MASK).toBe(VmOption.CAN_MAP_READ | VmOption.CAN_MAP_WRITE | VmOption.CAN_MAP_EXECUTE);
    const flags = Object.values(VmOption).reduce((all, bit) => all | bit, 0);
    expect((flags | UNASSIGNED_MASK | (0xff << ALIGN_BASE)) >>> 0).toBe(0xffff_ffff);
    expect(flags & UNASSIGNED_MASK).toBe(0);
  });
});

describe("the ALIGN field", () => {
  it("is read without a sign", () => {
    expect(alignField(0x0c00_0013)).toBe(12);
    expect(alignField(0xff00_0000)).toBe(255);
    expect(alignField(0x00ff_ffff)).toBe(0);
  });

  it("has the 23 names of zx-api.md §2.2", () => {
    expect([...ALIGN_NAMES]).toStrictEqual([
      ["ALIGN_1KB", 10],
      ["ALIGN_2KB", 11],
      ["ALIGN_4KB", 12],
      ["ALIGN_8KB", 13],
      ["ALIGN_16KB", 14],
      ["ALIGN_32KB", 15],
      ["ALIGN_64KB", 16],
      ["ALIGN_128KB", 17],
      ["ALIGN_256KB", 18],
      ["ALIGN_512KB", 19],
      ["ALIGN_1MB", 20],
      ["ALIGN_2MB", 21],
      ["ALIGN_4MB", 22],
      ["ALIGN_8MB", 23],
      ["ALIGN_16MB", 24],
      ["ALIGN_32MB", 25],
      ["ALIGN_64MB", 26],
      ["ALIGN_128MB", 27],
      ["ALIGN_256MB", 28],
      ["ALIGN_512MB", 29],
      ["ALIGN_1GB", 30],
      ["ALIGN_2GB", 31],
      ["ALIGN_4GB", 32],
    ]);
  });
});

describe("VmarOp (§1.4)", () => {
  it("has seven numbers", () => {
    expect(VmarOp).toStrictEqual({
      COMMIT: 1,
      DECOMMIT: 2,
      MAP_RANGE: 3,
      ZERO: 10,
      DONT_NEED: 12,
      ALWAYS_NEED: 13,
      PREFETCH: 14,
    });
  });
});

describe("permsText", () => {
  it("writes a permission set as people do", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(permsText)).toStrictEqual([
      "---",
      "r--",
      "-w-",
      "rw-",
      "--x",
      "r-x",
      "-wx",
      "rwx",
    ]);
  });
});
