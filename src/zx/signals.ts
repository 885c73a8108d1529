import { Signals as SignalBit } from "../zircon/rights.ts";
import { FlagSet } from "./flag-set.ts";

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
} as const;

/** The names in {@link Signals}. */
export type SignalName = keyof typeof SIGNAL_BITS;

/**
 * What an object shows to those who wait for it. A VMAR shows nothing: its handles carry neither WAIT nor
 * SIGNAL.
 *
 * @see zx-api.md §3.8
 */
export class Signals extends FlagSet<Signals> {
  static readonly TABLE: Readonly<Record<SignalName, number>> = SIGNAL_BITS;

  static readonly NONE: Signals = new Signals(0);
  static readonly OBJECT_READABLE: Signals = Signals.of("OBJECT_READABLE");
  static readonly OBJECT_WRITABLE: Signals = Signals.of("OBJECT_WRITABLE");
  static readonly OBJECT_PEER_CLOSED: Signals = Signals.of("OBJECT_PEER_CLOSED");
  /** On while a VMO has no children and no mappings of children. */
  static readonly VMO_ZERO_CHILDREN: Signals = Signals.of("VMO_ZERO_CHILDREN");
  /** Bit 3 of a process or thread: it has ended. The same bit is VMO_ZERO_CHILDREN of a VMO. */
  static readonly TASK_TERMINATED: Signals = new Signals(0x8);
  /** The wait ended because its handle was closed. */
  static readonly HANDLE_CLOSED: Signals = Signals.of("HANDLE_CLOSED");
  static readonly USER_0: Signals = Signals.of("USER_0");
  static readonly USER_1: Signals = Signals.of("USER_1");
  static readonly USER_2: Signals = Signals.of("USER_2");
  static readonly USER_3: Signals = Signals.of("USER_3");
  static readonly USER_4: Signals = Signals.of("USER_4");
  static readonly USER_5: Signals = Signals.of("USER_5");
  static readonly USER_6: Signals = Signals.of("USER_6");
  static readonly USER_7: Signals = Signals.of("USER_7");
  /** Bits 24–31: the signals that programs set. */
  static readonly USER_ALL: Signals = new Signals(SignalBit.USER_ALL);
  /** Bits 0–23: the signals that the kernel sets. */
  static readonly OBJECT_ALL: Signals = new Signals(~SignalBit.USER_ALL);

  get [Symbol.toStringTag](): "Signals" {
    return "Signals";
  }

  protected get table(): Readonly<Record<SignalName, number>> {
    return Signals.TABLE;
  }

  protected make(bits: number): Signals {
    return new Signals(bits);
  }
}
