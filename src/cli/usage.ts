import { KernelNameError } from "../campaign/kernels.ts";
import { TraceError } from "../trace/error.ts";
import { ConfigError } from "./config.ts";
import { type CliIo, EXIT_USAGE, type ExitCode } from "./io.ts";

/** What `work` answers; if what it was given makes no sense, {@link EXIT_USAGE} with a line on standard error that says why. */
export async function usageErrors(io: CliIo, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    const isUsage =
      error instanceof ConfigError || error instanceof KernelNameError || error instanceof TraceError;
    if (!isUsage) throw error;
    io.err(`error: ${error.message}\n`);
    return EXIT_USAGE;
  }
}
