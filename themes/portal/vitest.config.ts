import { defineConfig } from "vitest/config";

export default defineConfig({
  esbuild: { jsx: "automatic" },
  // A test hangs or does not; how busy the machine is decides nothing.
  test: { include: ["test/**/*.test.{ts,tsx}"], environment: "node", reporters: ["dot"], testTimeout: 120_000 },
});
