import {
  RIGHTS_BASIC,
  RIGHTS_PROCESS_DEFAULT,
  RIGHTS_VMAR_DEFAULT,
  RIGHTS_VMO_DEFAULT,
  type RightName,
  Rights as RightBit,
} from "../zircon/rights.ts";
import { FlagSet } from "./flag-set.ts";

/**
 * What a handle permits. A handle's rights never change: `duplicate` and `replace` make handles with fewer.
 *
 * @see zx-api.md §3.6
 */
export class Rights extends FlagSet<Rights> {
  static readonly TABLE: Readonly<Record<RightName, number>> = RightBit;

  static readonly NONE: Rights = new Rights(0);
  static readonly DUPLICATE: Rights = Rights.of("DUPLICATE");
  static readonly TRANSFER: Rights = Rights.of("TRANSFER");
  static readonly READ: Rights = Rights.of("READ");
  static readonly WRITE: Rights = Rights.of("WRITE");
  static readonly EXECUTE: Rights = Rights.of("EXECUTE");
  static readonly MAP: Rights = Rights.of("MAP");
  static readonly GET_PROPERTY: Rights = Rights.of("GET_PROPERTY");
  static readonly SET_PROPERTY: Rights = Rights.of("SET_PROPERTY");
  static readonly ENUMERATE: Rights = Rights.of("ENUMERATE");
  static readonly DESTROY: Rights = Rights.of("DESTROY");
  static readonly SET_POLICY: Rights = Rights.of("SET_POLICY");
  static readonly GET_POLICY: Rights = Rights.of("GET_POLICY");
  static readonly SIGNAL: Rights = Rights.of("SIGNAL");
  static readonly SIGNAL_PEER: Rights = Rights.of("SIGNAL_PEER");
  static readonly WAIT: Rights = Rights.of("WAIT");
  static readonly INSPECT: Rights = Rights.of("INSPECT");
  static readonly MANAGE_JOB: Rights = Rights.of("MANAGE_JOB");
  static readonly MANAGE_PROCESS: Rights = Rights.of("MANAGE_PROCESS");
  static readonly MANAGE_THREAD: Rights = Rights.of("MANAGE_THREAD");
  static readonly APPLY_PROFILE: Rights = Rights.of("APPLY_PROFILE");
  static readonly MANAGE_SOCKET: Rights = Rights.of("MANAGE_SOCKET");
  static readonly OP_CHILDREN: Rights = Rights.of("OP_CHILDREN");
  static readonly RESIZE: Rights = Rights.of("RESIZE");
  static readonly ATTACH_VMO: Rights = Rights.of("ATTACH_VMO");
  static readonly MANAGE_VMO: Rights = Rights.of("MANAGE_VMO");
  /** For `duplicate` and `replace`: the rights that the handle has. */
  static readonly SAME_RIGHTS: Rights = Rights.of("SAME_RIGHTS");

  /** DUPLICATE, TRANSFER, WAIT, INSPECT. */
  static readonly BASIC: Rights = new Rights(RIGHTS_BASIC);
  /** READ, WRITE. */
  static readonly IO: Rights = Rights.of("READ", "WRITE");
  /** GET_PROPERTY, SET_PROPERTY. */
  static readonly PROPERTY: Rights = Rights.of("GET_PROPERTY", "SET_PROPERTY");
  /** GET_POLICY, SET_POLICY. */
  static readonly POLICY: Rights = Rights.of("GET_POLICY", "SET_POLICY");
  /**
   * A new VMAR handle's, besides READ, WRITE and EXECUTE for each CAN_MAP flag: no WAIT, no SIGNAL, no
   * properties.
   */
  static readonly VMAR_DEFAULT: Rights = new Rights(RIGHTS_VMAR_DEFAULT);
  /** A new VMO handle's, besides RESIZE for a resizable VMO. */
  static readonly VMO_DEFAULT: Rights = new Rights(RIGHTS_VMO_DEFAULT);
  /** A process handle's. */
  static readonly PROCESS_DEFAULT: Rights = new Rights(RIGHTS_PROCESS_DEFAULT);

  get [Symbol.toStringTag](): "Rights" {
    return "Rights";
  }

  protected get table(): Readonly<Record<RightName, number>> {
    return Rights.TABLE;
  }

  protected make(bits: number): Rights {
    return new Rights(bits);
  }
}
