import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  test: {
    include: ["src/**/*.test.ts", "models/**/*.test.ts", "properties/**/*.test.ts", "bench/**/*.test.ts"],
    // Threads without isolation start about six times faster; no test leaves global state behind.
    pool: "threads",
    isolate: false,
    testTimeout: 120_000,
    // Where CI is set, vitest asks its tests' programs for colours.
    env: { NO_COLOR: "1", FORCE_COLOR: "" },
    coverage: {
      provider: "v8",
      include: ["src/**", "models/**"],
      exclude: ["**/*.test.ts"],
      reporter: ["text", "json-summary"],
      thresholds: { "models/{reference,paged}/**": { branches: 95 } },
    },
  },
});

export default config;
