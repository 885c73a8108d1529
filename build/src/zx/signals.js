import { Signals as SignalBit } from "../zircon/rights.js";
import { FlagSet } from "./flag-set.js";
const SIGNAL_BITS = {
    OBJECT_READABLE: 0x1,
    OBJECT_WRITABLE: 0x2,
    OBJECT_PEER_CLOSED: 0x4,
    VMO_ZERO_CHILDREN: 0x8,
    HANDLE_CLOSED: 0x80_0000,
    USER_0: 0x100_0000,
    USER_1: 0x200_0000,
    USER_2: 0x400_0000,
    USER_3: 0x800_0000,
    USER_4: 0x1000_0000,
    USER_5: 0x2000_0000,
    USER_6: 0x4000_0000,
    USER_7: 0x8000_0000,
};
/**
 * What an object shows to those who wait for it. A VMAR shows nothing: its handles carry neither WAIT nor
 * SIGNAL.
 *
 * @see zx-api.md §3.8
 */
export class Signals extends FlagSet {
    static TABLE = SIGNAL_BITS;
    static NONE = new Signals(0);
    static OBJECT_READABLE = Signals.of("OBJECT_READABLE");
    static OBJECT_WRITABLE = Signals.of("OBJECT_WRITABLE");
    static OBJECT_PEER_CLOSED = Signals.of("OBJECT_PEER_CLOSED");
    /** On while a VMO has no children and no mappings of children. */
    static VMO_ZERO_CHILDREN = Signals.of("VMO_ZERO_CHILDREN");
    /** Bit 3 of a process or thread: it has ended. The same bit is VMO_ZERO_CHILDREN of a VMO. */
    static TASK_TERMINATED = new Signals(0x8);
    /** The wait ended because its handle was closed. */
    static HANDLE_CLOSED = Signals.of("HANDLE_CLOSED");
    static USER_0 = Signals.of("USER_0");
    static USER_1 = Signals.of("USER_1");
    static USER_2 = Signals.of("USER_2");
    static USER_3 = Signals.of("USER_3");
    static USER_4 = Signals.of("USER_4");
    static USER_5 = Signals.of("USER_5");
    static USER_6 = Signals.of("USER_6");
    static USER_7 = Signals.of("USER_7");
    /** Bits 24–31: the signals that programs set. */
    static USER_ALL = new Signals(SignalBit.USER_ALL);
    /** Bits 0–23: the signals that the kernel sets. */
    static OBJECT_ALL = new Signals(~SignalBit.USER_ALL);
    get [Symbol.toStringTag]() {
        return "Signals";
    }
    get table() {
        return Signals.TABLE;
    }
    make(bits) {
        return new Signals(bits);
    }
}
//# sourceMappingURL=signals.js.map