import { afterEach, expect, it, vi } from "vitest";

afterEach(() => vi.unstubAllEnvs());

/** @returns what this environment keeps from starting. */
async function problemsWith(environment: Record<string, string>): Promise<string[]> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.resetModules();
  return (await import("./start-up")).startUpProblems();
}

it.each(["http://localhost:3000", "https://app.localhost", "http://127.0.0.1:3000", "http://[::1]:3000"])(
  "[FW-05 OA-09] identity providers on this machine go with %s",
  async (APP_URL) => {
    expect(await problemsWith({ APP_URL, LOOPBACK_PROVIDERS: "true" })).toEqual([]);
  },
);

it.each(["javascript:alert(1)", "ftp://example.com", "app.example.com"])(
  "[FW-05] %s is no public address",
  async (APP_URL) => {
    await expect(problemsWith({ APP_URL })).rejects.toThrow(/APP_URL/);
  },
);

it.each(["https://example.com", "http://localhost.example.com", "http://0.0.0.0:3000", "http://192.168.1.5:3000"])(
  "[FW-05 OA-09] identity providers on this machine keep a server at %s from starting",
  async (APP_URL) => {
    expect(await problemsWith({ APP_URL, LOOPBACK_PROVIDERS: "true" })).toEqual([
      expect.stringMatching(/^LOOPBACK_PROVIDERS is set/),
    ]);
    expect(await problemsWith({ APP_URL, LOOPBACK_PROVIDERS: "false" })).toEqual([]);
    expect(await problemsWith({ APP_URL, LOOPBACK_PROVIDERS: "" })).toEqual([]);
  },
);
