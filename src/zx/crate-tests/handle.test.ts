import { describe, expect, it } from "vitest";
import { Status } from "../../zircon/status.ts";
import { Handle } from "../handle.ts";
import { Koid } from "../koid.ts";
import { ObjectType } from "../object-type.ts";
import { unwrap } from "../result.ts";
import { Rights } from "../rights.ts";
import { Signals } from "../signals.ts";
import { referenceSystem, type System } from "../testing/reference-system.ts";
import { Vmar } from "../vmar.ts";
import { Vmo } from "../vmo.ts";
import { VmoChildOptions } from "../vmo-child-options.ts";

const denied = { ok: false, status: Status.ACCESS_DENIED };

function withVmo(): System & { vmo: Vmo } {
  const system = referenceSystem();
  return { ...system, vmo: unwrap(Vmo.create(system.kernel, 16)) };
}

describe("the crate's own tests (handle.rs), where there are objects for them", () => {
  it("into_raw", () => {
    const { kernel, vmo } = withVmo();
    const again = Vmo.unsafeFromRaw(kernel, vmo.intoRaw());
    expect(again.isInvalid).toBe(false);
    expect(unwrap(again.getSize())).toBe(4096n);
  });

  it("duplicate", () => {
    const { vmo } = withVmo();
    unwrap(vmo.write(Uint8Array.of(1), 0));
    const readOnly = unwrap(vmo.duplicate(Rights.READ));
    expect(unwrap(readOnly.read(0, 1))).toStrictEqual(Uint8Array.of(1));
    expect(readOnly.write(new Uint8Array(), 0)).toStrictEqual(denied);
    unwrap(vmo.write(Uint8Array.of(2), 0));
    expect(unwrap(readOnly.read(0, 1))).toStrictEqual(Uint8Array.of(2));
  });

  it("replace", () => {
    const { vmo } = withVmo();
    const readOnly = unwrap(vmo.replace(Rights.READ));
    expect(unwrap(readOnly.read(0, 1))).toStrictEqual(Uint8Array.of(0));
    expect(readOnly.write(new Uint8Array(), 0)).toStrictEqual(denied);
  });

  it("set_get_name", () => {
    const { vmo } = withVmo();
    unwrap(vmo.setName("i"));
    expect(unwrap(vmo.getName()).equals("i")).toBe(true);
    expect(unwrap(vmo.info()).name.equals("i")).toBe(true);
  });

  it("set_get_max_len_name", () => {
    const { vmo } = withVmo();
    unwrap(vmo.setName("0123456789abcdef0123456789abcde"));
    expect(String(unwrap(vmo.getName()))).toBe("0123456789abcdef0123456789abcde");
  });

  it("basic_info_channel, of a VMO", () => {
    const { vmo } = withVmo();
    const info = unwrap(vmo.basicInfo());
    expect(info.koid).toBeGreaterThanOrEqual(Koid.FIRST);
    expect(info).toMatchObject({
      objectType: ObjectType.VMO,
      rights: Rights.VMO_DEFAULT,
      relatedKoid: Koid.INVALID,
    });
    const side = unwrap(vmo.duplicate());
    expect(unwrap(side.isSameObject(vmo))).toBe(true);
    expect(side.equals(vmo)).toBe(false);
    const narrowed = unwrap(side.replace(Rights.READ));
    expect(unwrap(narrowed.basicInfo())).toMatchObject({ koid: info.koid, rights: Rights.READ });
  });

  it("count_info", () => {
    const { vmo } = withVmo();
    expect(unwrap(vmo.countInfo()).handleCount).toBe(1);
    const other = unwrap(vmo.duplicate());
    expect(unwrap(vmo.countInfo()).handleCount).toBe(2);
    other.close();
    expect(unwrap(vmo.countInfo()).handleCount).toBe(1);
  });

  it("regression_nullable_handle_into_raw_recursion", () => {
    const { kernel } = withVmo();
    expect(Handle.unsafeFromRaw(kernel, 0).intoRaw()).toBe(0);
    expect(Handle.unsafeFromRaw(kernel, 7).intoRaw()).toBe(7);
  });
});

describe("duplicate and replace of a Vmar (§4.3, §4.4)", () => {
  const invalidArgs = { ok: false, status: Status.INVALID_ARGS };

  it("never add rights", () => {
    const { root } = referenceSystem();
    expect(root.duplicate(Rights.WAIT)).toStrictEqual(invalidArgs);
    expect(unwrap(unwrap(root.duplicate(Rights.NONE)).basicInfo()).rights.isEmpty).toBe(true);
  });

  it("need DUPLICATE only for the first", () => {
    const { root } = referenceSystem();
    const bare = unwrap(root.duplicate(Rights.INSPECT));
    expect(bare.duplicate()).toStrictEqual(denied);
    const replaced = unwrap(bare.replace(Rights.SAME_RIGHTS));
    expect(unwrap(replaced.isSameObject(root))).toBe(true);
  });

  it("lose the handle of a replace that fails", () => {
    const { root, kernel } = referenceSystem();
    const vmar = unwrap(root.duplicate());
    const raw = vmar.rawHandle;
    expect(vmar.replace(Rights.WAIT)).toStrictEqual(invalidArgs);
    expect(vmar.isInvalid).toBe(true);
    expect(Vmar.unsafeFromRaw(kernel, raw).info()).toStrictEqual({ ok: false, status: Status.BAD_HANDLE });
  });

  it("answer BAD_HANDLE for an invalid handle", () => {
    const { kernel } = referenceSystem();
    const invalid = Vmar.unsafeFromRaw(kernel, 0);
    expect(invalid.replace(Rights.SAME_RIGHTS)).toStrictEqual({ ok: false, status: Status.BAD_HANDLE });
    expect(invalid.duplicate()).toStrictEqual({ ok: false, status: Status.BAD_HANDLE });
  });

  it("find a wrong type in the first call that needs the right one", () => {
    const { vmo } = withVmo();
    const mistaken = Vmar.fromHandle(vmo);
    expect(mistaken.info()).toStrictEqual({ ok: false, status: Status.WRONG_TYPE });
    expect(unwrap(mistaken.basicInfo()).objectType).toBe(ObjectType.VMO);
  });
});

describe("signals of a VMO (wait.rs: wait_and_signal)", () => {
  it("stay set until they are cleared", () => {
    const { vmo } = withVmo();
    const zeroChildren = Signals.VMO_ZERO_CHILDREN;
    expect(vmo.waitOne(Signals.USER_0)).toStrictEqual({ kind: "timedOut", signals: zeroChildren });
    unwrap(vmo.signal(Signals.NONE, Signals.USER_0));
    const both = zeroChildren.union(Signals.USER_0);
    expect(vmo.waitOne(Signals.USER_0)).toStrictEqual({ kind: "ok", signals: both });
    expect(vmo.waitOne(Signals.USER_0)).toStrictEqual({ kind: "ok", signals: both });
    unwrap(vmo.signal(Signals.USER_0, Signals.NONE));
    expect(vmo.waitOne(Signals.USER_0)).toStrictEqual({ kind: "timedOut", signals: zeroChildren });
  });

  it("tell whether it has children", () => {
    const { vmo } = withVmo();
    const child = unwrap(vmo.createChild(VmoChildOptions.SLICE, { size: 4096 }));
    expect(vmo.waitOne(Signals.VMO_ZERO_CHILDREN).kind).toBe("timedOut");
    child.close();
    expect(vmo.waitOne(Signals.VMO_ZERO_CHILDREN).kind).toBe("ok");
  });
});
