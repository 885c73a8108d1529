import { PlaceError } from "../campaign/campaign.ts";
import { KernelNameError } from "../campaign/kernels.ts";
import { TraceError } from "../trace/error.ts";
import { ConfigError } from "./config.ts";
import { type CliIo, EXIT_USAGE, type ExitCode } from "./io.ts";

/** Errors of what a command was given, not of the command. */
const USAGE_ERRORS = [ConfigError, KernelNameError, PlaceError, TraceError] as const;

/** What `work` answers; if what it was given makes no sense, {@link EXIT_USAGE} with a line on standard error that says why. */
export async function usageErrors(io: CliIo, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    const isUsage = USAGE_ERRORS.some((kind) => error instanceof kind);
    if (!(error instanceof Error && isUsage)) throw error;
    io.err(`error: ${error.message}\n`);
    return EXIT_USAGE;
  }
}
