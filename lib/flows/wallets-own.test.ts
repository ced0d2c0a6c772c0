import { eq } from "drizzle-orm";
import type { PrivateKeyAccount } from "viem/accounts";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { passwords, sessions } from "@/db/schema";
import type { Session } from "@/lib/sessions/read";
import { listWallets } from "@/lib/users/wallets";
import { finishAddWallet, startAddWallet } from "./add-wallet";
import { makeIdentifierPrimary, removeOwnIdentifier } from "./profile";
import { verifyStepUp } from "./step-up";
import { openStepUp } from "./step-up-journey";
import { readStepUp } from "./step-up-view";
import { sessionOf } from "./test-passkey-visits";
import { givePasskey } from "./test-passkeys";
import { codeOf, sessionsOf } from "./test-second-factor";
import { createPerson, mailTo, type TestBrowser } from "./test-visit";
import { signed, signerOf, signFor, signInBy, walletBrowser } from "./test-wallet-visits";
import { freshWallet, giveWallet } from "./test-wallets";
import { askToSign } from "./wallet-message";
import { finishWalletSignIn } from "./wallet-sign-in";
import { startWalletStepUp } from "./wallet-step-up";

let browser: TestBrowser;
let first: PrivateKeyAccount;
let session: Session;
let userId: string;
/** A person who has nothing but a wallet. */
beforeEach(async () => {
  browser = walletBrowser();
  first = freshWallet();
  await signInBy(browser, first);
  session = await sessionOf(browser);
  userId = session.user.id;
});

const own = () => listWallets(db, userId);
const idOf = async ({ address }: { address: string }) => (await own()).find((one) => one.address === address)?.id ?? "";
const addressesOf = async () => (await own()).map(({ address }) => address);
const proofOf = async (wallet: PrivateKeyAccount) =>
  signed(await startAddWallet(browser.visit(), session, signerOf(wallet)), wallet);
const add = async (wallet: PrivateKeyAccount) =>
  codeOf(await finishAddWallet(browser.visit(), session, await proofOf(wallet)));
const remove = async (wallet: { address: string }) =>
  codeOf(await removeOwnIdentifier(browser.visit(), session, await idOf(wallet)));

describe("[P38] several wallets of one person", () => {
  it("are added by a signature, each signs in to the same account, and one is the primary", async () => {
    const second = freshWallet();
    expect(await add(second)).toBe("ok");
    expect(await addressesOf()).toEqual([first.address, second.address]);
    const other = walletBrowser();
    await signInBy(other, second);
    expect((await sessionOf(other)).user.id).toBe(userId);
    expect(codeOf(await makeIdentifierPrimary(browser.visit(), session, await idOf(second)))).toBe("ok");
    expect(await addressesOf()).toEqual([second.address, first.address]);
    expect((await sessionOf(browser)).user.identifier).toBe(second.address);
  });

  it("are told of by mail, where there is an address", async () => {
    const person = await createPerson();
    const wallet = await giveWallet(person.userId);
    const theirs = walletBrowser();
    await signInBy(theirs, wallet);
    session = await sessionOf(theirs);
    browser = theirs;
    userId = person.userId;
    const second = freshWallet();
    await add(second);
    await remove(second);
    await theirs.settled();
    const subjects = (await mailTo(person.email)).map(({ subject }) => subject);
    expect(subjects).toEqual(expect.arrayContaining([expect.stringMatching(/wallet was added/)]));
    expect(subjects).toEqual(expect.arrayContaining([expect.stringMatching(/wallet was removed/)]));
  });

  it("are taken only where an admin allows theirs", async () => {
    const second = freshWallet();
    browser.set("wallet", { blocked: [second.address] });
    expect(await add(second)).toBe("wallet_not_allowed");
    const stranger = walletBrowser({ blocked: [second.address] });
    expect(codeOf(await signInBy(stranger, second))).toBe("wallet_not_allowed");
    browser.set("wallet", { blocked: [], allowOnly: true });
    expect(await add(freshWallet())).toBe("wallet_not_allowed");
    // Whoever has one already signs in with it.
    const later = walletBrowser({ blocked: [first.address] });
    expect(codeOf(await signInBy(later, first))).toBe("ok");
  });

  it("never become somebody else's: a wallet has one person", async () => {
    const stranger = await createPerson();
    const taken = await giveWallet(stranger.userId);
    expect(await add(taken)).toBe("wallet_taken");
    expect(codeOf(await startAddWallet(browser.visit(), session, signerOf(first)))).toBe("wallet_exists");
    expect(await addressesOf()).toEqual([first.address]);
    for (const id of [(await listWallets(db, stranger.userId))[0]?.id ?? ""]) {
      expect(codeOf(await removeOwnIdentifier(browser.visit(), session, id))).toBe("not_found");
      expect(codeOf(await makeIdentifierPrimary(browser.visit(), session, id))).toBe("not_found");
    }
  });

  it("are added once, of 20 answers at once", async () => {
    const second = freshWallet();
    const proof = await proofOf(second);
    const twins = Array.from({ length: 20 }, () => browser.copy());
    const codes = await Promise.all(twins.map((twin) => finishAddWallet(twin.visit(), session, proof).then(codeOf)));
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
  });

  it("are added by two people at once to one of them", async () => {
    const contested = freshWallet();
    const rival = walletBrowser();
    await signInBy(rival, freshWallet());
    const rivalSession = await sessionOf(rival);
    const [mine, theirs] = [
      await proofOf(contested),
      await signed(await startAddWallet(rival.visit(), rivalSession, signerOf(contested)), contested),
    ];
    const both = await Promise.all([
      finishAddWallet(browser.visit(), session, mine),
      finishAddWallet(rival.visit(), rivalSession, theirs),
    ]);
    expect(both.map(codeOf).sort()).toEqual(["ok", "wallet_taken"]);
  });
});

