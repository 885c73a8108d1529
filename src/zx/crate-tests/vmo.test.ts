import { describe, expect, it } from "vitest";
import type { Kernel } from "../../zircon/kernel.ts";
import { Status } from "../../zircon/status.ts";
import { ObjectType } from "../object-type.ts";
import { type ErrorStatus, unwrap } from "../result.ts";
import { Rights } from "../rights.ts";
import { referenceSystem } from "../testing/reference-system.ts";
import { Vmo, type VmoChildRange } from "../vmo.ts";
import { VmoChildOptions } from "../vmo-child-options.ts";
import type { VmoInfo } from "../vmo-info.ts";
import { VmoInfoFlags } from "../vmo-info-flags.ts";
import { VmoOp } from "../vmo-op.ts";
import { VmoOptions } from "../vmo-options.ts";

const { SNAPSHOT, SLICE, SNAPSHOT_AT_LEAST_ON_WRITE, NO_WRITE } = VmoChildOptions;
const { IS_COW_CLONE } = VmoInfoFlags;

const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);
const refusal = (status: ErrorStatus): { ok: false; status: ErrorStatus } => ({ ok: false, status });

function kernel(): Kernel {
  return referenceSystem().kernel;
}

function create(size: number, options: VmoOptions = VmoOptions.NONE): Vmo {
  return unwrap(Vmo.createWithOpts(kernel(), options, size));
}

function text(vmo: Vmo, offset: number, length: number): string {
  return new TextDecoder().decode(unwrap(vmo.read(offset, length)));
}

