/** Where a command writes. */
export interface CliIo {
  /** What was asked for. */
  readonly out: (text: string) => void;
  /** Why it could not be done. */
  readonly err: (text: string) => void;
}

/** Everything that was checked holds. */
export const EXIT_OK = 0;
/** Something was found. */
export const EXIT_FOUND = 1;
/** The command line or its input makes no sense; nothing was run. */
export const EXIT_USAGE = 2;

/** An interrupt ended it, and nothing had been found. */
export const EXIT_INTERRUPTED = 130;

export type ExitCode = typeof EXIT_OK | typeof EXIT_FOUND | typeof EXIT_USAGE | typeof EXIT_INTERRUPTED;
