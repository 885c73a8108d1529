/**
 * The build of a sandbox: the instrumented models as one module, which can be loaded again and again: a mutant of what runs while a
 * module loads needs that.
 */
import { build } from "vite";
import { COUNTING, QUIET, quiet } from "./bundles.ts";

for (const name of [COUNTING, QUIET]) {
  await build({
    configFile: false,
    logLevel: "warn",
    plugins: name === QUIET ? [{ name: "quiet", transform: (code: string) => quiet(code) }] : [],
    build: {
      ssr: "bench/mutation/subjects.ts",
      target: "node20",
      outDir: ".",
      emptyOutDir: false,
      minify: false,
      rolldownOptions: { treeshake: false, output: { entryFileNames: name } },
    },
  });
}
