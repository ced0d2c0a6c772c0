import { eq } from "drizzle-orm";
import type { PrivateKeyAccount } from "viem/accounts";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { identifiers, users } from "@/db/schema";
import { findWallet } from "@/lib/users/wallets";
import { findAttempt } from "./attempt";
import { continueSignUp, verifySignUp } from "./sign-up";
import { addAuthenticator } from "./test-arrangements";
import { sessionOf } from "./test-passkey-visits";
import { codeOf, sessionsOf, showApp } from "./test-second-factor";
import { codesFor, createPerson, freshAddress, mailTo, type TestBrowser } from "./test-visit";
import { signerOf, signFor, signInBy, walletBrowser } from "./test-wallet-visits";
import { freshWallet, giveWallet } from "./test-wallets";
import { finishWalletSignIn, startWalletSignIn } from "./wallet-sign-in";

let browser: TestBrowser;
let wallet: PrivateKeyAccount;
beforeEach(() => {
  browser = walletBrowser();
  wallet = freshWallet();
});

const ownerOf = async ({ address }: { address: string }) => (await findWallet(address))?.userId ?? null;

describe("[P34 P38] a wallet that is nobody's", () => {
  it("becomes an account by its first signature, and signs in to it from then on", async () => {
    expect(await signInBy(browser, wallet, "/profile")).toMatchObject({
      data: { step: "done", redirectTo: "/profile" },
    });
    const session = await sessionOf(browser);
    expect(session).toMatchObject({ amr: ["wallet"], secondFactorAt: null });
    expect(session.user).toMatchObject({ identifier: wallet.address, email: null });
    const later = walletBrowser();
    later.wait(3600);
    expect(codeOf(await signInBy(later, wallet))).toBe("ok");
    expect((await sessionOf(later)).user.id).toBe(session.user.id);
    expect(await findWallet(wallet.address)).toMatchObject({
      app: "metamask",
      contractOn: null,
      lastUsedAt: later.now,
    });
  });

  it("is the same wallet in any case of its letters", async () => {
    await signInBy(browser, wallet);
    const again = walletBrowser();
    const asked = await startWalletSignIn(again.visit(), signerOf(wallet));
    expect(asked).toMatchObject({ data: { signing: expect.stringContaining(wallet.address) } });
    await expect(
      db.insert(identifiers).values({
        userId: (await createPerson()).userId,
        kind: "wallet",
        value: wallet.address.toLowerCase(),
        createdAt: again.now,
      }),
    ).rejects.toMatchObject({ cause: { constraint_name: "identifiers_wallet" } });
  });

  it("is asked for what sign-up requires, and for no password; nothing exists before that", async () => {
    browser.set("email", { signUp: "required" });
    browser.set("names", { firstName: "required" });
    const email = freshAddress();
    expect(await signInBy(browser, wallet)).toMatchObject({ data: { step: "continue" } });
    expect(await ownerOf(wallet)).toBeNull();
    expect(codeOf(await continueSignUp(browser.visit(), { email }))).toBe("invalid_input");
    expect(await continueSignUp(browser.visit(), { email, firstName: "Vita" })).toMatchObject({
      data: { step: "verify", flow: "sign-up" },
    });
    expect(await ownerOf(wallet)).toBeNull();
    const [code] = await codesFor(email);
    expect(await verifySignUp(browser.visit(), { code })).toMatchObject({ data: { step: "done" } });
    const { user, amr } = await sessionOf(browser);
    expect(user).toMatchObject({ email, firstName: "Vita", id: await ownerOf(wallet) });
    expect(amr).toEqual(["wallet", "email-code"]);
  });

  it("[LK-06] is never linked to an account by a code sent to its address", async () => {
    const person = await createPerson();
    browser.set("email", { signUp: "required" });
    await signInBy(browser, wallet);
    await continueSignUp(browser.visit(), { email: person.email });
    expect(await codesFor(person.email)).toEqual([]);
    expect(await mailTo(person.email)).toMatchObject([{ subject: expect.stringMatching(/account/) }]);
    expect(codeOf(await verifySignUp(browser.visit(), { code: "000000" }))).toBe("code_incorrect");
    expect(browser.jar.has("session")).toBe(false);
    expect(await ownerOf(wallet)).toBeNull();
    expect(await sessionsOf(person.userId)).toBe(0);
  });

  it("makes no account where sign-up is closed, and asks for nothing first", async () => {
    browser.set("email", { signUp: "required" });
    browser.set("signUp", { open: false });
    expect(codeOf(await signInBy(browser, wallet))).toBe("sign_up_closed");
    expect(await ownerOf(wallet)).toBeNull();
  });

  it("makes no account once an admin has blocked it, however far the sign-up had come", async () => {
    browser.set("names", { firstName: "required" });
    expect(await signInBy(browser, wallet)).toMatchObject({ data: { step: "continue" } });
    browser.set("wallet", { blocked: [wallet.address] });
    expect(codeOf(await continueSignUp(browser.visit(), { firstName: "Vita" }))).toBe("wallet_not_allowed");
    expect(await ownerOf(wallet)).toBeNull();
  });

  it("makes one account of many first signatures at once, and one session each for no more than it", async () => {
    const browsers = Array.from({ length: 20 }, () => walletBrowser());
    const proofs = await Promise.all(browsers.map((one) => signFor(one, wallet)));
    const results = await Promise.all(
      browsers.map((one, index) => finishWalletSignIn(one.visit(), proofs[index], {}).then(codeOf)),
    );
    expect(results.filter((code) => code !== "ok").every((code) => code === "wallet_taken")).toBe(true);
    const rows = await db.select().from(identifiers).where(eq(identifiers.value, wallet.address));
    expect(rows).toHaveLength(1);
    expect(await sessionsOf(rows[0]?.userId ?? "")).toBe(results.filter((code) => code === "ok").length);
  });
});

