import { Tinypool } from "tinypool";

/** Threads that run a module's default export. They need compiled modules: Node 20 cannot start a thread on TypeScript. */
export function workerPool(module: URL, threads: number): Tinypool {
  return new Tinypool({
    filename: module.href,
    minThreads: threads,
    maxThreads: threads,
    runtime: "worker_threads",
  });
}
