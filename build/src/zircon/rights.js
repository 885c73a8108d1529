/** `zx_rights_t` (§1.5). Compare and combine with `>>> 0`: SAME_RIGHTS is bit 31. */
export const Rights = {
    DUPLICATE: 0x1,
    TRANSFER: 0x2,
    READ: 0x4,
    WRITE: 0x8,
    EXECUTE: 0x10,
    MAP: 0x20,
    GET_PROPERTY: 0x40,
    SET_PROPERTY: 0x80,
    ENUMERATE: 0x100,
    DESTROY: 0x200,
    SET_POLICY: 0x400,
    GET_POLICY: 0x800,
    SIGNAL: 0x1000,
    SIGNAL_PEER: 0x2000,
    WAIT: 0x4000,
    INSPECT: 0x8000,
    MANAGE_JOB: 0x10000,
    MANAGE_PROCESS: 0x20000,
    MANAGE_THREAD: 0x40000,
    APPLY_PROFILE: 0x80000,
    MANAGE_SOCKET: 0x100000,
    OP_CHILDREN: 0x200000,
    RESIZE: 0x400000,
    ATTACH_VMO: 0x800000,
    MANAGE_VMO: 0x1000000,
    SAME_RIGHTS: 0x8000_0000,
};
/** TRANSFER | DUPLICATE | WAIT | INSPECT. */
export const RIGHTS_BASIC = 0xc003;
/** A VMAR handle without READ, WRITE and EXECUTE: no WAIT, no SIGNAL, no properties. */
export const RIGHTS_VMAR_DEFAULT = 0x20_8003;
/** A VMO handle; RESIZE comes on top for a resizable VMO, EXECUTE only by replace_as_executable. */
export const RIGHTS_VMO_DEFAULT = 0xd0ef;
export const RIGHTS_PROCESS_DEFAULT = 0x6_d3cf;
/** `zx_obj_type_t`, as far as this world has objects. */
export const ObjectType = { NONE: 0, PROCESS: 1, VMO: 3, VMAR: 18 };
/** `zx_signals_t`: what VMO handles can show (D-10). */
export const Signals = { NONE: 0, VMO_ZERO_CHILDREN: 0x8, USER_ALL: 0xff00_0000 };
/** The first koid that an ordinary object can have (HND-05). */
export const KOID_FIRST = 1024;
//# sourceMappingURL=rights.js.map