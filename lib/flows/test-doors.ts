import { eq } from "drizzle-orm";
import type { PrivateKeyAccount } from "viem/accounts";
import { expect } from "vitest";
import { db } from "@/db/client";
import { identifiers, secondFactors, sessions, users } from "@/db/schema";
import { newToken } from "@/lib/security/keys";
import type { SoftAuthenticator } from "@/lib/security/test-soft-authenticator";
import { createSession } from "@/lib/sessions/create";
import { recognise } from "@/lib/sessions/devices";
import { trustDevice } from "@/lib/sessions/trusted-browsers";
import type { StrategyId } from "@/lib/strategies/strategy";
import { readTotpEnrolment } from "@/lib/users/authenticator";
import { renewBackupCodes } from "@/lib/users/backup-codes";
import { createUser } from "@/lib/users/create";
import { findAttempt } from "./attempt";
import { confirmEnrolment, startEnrolment } from "./enrolment";
import { type SessionFlow, verifySecondFactor } from "./second-factor";
import { addAuthenticator, lockProofs } from "./test-arrangements";
import { givePasskey } from "./test-passkeys";
import { appCode, codesFor, freshAddress, freshNumber, TestBrowser } from "./test-visit";
import { freshWallet, giveWallet } from "./test-wallets";

export const MFA = ["none", "app", "text message", "app lost, backup code", "required, none yet"] as const;
export const STATES = ["active", "locked", "banned", "deleted", "unverified", "restricted"] as const;
export type Mfa = (typeof MFA)[number];
export type State = (typeof STATES)[number];

/** What somebody may have put into the browser before. */
export const BROUGHT = [
  "nothing",
  "a planted session",
  "a planted device",
  "another user's device, trusted there",
  "an old token of their own device, trusted",
] as const;
export type Brought = (typeof BROUGHT)[number];

export const PASSWORD = "right horse of the matrix";

/** A person of a cell of the matrix, and the browser somebody comes with. */
export interface Cell {
  first: StrategyId;
  mfa: Mfa;
  state: State;
  browser: TestBrowser;
  /** The tokens the browser came with. */
  brought: { session?: string; device?: string };
  userId: string;
  email: string;
  phone: string;
  username: string;
  seed: string;
  backupCode: string;
  secondPhone: string;
  passkey: SoftAuthenticator;
  wallet: PrivateKeyAccount;
}

/** @returns a person in that state, everything switched on. @param passwordHash of `PASSWORD`. */
export async function arrange(
  { first, mfa, state, brought: what }: { first: StrategyId; mfa: Mfa; state: State; brought: Brought },
  passwordHash: string,
): Promise<Cell> {
  const browser = new TestBrowser();
  browser.set("email", { signUp: "optional", linkSignIn: true, verifyBy: first === "email-link" ? "link" : "code" });
  browser.set("phone", { signUp: "optional", signIn: true });
  browser.set("username", { signUp: "optional", signIn: true });
  // Hundreds of cells in one database: the guard would take them for an attack.
  browser.set("sms", { perCountryDaily: 1_000_000, perDay: 1_000_000, unverifiedPercent: 100 });
  browser.set("password", { requiredAtSignUp: first === "password", refuseBreached: false });
  browser.set("passkey", { enabled: true, satisfiesSecondFactor: false });
  browser.set("wallet", { metamask: true });
  browser.set("mfa", {
    totp: true,
    phoneCode: true,
    backupCodes: true,
    required: mfa === "required, none yet",
    trustBrowser: true,
  });
  const now = new Date();
  const [email, phone] = [freshAddress(), freshNumber()];
  const username = `u${email.slice(7, 19)}`.replaceAll("-", "");
  const verifiedAt = state === "unverified" ? null : now;
  const created = await createUser(db, {
    identifiers: [
      { kind: "email", value: email, verifiedAt },
      { kind: "phone", value: phone, verifiedAt },
      { kind: "username", value: username, verifiedAt },
    ],
    names: {},
    passwordHash,
    now,
  });
  if (!created.ok) throw new Error("the person was not created");
  const { userId } = created.data;
  const passkey = await givePasskey(userId);
  // Whoever has proved a wallet has proved something: an address they never proved is then not theirs (LK-03).
  const wallet = first === "wallet" ? await giveWallet(userId) : freshWallet();
  const secondPhone = freshNumber();
  let seed = "";
  let backupCode = "";
  if (mfa === "app" || mfa === "app lost, backup code") seed = await addAuthenticator(userId);
  if (mfa === "app lost, backup code") backupCode = (await renewBackupCodes(db, userId, now))?.[0] ?? "";
  if (mfa === "text message") {
    const [number] = await db
      .insert(identifiers)
      .values({ userId, kind: "phone", value: secondPhone, verifiedAt: now, createdAt: now })
      .returning();
    await db.insert(secondFactors).values({ userId, strategy: "phone-code", identifierId: number?.id, createdAt: now });
  }
  const brought = await bring(what, browser, userId);
  return {
    first,
    mfa,
    state,
    browser,
    brought,
    userId,
    email,
    phone,
    username,
    seed,
    backupCode,
    secondPhone,
    passkey,
    wallet,
  };
}

