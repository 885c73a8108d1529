/**
 * The build of a sandbox: one module of the instrumented models, which can be loaded again and again: a mutant of what runs while
 * a module loads needs that.
 */
import { build } from "vite";
import { BUNDLE } from "./paths.ts";

await build({
  configFile: false,
  logLevel: "warn",
  build: {
    ssr: "bench/mutation/subjects.ts",
    target: "node20",
    outDir: ".",
    emptyOutDir: false,
    minify: false,
    rolldownOptions: { treeshake: false, output: { entryFileNames: BUNDLE } },
  },
});
