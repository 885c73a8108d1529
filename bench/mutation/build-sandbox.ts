/**
 * The build of a sandbox: the instrumented models as one module, which can be loaded again and again: a mutant of what runs while a
 * module loads needs that.
 */
import { basename } from "node:path";
import { build } from "vite";
import { COUNTING, counting, NOTING } from "./bundles.ts";

for (const name of [NOTING, COUNTING]) {
  await build({
    configFile: false,
    logLevel: "warn",
    plugins: name === COUNTING ? [{ name, enforce: "pre", transform: counting }] : [],
    build: {
      ssr: "bench/mutation/subjects.ts",
      target: "node20",
      outDir: "built",
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { treeshake: false, output: { entryFileNames: basename(name) } },
    },
  });
}
