import { RIGHTS_BASIC, RIGHTS_PROCESS_DEFAULT, RIGHTS_VMAR_DEFAULT, RIGHTS_VMO_DEFAULT, Rights as RightBit, } from "../zircon/rights.js";
import { FlagSet } from "./flag-set.js";
/**
 * What a handle permits. A handle's rights never change: `duplicate` and `replace` make handles with fewer.
 *
 * @see zx-api.md §3.6
 */
export class Rights extends FlagSet {
    static TABLE = RightBit;
    static NONE = new Rights(0);
    static DUPLICATE = Rights.of("DUPLICATE");
    static TRANSFER = Rights.of("TRANSFER");
    static READ = Rights.of("READ");
    static WRITE = Rights.of("WRITE");
    static EXECUTE = Rights.of("EXECUTE");
    static MAP = Rights.of("MAP");
    static GET_PROPERTY = Rights.of("GET_PROPERTY");
    static SET_PROPERTY = Rights.of("SET_PROPERTY");
    static ENUMERATE = Rights.of("ENUMERATE");
    static DESTROY = Rights.of("DESTROY");
    static SET_POLICY = Rights.of("SET_POLICY");
    static GET_POLICY = Rights.of("GET_POLICY");
    static SIGNAL = Rights.of("SIGNAL");
    static SIGNAL_PEER = Rights.of("SIGNAL_PEER");
    static WAIT = Rights.of("WAIT");
    static INSPECT = Rights.of("INSPECT");
    static MANAGE_JOB = Rights.of("MANAGE_JOB");
    static MANAGE_PROCESS = Rights.of("MANAGE_PROCESS");
    static MANAGE_THREAD = Rights.of("MANAGE_THREAD");
    static APPLY_PROFILE = Rights.of("APPLY_PROFILE");
    static MANAGE_SOCKET = Rights.of("MANAGE_SOCKET");
    static OP_CHILDREN = Rights.of("OP_CHILDREN");
    static RESIZE = Rights.of("RESIZE");
    static ATTACH_VMO = Rights.of("ATTACH_VMO");
    static MANAGE_VMO = Rights.of("MANAGE_VMO");
    /** For `duplicate` and `replace`: the rights that the handle has. */
    static SAME_RIGHTS = Rights.of("SAME_RIGHTS");
    /** DUPLICATE, TRANSFER, WAIT, INSPECT. */
    static BASIC = new Rights(RIGHTS_BASIC);
    /** READ, WRITE. */
    static IO = Rights.of("READ", "WRITE");
    /** GET_PROPERTY, SET_PROPERTY. */
    static PROPERTY = Rights.of("GET_PROPERTY", "SET_PROPERTY");
    /** GET_POLICY, SET_POLICY. */
    static POLICY = Rights.of("GET_POLICY", "SET_POLICY");
    /**
     * A new VMAR handle's, besides READ, WRITE and EXECUTE for each CAN_MAP flag: no WAIT, no SIGNAL, no
     * properties.
     */
    static VMAR_DEFAULT = new Rights(RIGHTS_VMAR_DEFAULT);
    /** A new VMO handle's, besides RESIZE for a resizable VMO. */
    static VMO_DEFAULT = new Rights(RIGHTS_VMO_DEFAULT);
    /** A process handle's. */
    static PROCESS_DEFAULT = new Rights(RIGHTS_PROCESS_DEFAULT);
    get [Symbol.toStringTag]() {
        return "Rights";
    }
    get table() {
        return Rights.TABLE;
    }
    make(bits) {
        return new Rights(bits);
    }
}
//# sourceMappingURL=rights.js.map