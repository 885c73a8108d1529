import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

/**
 * Writes a file whole or not at all: its new content stands under another name, and on the disk, before it takes the file's
 * place. Whoever reads the folder at any time, or after a kill or a power cut, sees the old content or the new.
 */
export function writeAtomically(path: string, text: string): void {
  const folder = dirname(path);
  mkdirSync(folder, { recursive: true });
  // No trace file ends so; the process's number keeps writers apart.
  const temporary = `${path}.${process.pid}.tmp`;
  sync(temporary, "w", text);
  renameSync(temporary, path);
  sync(folder, "r");
}

function sync(path: string, mode: "r" | "w", text?: string): void {
  const file = openSync(path, mode);
  try {
    if (text !== undefined) writeAll(file, Buffer.from(text));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
}

/** Removes what writers that were killed have left in a folder. */
export function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = /\.([0-9]+)\.tmp$/.exec(name) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(folder, name), { force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 only asks.
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
