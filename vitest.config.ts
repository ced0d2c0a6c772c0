import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("./", import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      // Next's marker package throws outside a server bundle.
      { find: "server-only", replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    include: ["{app,components,db,lib,scripts,e2e}/**/*.test.{ts,tsx}"],
    globalSetup: "db/vitest-global-setup.ts",
    setupFiles: ["db/vitest-setup.ts"],
    // Node finds `next/server` only the way Next's own bundler does.
    server: { deps: { inline: ["next-auth"] } },
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
