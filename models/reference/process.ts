/** The one process (D-22). Its address space is the world's root VMAR. */
export class Process {
  readonly koid: number;
  name = "process";
  /** Open handles to it. */
  handles = 0;
  /** The user signals that are asserted. */
  userSignals = 0;
  alive = true;

  constructor(koid: number) {
    this.koid = koid;
  }
}
