import { afterEach, expect, it, vi } from "vitest";
import { whyNotThisBuild } from "./build";

afterEach(() => vi.unstubAllEnvs());

const NEXT_DEV = { kind: "development", isDevServer: true };
const DEBUG_PRERENDER = { kind: "development", isDevServer: false };

it.each([
  [NEXT_DEV, "production"],
  [DEBUG_PRERENDER, "production"],
  [DEBUG_PRERENDER, "development"],
  [DEBUG_PRERENDER, undefined],
])("[FW-05] a development build never runs as production: %j with NODE_ENV %s", (build, startedAs) => {
  expect(whyNotThisBuild({ ...build, startedAs })).toMatch(/npm run build && npm start/);
});

it.each([
  [NEXT_DEV, "development"],
  [NEXT_DEV, "test"],
  [NEXT_DEV, undefined],
  [{ kind: "production", isDevServer: false }, "production"],
  [{ kind: "production", isDevServer: false }, "development"],
])("every other one starts: %j with NODE_ENV %s", (build, startedAs) => {
  expect(whyNotThisBuild({ ...build, startedAs })).toBeUndefined();
});

it.each(["seed", "connectLocalProvider"])("[B01] %s refuses a production server", async (what) => {
  vi.stubEnv("NODE_ENV", "production");
  vi.resetModules();
  const { seed } = await import("./users/seed");
  const { connectLocalProvider } = await import("./connections/local-provider");
  const run = { seed, connectLocalProvider: () => connectLocalProvider({} as never, true) }[what];
  await expect(run?.()).rejects.toThrow("for development only");
});
