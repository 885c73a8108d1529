import { fileURLToPath } from "node:url";

/** The package's folder; this file is built to build/bench/mutation. */
export const ROOT: string = fileURLToPath(new URL("../../../", import.meta.url));

/** The module that {@link file://./bundle.ts} makes, in the sandbox's folder. */
export const BUNDLE = "subjects.mjs";

/** A program of this folder, as built. */
export function built(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
