import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { db } from "@/db/client";
import { sessions } from "@/db/schema";
import type { ProvidedIdentity } from "@/lib/connections/identity";
import { fail, type Result } from "@/lib/errors";
import { findSession } from "@/lib/sessions/read";
import type { StrategyId } from "@/lib/strategies/strategy";
import { startAddIdentifier, verifyAddIdentifier } from "./add-identifier";
import { findAttempt } from "./attempt";
import { openLink } from "./email-link";
import { finishPasskeySignIn, startPasskeySignIn } from "./passkey-sign-in";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { continueSignUp, startSignUp, verifySignUp } from "./sign-up";
import { finishSso } from "./sso-return";
import { createEnterprise, freshKey, givenIdentity, leaveFor, switchSocial } from "./test-connections";
import { befall, type Cell, doLastStep, expectNoSession, PASSWORD } from "./test-doors";
import { codesFor, createPerson, linksFor, TestBrowser } from "./test-visit";
import { finishWalletSignIn, startWalletSignIn } from "./wallet-sign-in";

interface First {
  kind: "email" | "phone";
  proof(cell: Cell): Promise<unknown>;
  /** The whole of it, where the proof itself says who it is. */
  signIn?(cell: Cell): Promise<unknown>;
}

/** How a first factor names and proves somebody; a first factor of the registry without an entry fails the matrix. */
export const firsts: Partial<Record<StrategyId, First>> = {
  password: { kind: "email", proof: async () => ({ password: PASSWORD }) },
  "email-code": { kind: "email", proof: async ({ email }) => ({ code: (await codesFor(email))[0] ?? "000000" }) },
  "email-link": { kind: "email", proof: async ({ email }) => ({ token: (await linksFor(email))[0] ?? "" }) },
  passkey: { kind: "email", proof: async () => ({}), signIn: signInByPasskey },
  oauth: { kind: "email", proof: async () => ({}), signIn: (cell) => signInByProvider(cell, "oauth") },
  enterprise: { kind: "email", proof: async () => ({}), signIn: (cell) => signInByProvider(cell, "enterprise") },
  wallet: { kind: "email", proof: async () => ({}), signIn: signInByWallet },
  "phone-code": { kind: "phone", proof: async ({ phone }) => ({ code: (await codesFor(phone))[0] ?? "000000" }) },
};

async function signInByPasskey({ browser, passkey }: Cell): Promise<void> {
  const options = await startPasskeySignIn(browser.visit());
  if (!options.ok) throw new Error(options.error.code);
  const response = JSON.stringify(passkey.get(options.data));
  await finishPasskeySignIn(browser.visit(), { response }, {});
  // Again: the challenge is spent.
  await finishPasskeySignIn(browser.visit(), { response }, {});
}

async function signInByWallet({ browser, wallet }: Cell): Promise<void> {
  const signer = { address: wallet.address, chainId: 1, app: "metamask" } as const;
  const asked = await startWalletSignIn(browser.visit(), signer);
  if (!asked.ok) throw new Error(asked.error.code);
  const message = asked.data.signing;
  const proof = { message, signature: await wallet.signMessage({ message }) };
  await finishWalletSignIn(browser.visit(), proof, {});
  // Again: the message is spent.
  await finishWalletSignIn(browser.visit(), proof, {});
}

async function signInByProvider({ browser, userId }: Cell, strategy: ProvidedIdentity["strategy"]): Promise<void> {
  const connection = strategy === "oauth" ? freshKey() : await createEnterprise();
  if (strategy === "oauth") switchSocial(browser, connection, true);
  const identity = await givenIdentity(strategy, connection, userId);
  await leaveFor(browser, identity);
  await finishSso(browser.visit(), identity);
  // Again: the journey is spent.
  await finishSso(browser.visit(), identity);
}

const firstOf = ({ first }: Cell) => firsts[first] ?? { kind: "email" as const, proof: async () => ({}) };
const isOpen = ({ browser, brought }: Cell) => browser.jar.get("session") !== brought.session;

/** Shows the first factor; a link is opened instead. */
async function show(cell: Cell, verify: (proof: unknown) => Promise<Result<unknown>>): Promise<Result<unknown>> {
  const proof = await firstOf(cell).proof(cell);
  if (cell.first !== "email-link") return verify(proof);
  return openLink(cell.browser.visit(), (proof as { token: string }).token, null);
}

