import { randomUUID } from "node:crypto";
import { and, eq, inArray } from "drizzle-orm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { accounts, identifiers, passkeys, passwords } from "@/db/schema";
import { createEnterprise, freshKey, switchEnterprise, switchSocial } from "@/lib/flows/test-connections";
import { createPerson, freshNumber, TestBrowser } from "@/lib/flows/test-visit";
import { freshWallet, giveWallet } from "@/lib/flows/test-wallets";
import type { Settings } from "@/lib/settings/schema";
import { readHolding } from "@/lib/users/holding";
import { addWallet } from "@/lib/users/wallets";
import { hasWayIn } from "@/lib/users/ways-in";
import { countConnected, countOnlyWayIn } from "./social-people";

type Owns = "email" | "phone" | "username" | "password" | "passkey" | "wallet" | "contract" | "other" | "enterprise";
const everything: Owns[] = [
  ...(["email", "phone", "username", "password", "passkey"] as const),
  ...(["wallet", "contract", "other", "enterprise"] as const),
];

beforeEach(() => {
  vi.stubEnv("RPC_URL_8453", "http://127.0.0.1:1");
});
afterEach(() => vi.unstubAllEnvs());

/** Somebody who is connected and owns nothing else but these. */
async function somebody(keys: { own: string; other: string; enterprise: string }, owns: Owns[]): Promise<string> {
  const { userId } = await createPerson({ phone: freshNumber(), username: `u${randomUUID().slice(0, 12)}` });
  const gone = (["email", "phone", "username"] as const).filter((kind) => !owns.includes(kind));
  if (gone.length > 0)
    await db.delete(identifiers).where(and(eq(identifiers.userId, userId), inArray(identifiers.kind, gone)));
  if (!owns.includes("password")) await db.delete(passwords).where(eq(passwords.userId, userId));
  const at = { createdAt: new Date(), lastUsedAt: new Date() };
  if (owns.includes("passkey"))
    await db.insert(passkeys).values({
      userId,
      credentialId: randomUUID(),
      publicKey: "",
      counter: 0,
      transports: [],
      aaguid: "",
      name: "Key",
      backupEligible: false,
      backedUp: false,
      createdAt: at.createdAt,
    });
  if (owns.includes("wallet")) await giveWallet(userId);
  if (owns.includes("contract")) {
    const contract = { address: freshWallet().address, contractOn: 8453, app: "base" } as const;
    expect((await addWallet(db, userId, contract, at.createdAt)).ok).toBe(true);
  }
  const connected = [keys.own, ...(owns.includes("other") ? [keys.other] : [])];
  if (owns.includes("enterprise")) connected.push(keys.enterprise);
  for (const provider of connected)
    await db.insert(accounts).values({ userId, type: "oidc", provider, providerAccountId: randomUUID(), ...at });
  return userId;
}

it("[P28 P32] who has no way in but one connection is counted as one by one, whatever is on", async () => {
  const browser = new TestBrowser();
  const keys = { own: freshKey(), other: freshKey(), enterprise: await createEnterprise() };
  const sets: Owns[][] = [
    [],
    ...everything.map((one) => [one]),
    ["email", "password"],
    ["phone", "password"],
    ["username", "password"],
    ["username", "passkey"],
    ["other", "passkey"],
    everything,
  ];
  const people: string[] = [];
  for (const owns of sets) people.push(await somebody(keys, owns));
  expect((await countConnected()).get(keys.own)).toBe(people.length);

  const seen = new Set<number>();
  const arrangements: (() => void)[] = [
    () => {},
    () => browser.set("email", { codeSignIn: false }),
    () => browser.set("email", { signIn: false }),
    () => browser.set("phone", { signIn: true }),
    () => browser.set("phone", { codeSignIn: false }),
    () => browser.set("username", { signIn: true }),
    () => browser.set("passkey", { enabled: true }),
    () => browser.set("passkey", { enabled: false }),
    () => browser.set("wallet", { metamask: true }),
    () => browser.set("wallet", { metamask: false, base: true }),
    () => browser.set("wallet", { chains: [1] }),
    () => browser.set("wallet", { chains: [1, 8453], base: false, other: true }),
    () => vi.stubEnv("RPC_URL_8453", ""),
    () => browser.set("wallet", { other: false }),
    () => switchSocial(browser, keys.other, true),
    () => switchSocial(browser, keys.other, true, "connect"),
    () => switchSocial(browser, keys.other, false),
  ];
  const check = async () => {
    const off = withoutIt(browser.settings, keys.own);
    const holdings = await Promise.all(people.map((userId) => readHolding(db, userId)));
    const expected = holdings.filter((holding) => !hasWayIn(holding, off)).length;
    seen.add(expected);
    expect(await countOnlyWayIn(keys.own, browser.settings)).toBe(expected);
  };
  switchSocial(browser, keys.own, true);
  for (const arrange of arrangements) {
    arrange();
    await check();
  }
  await switchEnterprise(keys.enterprise, false);
  await check();
  expect(seen.size).toBeGreaterThan(3);
});

function withoutIt(settings: Settings, key: string): Settings {
  const { [key]: _, ...connections } = settings.social.connections;
  return { ...settings, social: { connections } };
}
