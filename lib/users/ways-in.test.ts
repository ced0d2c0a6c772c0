import { afterEach, describe, expect, it, vi } from "vitest";
import { defaultSettings, type Settings } from "@/lib/settings/schema";

afterEach(() => vi.unstubAllEnvs());

const holding = { identifiers: [], hasPassword: false, secondFactors: [], passkeys: 1, connections: [] };
const withPasskeys = (change: Partial<Settings["passkey"]> = {}): Settings => ({
  ...defaultSettings,
  passkey: { ...defaultSettings.passkey, enabled: true, ...change },
});

/** @returns what counts as a way in at http://localhost:3000, with passkeys of this domain. */
async function hasWayInWith(rpId: string) {
  vi.stubEnv("PASSKEY_RP_ID", rpId);
  vi.resetModules();
  return (await import("./ways-in")).hasWayIn;
}

describe("[PK-13] a passkey is a way in", () => {
  it("while passkeys are on", async () => {
    const hasWayIn = await hasWayInWith("");
    expect(hasWayIn(holding, withPasskeys())).toBe(true);
    expect(hasWayIn(holding, withPasskeys({ enabled: false }))).toBe(false);
    expect(hasWayIn({ ...holding, passkeys: 0 }, withPasskeys())).toBe(false);
  });

  it("only at an address where browsers take it: an origin that is no longer related leaves none", async () => {
    const hasWayIn = await hasWayInWith("example.com");
    expect(hasWayIn(holding, withPasskeys())).toBe(false);
    expect(hasWayIn(holding, withPasskeys({ relatedOrigins: "http://localhost:3000" }))).toBe(true);
  });
});