describe("[W3-01] a message to add a wallet", () => {
  it("signs nobody in, and one to sign in adds nothing", async () => {
    const second = freshWallet();
    const forAdding = await proofOf(second);
    const other = walletBrowser();
    await signFor(other, second);
    expect(codeOf(await finishWalletSignIn(other.visit(), forAdding, {}))).toBe("wallet_refused");
    const forSignIn = await signFor(walletBrowser(), second);
    expect(codeOf(await finishAddWallet(browser.visit(), session, forSignIn))).toBe("wallet_refused");
    expect(await addressesOf()).toEqual([first.address]);
  });

  it("adds nothing to another person's account, and nothing once the session is over", async () => {
    const second = freshWallet();
    const proof = await proofOf(second);
    const stranger = walletBrowser();
    await signInBy(stranger, freshWallet());
    const thief = browser.copy();
    expect(codeOf(await finishAddWallet(thief.visit(), await sessionOf(stranger), proof))).toBe("attempt_missing");
    await db.delete(sessions).where(eq(sessions.id, session.id));
    expect(codeOf(await finishAddWallet(browser.visit(), session, proof))).toBe("unauthenticated");
    expect(await addressesOf()).toEqual([first.address]);
  });
});

describe("[P38] the last way in", () => {
  it("stays: a wallet goes only while another way is left, whatever that is", async () => {
    expect(await remove(first)).toBe("wallet_last");
    browser.set("passkey", { enabled: true });
    await givePasskey(userId);
    expect(await remove(first)).toBe("ok");
    expect(await addressesOf()).toEqual([]);
  });

  it("stays, of two wallets removed at once; the primary one goes last", async () => {
    const second = freshWallet();
    await add(second);
    const ids = [await idOf(first), await idOf(second)];
    const codes = await Promise.all(ids.map((id) => removeOwnIdentifier(browser.visit(), session, id).then(codeOf)));
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(await own()).toHaveLength(1);
  });

  it.each([
    ["whose app is off", { metamask: false, okx: true }, null],
    ["on a chain that cannot be asked", {}, 8453],
  ])("is no wallet %s", async (_, change, contractOn) => {
    const person = await createPerson();
    for (let wallets = 0; wallets < 2; wallets++) await giveWallet(person.userId, { contractOn });
    await db.delete(passwords).where(eq(passwords.userId, person.userId));
    browser.set("email", { signIn: false });
    browser.set("wallet", change);
    userId = person.userId;
    session = { ...session, user: { ...session.user, id: userId } };
    const other = (await own()).find(({ isPrimary }) => !isPrimary);
    expect(await remove({ address: other?.address ?? "" })).toBe("wallet_last");
    browser.set("wallet", { metamask: false, okx: false, other: contractOn === null });
    expect(await remove({ address: other?.address ?? "" })).toBe(contractOn === null ? "ok" : "wallet_last");
  });
});

describe("[SE-08] a confirmation by wallet", () => {
  beforeEach(() => browser.wait(11 * 60));
  const confirm = async (wallet: PrivateKeyAccount, by = browser) => {
    const proof = await signed(await startWalletStepUp(by.visit(), session, signerOf(wallet)), wallet);
    return verifyStepUp(by.visit(), session, { strategy: "wallet" }, proof);
  };

  it("is offered to whoever has one, and renews the session", async () => {
    expect(await readStepUp(browser.visit(), session)).toMatchObject({ done: false, current: { id: "wallet" } });
    expect(codeOf(await confirm(first))).toBe("ok");
    expect((await sessionOf(browser)).firstFactorAt).toEqual(browser.now);
    expect(await sessionsOf(userId)).toBe(1);
  });

  it("takes no other person's wallet, nor one that is nobody's", async () => {
    const stranger = await giveWallet((await createPerson()).userId);
    const attempt = await openStepUp(browser.visit(), session);
    if (!attempt) throw new Error("nothing is stale");
    for (const wallet of [stranger, freshWallet()]) {
      const asked = await startWalletStepUp(browser.visit(), session, signerOf(wallet));
      expect(asked).toMatchObject({ error: { code: "wallet_not_yours" } });
      // Even were it asked to sign.
      const proof = await signed(await askToSign(browser.visit(), attempt, signerOf(wallet)), wallet);
      expect(codeOf(await verifyStepUp(browser.visit(), session, { strategy: "wallet" }, proof))).toBe(
        "wallet_refused",
      );
    }
    expect((await sessionOf(browser)).firstFactorAt).toEqual(session.firstFactorAt);
  });

  it("[RL-01] that a chain could not be asked about is no wrong proof: it locks nobody out", async () => {
    for (let tries = 0; tries <= browser.settings.protection.lockoutFailures; tries++) {
      const asked = await startWalletStepUp(browser.visit(), session, signerOf(first));
      const proof = { ...(await signed(asked, first)), signature: (await signed(asked, freshWallet())).signature };
      const result = await verifyStepUp(browser.visit(), session, { strategy: "wallet" }, proof);
      expect(codeOf(result)).toBe("wallet_contract_unchecked");
    }
    expect(codeOf(await confirm(first))).toBe("ok");
  });
});