describe("[P37] whoever has a second factor", () => {
  it("is asked for it after a wallet", async () => {
    const person = await createPerson();
    const own = await giveWallet(person.userId);
    const seed = await addAuthenticator(person.userId);
    browser.set("mfa", { totp: true });
    expect(await signInBy(browser, own)).toMatchObject({ data: { step: "second-factor", flow: "sign-in" } });
    expect(await sessionsOf(person.userId)).toBe(0);
    expect(codeOf(await showApp(browser, { seed }))).toBe("ok");
    expect((await sessionOf(browser)).amr).toEqual(["wallet", "totp"]);
  });

  it("goes no further when the wallet was removed meanwhile", async () => {
    const person = await createPerson();
    const own = await giveWallet(person.userId);
    const seed = await addAuthenticator(person.userId);
    browser.set("mfa", { totp: true });
    await signInBy(browser, own);
    await db.delete(identifiers).where(eq(identifiers.value, own.address));
    expect(codeOf(await showApp(browser, { seed }))).toBe("attempt_missing");
    expect(await sessionsOf(person.userId)).toBe(0);
  });
});

describe("[W3-01] a signature", () => {
  let userId: string;
  beforeEach(async () => {
    userId = (await createPerson()).userId;
    wallet = await giveWallet(userId);
  });

  it("counts once, of 20 at once", async () => {
    const proof = await signFor(browser, wallet);
    const twins = Array.from({ length: 20 }, () => browser.copy());
    const results = await Promise.all(twins.map((twin) => finishWalletSignIn(twin.visit(), proof, {}).then(codeOf)));
    expect(results.filter((code) => code === "ok")).toHaveLength(1);
    expect(await sessionsOf(userId)).toBe(1);
  });

  it("counts as one journey with whatever else its browser asked for meanwhile", async () => {
    const proofs = [await signFor(browser, wallet), await signFor(browser, freshWallet())];
    const twins = proofs.map(() => browser.copy());
    const results = await Promise.all(twins.map((twin, index) => finishWalletSignIn(twin.visit(), proofs[index], {})));
    expect(results.map(codeOf).filter((code) => code === "ok")).toHaveLength(1);
  });

  it("counts in the browser that asked for it only, and for five minutes", async () => {
    const proof = await signFor(browser, wallet);
    const other = walletBrowser();
    expect(codeOf(await finishWalletSignIn(other.visit(), proof, {}))).toBe("attempt_missing");
    await signFor(other, wallet);
    expect(codeOf(await finishWalletSignIn(other.visit(), proof, {}))).toBe("wallet_refused");
    browser.wait(301);
    expect(codeOf(await finishWalletSignIn(browser.visit(), proof, {}))).toBe("wallet_expired");
    expect(await sessionsOf(userId)).toBe(0);
  });

  it("is not taken of an app or on a network that is off, and asked of none", async () => {
    expect(codeOf(await startWalletSignIn(browser.visit(), signerOf(wallet, { app: "okx" })))).toBe(
      "wallet_unavailable",
    );
    const elsewhere = await startWalletSignIn(browser.visit(), signerOf(wallet, { chainId: 5 }));
    expect(elsewhere).toMatchObject({
      error: { code: "wallet_chain_not_allowed", details: { networks: expect.stringContaining("Ethereum, Base") } },
    });
    const proof = await signFor(browser, wallet);
    browser.set("wallet", { metamask: false });
    expect(codeOf(await finishWalletSignIn(browser.visit(), proof, {}))).toBe("strategy_unavailable");
    browser.set("wallet", { metamask: true, chains: [10] });
    expect(codeOf(await finishWalletSignIn(browser.visit(), proof, {}))).toBe("wallet_chain_not_allowed");
    expect(await sessionsOf(userId)).toBe(0);
  });

  it("of another wallet opens nothing", async () => {
    const asked = await signFor(browser, wallet);
    const signature = await freshWallet().signMessage({ message: asked.message });
    // No chain can say whether a contract has signed it.
    expect(codeOf(await finishWalletSignIn(browser.visit(), { ...asked, signature }, {}))).toBe(
      "wallet_contract_unchecked",
    );
    expect(await sessionsOf(userId)).toBe(0);
  });

  it("opens nothing of somebody banned, or gone", async () => {
    await db.update(users).set({ bannedAt: browser.now }).where(eq(users.id, userId));
    expect(codeOf(await signInBy(browser, wallet))).toBe("banned");
    await db.delete(users).where(eq(users.id, userId));
    expect(await ownerOf(wallet)).toBeNull();
    expect(await findAttempt(browser.visit().cookies, "wallet-sign-in", browser.now)).toBeNull();
  });
});
