import { hash } from "@node-rs/argon2";
import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password-hash";

describe("[PW-01] how passwords rest", () => {
  it("as argon2id with at least 19 MiB, 2 passes and a salt of their own", async () => {
    const [one, two] = await Promise.all([hashPassword("same password"), hashPassword("same password")]);
    expect(one).not.toBe(two);
    const [, algorithm, version, parameters, salt] = one.split("$");
    expect([algorithm, version, parameters]).toEqual(["argon2id", "v=19", "m=19456,t=2,p=1"]);
    expect(Buffer.from(salt ?? "", "base64").length).toBeGreaterThanOrEqual(16);
  });

  it("says when a hash is weaker than today's", async () => {
    const weak = await hash("old password", { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    expect(await verifyPassword(weak, "old password")).toEqual({ matches: true, outdated: true });
    expect(await verifyPassword(await hashPassword("new password"), "new password")).toEqual({
      matches: true,
      outdated: false,
    });
  });

  it.each([
    "",
    "plain",
    "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy",
    "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaA",
  ])("never matches the unknown scheme %j", async (stored) => {
    expect((await verifyPassword(stored, stored)).matches).toBe(false);
  });

  it("matches nothing for nobody", async () => {
    expect((await verifyPassword(null, "anything")).matches).toBe(false);
  });
});

describe("[PW-02] nothing is cut off", () => {
  it("tells passwords apart that differ after 72 bytes or after a NUL", async () => {
    const stem = "x".repeat(72);
    expect((await verifyPassword(await hashPassword(`${stem}a`), `${stem}b`)).matches).toBe(false);
    expect((await verifyPassword(await hashPassword("secret\0one"), "secret\0two")).matches).toBe(false);
  });
});

describe("[PW-05] one text, one password", () => {
  it("whether typed composed or decomposed", async () => {
    const stored = await hashPassword("pässwört".normalize("NFD"));
    expect((await verifyPassword(stored, "pässwört".normalize("NFC"))).matches).toBe(true);
  });
});
