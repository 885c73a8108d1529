#!/usr/bin/env node
import { runCli } from "./program.js";
// A reader that has seen enough, such as `head`, is no error.
process.stdout.on("error", (error) => {
    if (error.code !== "EPIPE")
        throw error;
});
process.exitCode = await runCli(process.argv.slice(2), {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
});
//# sourceMappingURL=main.js.map