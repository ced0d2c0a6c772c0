import { randomUUID } from "node:crypto";
import type { PrivateKeyAccount } from "viem/accounts";
import { db } from "@/db/client";
import { accounts } from "@/db/schema";
import { ProvidedIdentity } from "@/lib/connections/identity";
import type { SoftAuthenticator } from "@/lib/security/test-soft-authenticator";
import { createSession } from "@/lib/sessions/create";
import { recognise } from "@/lib/sessions/devices";
import { findSession, type Session } from "@/lib/sessions/read";
import { createUser } from "@/lib/users/create";
import { claimsOf, freshKey, switchSocial } from "./test-connections";
import { givePasskey } from "./test-passkeys";
import { freshAddress, freshNumber, TestBrowser } from "./test-visit";
import { freshWallet, giveWallet } from "./test-wallets";

export const PASSWORD = "right horse of late attempts";

/** Somebody whose account can be reached in every way there is, signed in on two devices. */
export interface Owner {
  userId: string;
  /** Stays theirs. */
  email: string;
  /** What they may remove. */
  old: { email: string; phone: string; username: string; wallet: PrivateKeyAccount; passkey: SoftAuthenticator };
  identity: ProvidedIdentity;
  /** Where they make the change. */
  device: TestBrowser;
  /** Where somebody else may sit. */
  other: TestBrowser;
}

/** @param verified whether the owner has proved anything yet. */
export async function createOwner(passwordHash: string, { verified = true } = {}): Promise<Owner> {
  const device = everythingOn();
  const { now } = device;
  const verifiedAt = verified ? now : null;
  const email = freshAddress();
  const old = { email: freshAddress(), phone: freshNumber(), username: `u${randomUUID().slice(0, 12)}` };
  const created = await createUser(db, {
    identifiers: [
      { kind: "email", value: email, verifiedAt },
      ...(verified ? [{ kind: "email" as const, value: old.email, verifiedAt }] : []),
      ...(verified ? [{ kind: "phone" as const, value: old.phone, verifiedAt }] : []),
      { kind: "username", value: old.username, verifiedAt: now },
    ],
    names: {},
    passwordHash,
    now,
  });
  if (!created.ok) throw new Error(created.error.code);
  const { userId } = created.data;
  await givePasskey(userId);
  const passkey = await givePasskey(userId);
  const wallet = verified ? await giveWallet(userId) : freshWallet();
  const connection = freshKey();
  switchSocial(device, connection, true);
  const identity = new ProvidedIdentity(connection, "oauth", claimsOf(randomUUID()));
  const at = { createdAt: now, lastUsedAt: now };
  const account = { type: "oidc", provider: connection, providerAccountId: identity.claims.subject };
  await db.insert(accounts).values({ userId, ...account, ...at });
  const other = device.copy();
  await signIn(device, userId);
  await signIn(other, userId);
  return { userId, email, old: { ...old, wallet, passkey }, identity, device, other };
}

/** @returns a browser of an installation that has everything on. */
function everythingOn(): TestBrowser {
  const browser = new TestBrowser();
  browser.set("email", { signUp: "optional", linkSignIn: true });
  browser.set("phone", { signUp: "optional", signIn: true });
  browser.set("username", { signUp: "optional", signIn: true });
  browser.set("password", { requiredAtSignUp: false, refuseBreached: false });
  browser.set("passkey", { enabled: true, offerAfterSignIn: false });
  browser.set("wallet", { metamask: true });
  browser.set("mfa", { totp: true, phoneCode: true, backupCodes: true });
  // Hundreds of people in one database: the guard would take them for an attack.
  browser.set("sms", { perCountryDaily: 1_000_000, perDay: 1_000_000, unverifiedPercent: 100 });
  return browser;
}

async function signIn(browser: TestBrowser, userId: string): Promise<void> {
  const { client, now, settings } = browser.visit();
  const device = await recognise(db, userId, undefined, { client, now });
  const input = { userId, deviceId: device.id, amr: ["password"], secondFactorAt: null, replaces: undefined };
  const session = await createSession(db, { ...input, client, settings, now });
  browser.jar.set("session", session.token);
  browser.jar.set("device", device.token);
}

/** @returns the browser's session as a request would find it. */
export const sessionIn = (browser: TestBrowser): Promise<Session | null> =>
  findSession(browser.jar.get("session") ?? "", browser.now);

/** @returns the session of a browser that must have one. */
export async function ownSession(browser: TestBrowser): Promise<Session> {
  const session = await sessionIn(browser);
  if (!session) throw new Error("nobody is signed in");
  return session;
}
