import { describe, expect, it } from "vitest";
import {
  KOID_FIRST,
  ObjectType,
  RIGHTS_BASIC,
  RIGHTS_PROCESS_DEFAULT,
  RIGHTS_VMAR_DEFAULT,
  RIGHTS_VMO_DEFAULT,
  type RightName,
  Rights,
} from "./rights.ts";

const word = (...names: RightName[]): number => names.reduce((all, name) => (all | Rights[name]) >>> 0, 0);

describe("Rights (§1.5)", () => {
  it("has the bits of the contract", () => {
    expect(Rights).toMatchObject({
      DUPLICATE: 1,
      TRANSFER: 2 ** 1,
      READ: 2 ** 2,
      WRITE: 2 ** 3,
      EXECUTE: 2 ** 4,
      MAP: 2 ** 5,
      GET_PROPERTY: 2 ** 6,
      SET_PROPERTY: 2 ** 7,
      ENUMERATE: 2 ** 8,
      DESTROY: 2 ** 9,
      SIGNAL: 2 ** 12,
      WAIT: 2 ** 14,
      INSPECT: 2 ** 15,
      OP_CHILDREN: 2 ** 21,
      RESIZE: 2 ** 22,
      SAME_RIGHTS: 2 ** 31,
    });
  });

  it("has the defaults of the contract", () => {
    expect(RIGHTS_BASIC).toBe(word("TRANSFER", "DUPLICATE", "WAIT", "INSPECT"));
    expect(RIGHTS_VMAR_DEFAULT).toBe(word("TRANSFER", "DUPLICATE", "INSPECT", "OP_CHILDREN"));
    expect(RIGHTS_VMAR_DEFAULT | word("READ", "WRITE", "EXECUTE")).toBe(0x20_801f);
    expect(RIGHTS_VMO_DEFAULT).toBe(
      RIGHTS_BASIC | word("READ", "WRITE", "GET_PROPERTY", "SET_PROPERTY", "MAP", "SIGNAL"),
    );
    expect(RIGHTS_VMO_DEFAULT | Rights.RESIZE).toBe(0x40_d0ef);
    expect(RIGHTS_PROCESS_DEFAULT).toBe(
      RIGHTS_BASIC |
        word("READ", "WRITE", "GET_PROPERTY", "SET_PROPERTY", "ENUMERATE", "DESTROY", "SIGNAL") |
        word("MANAGE_PROCESS", "MANAGE_THREAD"),
    );
  });
});

describe("objects", () => {
  it("have types and koids from the ABI", () => {
    expect(ObjectType).toStrictEqual({ NONE: 0, PROCESS: 1, VMO: 3, VMAR: 18 });
    expect(KOID_FIRST).toBe(1024);
  });
});
