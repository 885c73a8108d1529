import { createRequire } from "node:module";
import { dirname } from "node:path";

/** The folder of this package: the same from src and from dist. */
export function packageRoot(): string {
  return dirname(createRequire(import.meta.url).resolve("vmar-fuzz/package.json"));
}
