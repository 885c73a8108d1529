import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import { EXIT_OK, EXIT_USAGE } from "./io.js";
const COMMANDS = [
    {
        name: "run",
        summary: "replay the corpus, then generate programs and look for a difference between two kernels",
        load: () => import("./run.js"),
    },
    {
        name: "replay",
        summary: "run traces on kernels and tell each step that differs from its expectation",
        load: () => import("./replay.js"),
    },
    {
        name: "shrink",
        summary: "make failing traces as short and simple as they can be, and tell how they fail",
        load: () => import("./shrink.js"),
    },
    {
        name: "corpus",
        summary: "keep the corpus: add, merge and check traces, minimize coverage",
        load: () => import("./corpus.js"),
    },
];
/**
 * Runs the command line.
 *
 * @param args the arguments without the interpreter and the script
 * @returns the exit code
 */
export async function runCli(args, io) {
    let code = EXIT_OK;
    const program = new Command("vmar-fuzz")
        .description("Deterministic property-based fuzzing of Zircon's VMAR semantics.")
        .version(version())
        .configureOutput({ writeOut: io.out, writeErr: io.err })
        .exitOverride();
    for (const { name, summary, load } of COMMANDS) {
        const command = program.command(name).description(summary);
        if (!args.includes(name))
            continue;
        const module = await load();
        module.define(command, io, (ended) => {
            code = ended;
        });
    }
    try {
        await program.parseAsync(args, { from: "user" });
    }
    catch (error) {
        if (!(error instanceof CommanderError))
            throw error;
        return error.exitCode === 0 ? EXIT_OK : EXIT_USAGE;
    }
    return code;
}
function version() {
    // The package names itself, so that this works from src and from dist.
    const manifest = createRequire(import.meta.url)("vmar-fuzz/package.json");
    const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
    return isManifest ? String(manifest.version) : "unknown";
}
//# sourceMappingURL=program.js.map