/** Puts into a browser what was there before somebody signs in with it. @returns its tokens. */
async function bring(what: Brought, browser: TestBrowser, userId: string): Promise<Cell["brought"]> {
  if (what === "nothing") return {};
  const { client, now, settings } = browser.visit();
  const token = newToken();
  if (what === "a planted device") {
    browser.jar.set("device", token);
    return { device: token };
  }
  const ownerId = what.startsWith("an old") ? userId : (await createStranger()).userId;
  const device = await recognise(db, ownerId, undefined, { client, now });
  if (what === "a planted session") {
    const input = {
      userId: ownerId,
      deviceId: device.id,
      amr: ["password"],
      secondFactorAt: null,
      replaces: undefined,
    };
    const session = await createSession(db, { ...input, client, settings, now });
    browser.jar.set("session", session.token);
    return { session: session.token };
  }
  await trustDevice(db, device.id, new Date(now.getTime() + 86_400_000));
  // They have signed in there since, and their token is another one.
  if (ownerId === userId) await recognise(db, userId, device.token, { client, now });
  browser.jar.set("device", device.token);
  return { device: device.token };
}

async function createStranger(): Promise<{ userId: string }> {
  const identifier = { kind: "email", value: freshAddress(), verifiedAt: new Date() } as const;
  const created = await createUser(db, { identifiers: [identifier], names: {}, passwordHash: null, now: new Date() });
  if (!created.ok) throw new Error(created.error.code);
  return created.data;
}

/** What happens to the account once somebody has named it. */
export async function befall({ state, userId, browser }: Cell): Promise<void> {
  if (state === "banned") await db.update(users).set({ bannedAt: new Date() }).where(eq(users.id, userId));
  if (state === "deleted") await db.delete(users).where(eq(users.id, userId));
  if (state === "restricted") {
    browser.set("signUp", { open: false });
    browser.set("smsCountries", { enabled: [] });
  }
  if (state !== "locked") return;
  await lockProofs(userId, browser);
}

/** Nobody is signed in: no new cookie in the browser, no row for the person, or for whoever has the address by now. */
export async function expectNoSession({ browser, brought, userId, ...cell }: Cell, where: string): Promise<void> {
  expect(browser.jar.get("session"), `cookie ${where}`).toBe(brought.session);
  expect(browser.jar.get("device"), `device ${where}`).toBe(brought.device);
  const holders = await db
    .select({ id: identifiers.userId })
    .from(identifiers)
    .where(eq(identifiers.value, cell.first === "phone-code" ? cell.phone : cell.email));
  for (const id of [userId, ...holders.map((holder) => holder.id)]) {
    expect(await db.$count(sessions, eq(sessions.userId, id)), `row ${where}`).toBe(0);
  }
}

/** Does the last step of the cell as its person would. @returns whether it was accepted. */
export async function doLastStep(cell: Cell, flow: SessionFlow): Promise<boolean> {
  const { browser, mfa } = cell;
  if (mfa === "required, none yet") return enrolApp(browser, flow);
  const proofs = {
    app: { strategy: "totp", code: () => appCode(cell.seed, browser.now) },
    "app lost, backup code": { strategy: "backup-code", code: () => cell.backupCode },
    "text message": { strategy: "phone-code", code: async () => (await codesFor(cell.secondPhone))[0] },
    none: { strategy: "totp", code: () => "000000" },
  };
  const { strategy, code } = proofs[mfa];
  const proof = { code: await code() };
  return (await verifySecondFactor(browser.visit(), flow, { strategy, trustBrowser: false }, proof)).ok;
}

async function enrolApp(browser: TestBrowser, flow: SessionFlow): Promise<boolean> {
  const started = await startEnrolment(browser.visit(), flow, { strategy: "totp" });
  if (!started.ok) return false;
  const attempt = await findAttempt(browser.visit().cookies, flow, browser.now);
  const app = attempt?.userId && (await readTotpEnrolment({ attemptId: attempt.id, userId: attempt.userId }));
  if (!app) return false;
  return (await confirmEnrolment(browser.visit(), flow, { code: appCode(app.seed, browser.now) })).ok;
}
