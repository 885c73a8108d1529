import { fileURLToPath } from "node:url";

/** The package's folder; this file is built to build/bench/mutation. */
export const ROOT: string = fileURLToPath(new URL("../../../", import.meta.url));

/** A program of this folder, as built. */
export function built(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
