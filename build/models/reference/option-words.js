import { PERM_MASK, UNASSIGNED_MASK, VmOption } from "../../src/zircon/options.js";
/** Whether an ALIGN field is legal: none, or 1 KiB to 4 GiB (§1.3). */
export function isAlignField(exponent) {
    return exponent === 0 || (exponent >= 10 && exponent <= 32);
}
/** The option bits that mean nothing: 16–23, and before FAULT_BEYOND_STREAM_SIZE came, bit 15 (V-8, D-15). */
export function unassignedBits(semantics) {
    return semantics["V-8"] ? UNASSIGNED_MASK : UNASSIGNED_MASK | VmOption.FAULT_BEYOND_STREAM_SIZE;
}
/** The permissions that CAN_MAP_READ, CAN_MAP_WRITE and CAN_MAP_EXECUTE in `flags` stand for. */
export function canMapPerms(flags) {
    return (flags >> 7) & PERM_MASK;
}
/** The rights READ, WRITE and EXECUTE for a permission set. */
export function permRights(perms) {
    return perms << 2;
}
/** The permissions that the rights READ, WRITE and EXECUTE among `rights` allow. */
export function rightsPerms(rights) {
    return (rights >> 2) & PERM_MASK;
}
/**
 * MAP-06, PROT-03: WRITE or EXECUTE without READ. Where the machine has execute-only memory and the kernel lacks Q-9, asking
 * for EXECUTE alone with PERM_READ_IF_XOM_UNSUPPORTED is fine (D-17).
 */
export function lacksRead(semantics, options) {
    const perms = options & PERM_MASK;
    if (perms & VmOption.PERM_READ || perms === 0)
        return false;
    const executeOnly = perms === VmOption.PERM_EXECUTE && (options & VmOption.PERM_READ_IF_XOM_UNSUPPORTED) !== 0;
    return !(executeOnly && semantics.xom && !semantics["Q-9"]);
}
//# sourceMappingURL=option-words.js.map