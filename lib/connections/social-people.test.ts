import { randomUUID } from "node:crypto";
import { and, eq, inArray } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { accounts, identifiers, passkeys, passwords } from "@/db/schema";
import { createEnterprise, freshKey, switchEnterprise, switchSocial } from "@/lib/flows/test-connections";
import { createPerson, freshNumber, TestBrowser } from "@/lib/flows/test-visit";
import type { Settings } from "@/lib/settings/schema";
import { readHolding } from "@/lib/users/holding";
import { hasWayIn } from "@/lib/users/ways-in";
import { countConnected, countOnlyWayIn } from "./social-people";

type Owns = "email" | "phone" | "username" | "password" | "passkey" | "other" | "enterprise";
const everything: Owns[] = ["email", "phone", "username", "password", "passkey", "other", "enterprise"];

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
