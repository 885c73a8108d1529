import { KernelNameError } from "../campaign/kernels.js";
import { TraceError } from "../trace/error.js";
import { ConfigError } from "./config.js";
import { EXIT_USAGE } from "./io.js";
/** What `work` answers; if what it was given makes no sense, {@link EXIT_USAGE} with a line on standard error that says why. */
export async function usageErrors(io, work) {
    try {
        return await work();
    }
    catch (error) {
        const isUsage = error instanceof ConfigError || error instanceof KernelNameError || error instanceof TraceError;
        if (!isUsage)
            throw error;
        io.err(`error: ${error.message}\n`);
        return EXIT_USAGE;
    }
}
//# sourceMappingURL=usage.js.map