describe("the crate's own tests (vmo.rs)", () => {
  it("vmo_create_contiguous", () => {
    const vmo = unwrap(Vmo.createContiguous(kernel(), 8192));
    expect(unwrap(vmo.basicInfo()).objectType).toBe(ObjectType.VMO);
    expect(unwrap(vmo.info()).flags.contains(VmoInfoFlags.CONTIGUOUS)).toBe(true);
  });

  it("vmo_get_size", () => {
    expect(unwrap(create(16 * 1024 * 1024).getSize())).toBe(16n * 1024n * 1024n);
  });

  it("vmo_set_size", () => {
    const vmo = create(4096, VmoOptions.RESIZABLE);
    expect(unwrap(vmo.getSize())).toBe(4096n);
    unwrap(vmo.setSize(8192));
    expect(unwrap(vmo.getSize())).toBe(8192n);
  });

  it("vmo_get_info_default", () => {
    const { flags } = unwrap(create(4096).info());
    expect(flags.contains(VmoInfoFlags.PAGED)).toBe(true);
    expect(flags.contains(VmoInfoFlags.PAGER_BACKED)).toBe(false);
  });

  it("vmo_get_child_info", () => {
    const vmo = create(4096);
    const childInfo = (kind: VmoChildOptions, range: VmoChildRange): VmoInfo =>
      unwrap(unwrap(vmo.createChild(kind, range)).info());
    expect(unwrap(vmo.info()).flags.contains(IS_COW_CLONE)).toBe(false);
    expect(childInfo(SNAPSHOT, { size: 512 }).flags.contains(IS_COW_CLONE)).toBe(true);
    expect(childInfo(SNAPSHOT_AT_LEAST_ON_WRITE, { size: 512 }).flags.contains(IS_COW_CLONE)).toBe(true);
    expect(childInfo(SLICE, { size: 512 }).flags.contains(IS_COW_CLONE)).toBe(false);
  });

  it("vmo_set_size_fails_on_non_resizable", () => {
    const vmo = create(4096);
    expect(vmo.setSize(8192)).toStrictEqual(refusal(Status.UNAVAILABLE));
    expect(unwrap(vmo.getSize())).toBe(4096n);
  });

  it.each([0, 1])("vmo_read_to_array, vmo_read_to_vec, vmo_read_to_object at %i", (offset) => {
    const vmo = create(5);
    unwrap(vmo.write(bytes("abcde"), 0));
    // The size is rounded up to a page, so there are five bytes from offset 1 too.
    expect(text(vmo, offset, 5)).toBe("abcde\0".slice(offset, offset + 5));
    const pair = new Uint8Array(2);
    unwrap(vmo.readInto(pair, offset));
    expect(pair).toStrictEqual(bytes("abcde".slice(offset, offset + 2)));
  });

  it("vmo_read_write", () => {
    const vmo = create(64);
    unwrap(vmo.write(bytes("abcdef"), 0));
    expect(text(vmo, 0, 6)).toBe("abcdef");
    unwrap(vmo.write(bytes("ABC"), 2));
    expect(text(vmo, 0, 6)).toBe("abABCf");
    expect(text(vmo, 1, 6)).toBe("bABCf\0");
  });

  it.each([
    ["vmo_child_snapshot", SNAPSHOT],
    ["vmo_child_snapshot_at_least_on_write", SNAPSHOT_AT_LEAST_ON_WRITE],
  ])("%s", (_, kind) => {
    const vmo = create(2 * 4096);
    unwrap(vmo.write(bytes("old"), 0));
    unwrap(vmo.write(bytes("old"), 4096));
    const child = unwrap(vmo.createChild(kind, { size: 2 * 4096 }));
    expect(text(child, 0, 3)).toBe("old");
    unwrap(child.write(bytes("own"), 0));
    unwrap(vmo.write(bytes("new"), 0));
    unwrap(vmo.write(bytes("new"), 4096));
    expect(text(child, 0, 3)).toBe("own");
    expect(text(child, 4096, 3)).toBe("old");
    expect(text(vmo, 0, 3)).toBe("new");
  });

  it("vmo_child_no_write", () => {
    const child = unwrap(create(4096).createChild(SLICE.union(NO_WRITE), { size: 4096 }));
    expect(child.write(bytes("x"), 0)).toStrictEqual(refusal(Status.ACCESS_DENIED));
  });

  it("vmo_op_range_unsupported", () => {
    const vmo = create(12);
    expect(vmo.opRange(VmoOp.LOCK, 0, 1)).toStrictEqual(refusal(Status.NOT_SUPPORTED));
    expect(vmo.opRange(VmoOp.UNLOCK, 0, 1)).toStrictEqual(refusal(Status.NOT_SUPPORTED));
  });

  it("vmo_cache", () => {
    const vmo = create(12);
    for (const op of [VmoOp.CACHE_SYNC, VmoOp.CACHE_CLEAN, VmoOp.CACHE_CLEAN_INVALIDATE]) {
      expect(vmo.opRange(op, 0, 12).ok).toBe(true);
    }
  });

  it("vmo_create_child", () => {
    const vmo = create(16);
    unwrap(vmo.write(bytes("one"), 0));
    const child = unwrap(vmo.createChild(SNAPSHOT_AT_LEAST_ON_WRITE, { size: 16 }));
    unwrap(child.write(bytes("two"), 0));
    expect(text(vmo, 0, 3)).toBe("one");
    unwrap(vmo.write(bytes("six"), 0));
    expect(text(child, 0, 3)).toBe("two");
  });

  it("vmo_replace_as_executeable", () => {
    const vmo = create(16);
    const koid = unwrap(vmo.koid());
    expect(unwrap(vmo.basicInfo()).rights.contains(Rights.EXECUTE)).toBe(false);
    const executable = unwrap(vmo.replaceAsExecutable());
    expect(unwrap(executable.basicInfo())).toMatchObject({
      koid,
      rights: Rights.VMO_DEFAULT.union(Rights.EXECUTE),
    });
    expect(vmo.isInvalid).toBe(true);
  });

  it("vmo_content_size, by its newer name", () => {
    const vmo = create(1024, VmoOptions.RESIZABLE);
    expect(unwrap(vmo.getStreamSize())).toBe(1024n);
    unwrap(vmo.setStreamSize(0));
    unwrap(vmo.write(bytes("abcdef"), 0));
    expect(unwrap(vmo.getStreamSize())).toBe(0n);
  });

  it("vmo_zero", () => {
    const vmo = create(16);
    unwrap(vmo.write(bytes("0123456789abcdef"), 0));
    unwrap(vmo.opRange(VmoOp.ZERO, 0, 16));
    expect(unwrap(vmo.read(0, 16))).toStrictEqual(new Uint8Array(16));
  });

  it("vmo_stream_size", () => {
    const vmo = create(1300, VmoOptions.UNBOUNDED);
    expect(unwrap(vmo.getStreamSize())).toBe(1300n);
    unwrap(vmo.setStreamSize(0));
    expect(unwrap(vmo.getStreamSize())).toBe(0n);
    unwrap(vmo.write(bytes("abcdef"), 0));
    expect(unwrap(vmo.getStreamSize())).toBe(0n);
    unwrap(vmo.setStreamSize(6));
    expect(unwrap(vmo.getStreamSize())).toBe(6n);
    expect(unwrap(vmo.read(0, 6))).toStrictEqual(new Uint8Array(6));
  });
});

describe("numbers above 2^53", () => {
  it("come back exactly", () => {
    const size = unwrap(create(0, VmoOptions.UNBOUNDED).getSize());
    expect(size).toBe(0xffff_ffff_fffe_0000n);
    const vmo = create(0, VmoOptions.UNBOUNDED);
    unwrap(vmo.setStreamSize(2n ** 53n + 1n));
    expect(unwrap(vmo.getStreamSize())).toBe(2n ** 53n + 1n);
  });
});
