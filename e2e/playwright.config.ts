import { defineConfig } from "@playwright/test";
import { CHROMIUM_ARGS, findChromium } from "../scripts/test/chromium";
import { findOathtool } from "../scripts/test/oathtool";
import { BROWSER_RESULTS } from "../scripts/test/results";

// Workers load this file too; they inherit what the first process found.
if (!process.env.CHROMIUM_SANDBOX) {
  const found = await findChromium();
  if (!found) throw new Error("No Chromium was found. Run: npx playwright install chromium");
  Object.assign(process.env, { CHROMIUM_PATH: found.path, CHROMIUM_SANDBOX: found.sandbox ? "on" : "off" });
}
// Few tests need it, and those say so.
process.env.OATHTOOL_PATH ??= (await findOathtool()) ?? "";

const [FAULTS, SOAK] = ["**/faults/*.spec.ts", "**/soak.spec.ts"];

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results/browser",
  globalSetup: "./global-setup.ts",
  fullyParallel: true,
  workers: 2,
  // A test that passes on the second try is a broken test.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: `../${process.env.BROWSER_RESULTS ?? BROWSER_RESULTS}` }]],
  use: {
    locale: "en-US",
    timezoneId: "UTC",
    contextOptions: { reducedMotion: "reduce" },
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      chromiumSandbox: process.env.CHROMIUM_SANDBOX === "on",
      args: CHROMIUM_ARGS,
    },
  },
  projects: [
    // Pictures to look at, made by `npm run screenshots`; they prove nothing by themselves.
    ...(process.env.SCREENSHOTS ? [{ name: "screenshots", testMatch: "**/*.screenshots.ts" }] : []),
    // Long faults and endurance, in `npm run test:full`; without FULL, faults are the short ones of every change.
    ...(process.env.FULL
      ? [
          { name: "faults", testMatch: FAULTS, workers: 1 },
          { name: "soak", testMatch: SOAK, workers: 1 },
        ]
      : []),
    {
      name: "specs",
      testMatch: "**/*.spec.ts",
      testIgnore: ["**/*.after.spec.ts", SOAK, ...(process.env.FULL ? [FAULTS] : [])],
    },
    // What can only be judged once everything else has run: no secret in any log, every event in the audit.
    { name: "after", testMatch: "**/*.after.spec.ts", dependencies: ["specs"] },
  ],
});
