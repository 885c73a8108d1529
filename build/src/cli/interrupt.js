/**
 * Does `work` with a signal that an interrupt (SIGINT) aborts: it ends early, with what it has. A second interrupt ends the process at
 * once, as usual.
 */
export async function interruptible(work) {
    const controller = new AbortController();
    const onInterrupt = () => controller.abort();
    process.once("SIGINT", onInterrupt);
    try {
        return await work(controller.signal);
    }
    finally {
        process.removeListener("SIGINT", onInterrupt);
    }
}
//# sourceMappingURL=interrupt.js.map