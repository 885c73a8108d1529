import cliProgress from "cli-progress";
/** A line each so many programs, where standard error is no terminal. */
const PLAIN_EVERY = 25_000;
/** How far a campaign is, on standard error: a bar on a terminal, elsewhere a plain line now and then. */
export function progressLine(budget, io) {
    return process.stderr.isTTY ? bar(budget) : plainLines(io);
}
function bar({ runs }) {
    const format = runs === Infinity
        ? "{phase}: {value} programs, {operations} operations, {rules} rules"
        : "{phase} [{bar}] {value}/{total} programs, {operations} operations, {rules} rules";
    const line = new cliProgress.SingleBar({ format, clearOnComplete: true, fps: 8 }, cliProgress.Presets.shades_classic);
    line.start(runs === Infinity ? 1 : runs, 0, { phase: "running", operations: 0, rules: 0 });
    return {
        update({ phase, runs: done, operations, rules, tries }) {
            line.update(done, {
                phase: phase === "run" ? "running" : `shrinking, ${tries} tried`,
                operations,
                rules,
            });
        },
        stop: () => line.stop(),
    };
}
/** A plain line each so many programs tried. */
const TRIES_EVERY = 1000;
/** How far shrinking is, on standard error. */
export function triesLine(limit, io) {
    if (!process.stderr.isTTY) {
        return {
            update(tries) {
                if (tries % TRIES_EVERY === 0)
                    io.err(`shrinking: ${tries} of at most ${limit} tries\n`);
            },
            stop: () => undefined,
        };
    }
    const line = new cliProgress.SingleBar({ format: "shrinking [{bar}] {value}/{total} tries at most", clearOnComplete: true, fps: 8 }, cliProgress.Presets.shades_classic);
    line.start(limit, 0);
    return { update: (tries) => line.update(tries), stop: () => line.stop() };
}
function plainLines(io) {
    let next = PLAIN_EVERY;
    return {
        update({ phase, runs, operations, rules, tries }) {
            if (phase === "shrink" && tries > 0 && tries % TRIES_EVERY === 0)
                io.err(`shrinking: ${tries} tries\n`);
            if (phase === "shrink" || runs < next)
                return;
            next = runs + PLAIN_EVERY;
            io.err(`${runs} programs, ${operations} operations, ${rules} rules\n`);
        },
        stop: () => undefined,
    };
}
//# sourceMappingURL=progress.js.map