/** Every journey that could end in a session. Each tries what would skip the last step before it does it. */
export const journeys = {
  async "sign-in"(cell: Cell): Promise<void> {
    const { browser, first } = cell;
    const { signIn } = firstOf(cell);
    if (signIn) {
      await befall(cell);
      await signIn(cell);
      if (isOpen(cell)) return;
      await expectNoSession(cell, "after the first factor");
      const isNew = await findAttempt(browser.visit().cookies, "sign-up", browser.now);
      await doLastStep(cell, isNew ? "sign-up" : "sign-in");
      return;
    }
    if (cell.state === "restricted") await befall(cell);
    await startSignIn(browser.visit(), { identifier: cell[firstOf(cell).kind] });
    await chooseSignInMethod(browser.visit(), first);
    if (cell.state !== "restricted") await befall(cell);
    await expectNoSession(cell, "before the first factor");
    const verify = async (proof: unknown) => verifySignIn(browser.visit(), first, proof);
    await show(cell, verify);
    if (isOpen(cell)) return;
    await expectNoSession(cell, "after the first factor");
    if (!(await findAttempt(browser.visit().cookies, "sign-in", browser.now))?.awaits) return;
    await show(cell, verify);
    await verifySignIn(browser.visit(), "password", { password: PASSWORD });
    await chooseSignInMethod(browser.visit(), first);
    await expectNoSession(cell, "after the first factor again");
    await doLastStep(cell, "sign-in");
  },

  async "reset-password"(cell: Cell): Promise<void> {
    const { browser } = cell;
    const setPassword = () => finishReset(browser.visit(), { password: "another fine password", signOutOthers: true });
    if (cell.state === "restricted") await befall(cell);
    await startReset(browser.visit(), { identifier: cell[firstOf(cell).kind] });
    if (cell.state !== "restricted") await befall(cell);
    await setPassword();
    await expectNoSession(cell, "before the code");
    await show(cell, async (proof) => verifyReset(browser.visit(), proof));
    await expectNoSession(cell, "after the code");
    // Whoever owes nothing is asked for the new password now; for everybody else this is a way round the last step.
    await setPassword();
    if (isOpen(cell)) return;
    await expectNoSession(cell, "after a new password too early");
    await doLastStep(cell, "reset-password");
    await expectNoSession(cell, "before the new password");
    await setPassword();
  },

  async "sign-up"(cell: Cell): Promise<void> {
    const { browser, first, email, phone, username } = cell;
    await befall(cell);
    await startSignUp(
      browser.visit(),
      first === "password" ? { username } : firstOf(cell).kind === "phone" ? { phone } : { email },
    );
    await expectNoSession(cell, "before the first factor");
    if (first !== "password") await show(cell, async (proof) => verifySignUp(browser.visit(), proof));
    if (isOpen(cell)) return;
    await continueSignUp(browser.visit(), first === "password" ? { password: "another fine password" } : {});
    if (isOpen(cell)) return;
    await expectNoSession(cell, "after the first factor");
    await doLastStep(cell, "sign-up");
  },

  /** Somebody else, signed in, adds the identifier to their own account. */
  async "add-identifier"(cell: Cell): Promise<void> {
    const { kind } = firstOf(cell);
    const actor = await createPerson();
    const own = new TestBrowser();
    own.settings = { ...cell.browser.settings, mfa: { ...cell.browser.settings.mfa, required: false } };
    await startSignIn(own.visit(), { identifier: actor.email });
    await verifySignIn(own.visit(), "password", { password: actor.password });
    const token = own.jar.get("session") ?? "";
    const session = await findSession(token, own.now);
    if (!session) throw new Error("the actor is not signed in");
    await befall(cell);
    await startAddIdentifier(own.visit(), session, { kind, value: cell[kind] });
    const proof = await firstOf(cell).proof(cell);
    await (cell.first === "email-link"
      ? openLink(own.visit(), (proof as { token: string }).token, session)
      : ["password", "passkey", "wallet"].includes(cell.first)
        ? fail("strategy_unavailable")
        : verifyAddIdentifier(own.visit(), session, proof));
    expect(own.jar.get("session"), "the actor's cookie").toBe(token);
    expect(await db.$count(sessions, eq(sessions.userId, actor.userId)), "the actor's rows").toBe(1);
    expect(await db.$count(sessions, eq(sessions.userId, cell.userId)), "the owner's rows").toBe(0);
  },
};
export type Journey = keyof typeof journeys;
