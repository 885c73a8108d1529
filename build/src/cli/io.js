/** Everything that was checked holds. */
export const EXIT_OK = 0;
/** Something was found. */
export const EXIT_FOUND = 1;
/** The command line or its input makes no sense; nothing was run. */
export const EXIT_USAGE = 2;
/** An interrupt ended it, and nothing had been found. */
export const EXIT_INTERRUPTED = 130;
//# sourceMappingURL=io.js.map