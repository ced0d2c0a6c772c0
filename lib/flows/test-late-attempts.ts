import { randomUUID } from "node:crypto";
import type { RegistrationResponseJSON } from "@simplewebauthn/server";
import { ProvidedIdentity } from "@/lib/connections/identity";
import { fail, type Result } from "@/lib/errors";
import { SoftAuthenticator } from "@/lib/security/test-soft-authenticator";
import type { Session } from "@/lib/sessions/read";
import type { Flow } from "@/lib/strategies/strategy";
import { readTotpEnrolment } from "@/lib/users/authenticator";
import type { IdentifierKind } from "@/lib/users/identifiers";
import { startAddIdentifier, verifyAddIdentifier } from "./add-identifier";
import { finishAddWallet, startAddWallet } from "./add-wallet";
import { findAttempt } from "./attempt";
import { confirmAuthenticator, startAuthenticator } from "./authenticator";
import { openLink } from "./email-link";
import { finishPasskeySignIn, startPasskeySignIn } from "./passkey-sign-in";
import { finishAddPasskey, startAddPasskey } from "./passkeys";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { chooseSignInMethod, startSignIn, verifySignIn } from "./sign-in";
import { finishSso } from "./sso-return";
import { startConnect, startSocial } from "./sso-start";
import { chooseStepUpMethod, verifyStepUp } from "./step-up";
import { claimsOf } from "./test-connections";
import { type Owner, ownSession, PASSWORD, sessionIn } from "./test-late-owner";
import { appCode, codesFor, freshAddress, freshNumber, linksFor, type TestBrowser } from "./test-visit";
import { signed, signerOf } from "./test-wallet-visits";
import { freshWallet } from "./test-wallets";
import { finishWalletSignIn, startWalletSignIn } from "./wallet-sign-in";
import { startWalletStepUp } from "./wallet-step-up";

/** Begins an attempt in somebody's browser. @returns how it ends: with the proof in hand. */
type Open = (owner: Owner, browser: TestBrowser) => Promise<() => Promise<Result<unknown>>>;
/** Why no attempt of this flow is about that kind of identifier. */
type Never = string;
type ByKind = Record<IdentifierKind, Open | Never>;

const must = (result: Result<unknown>) => {
  if (!result.ok) throw new Error(result.error.code);
};
const first = async (found: Promise<string[]>) => (await found)[0] ?? "";

/** Only where somebody is signed in, as the guard of its action asks. */
const asUser =
  (
    open: (
      owner: Owner,
      browser: TestBrowser,
      session: Session,
    ) => Promise<(session: Session) => Promise<Result<unknown>>>,
  ): Open =>
  async (owner, browser) => {
    for (const [name, value] of owner.other.jar) browser.jar.set(name, value);
    const finish = await open(owner, browser, await ownSession(browser));
    return async () => {
      const session = await sessionIn(browser);
      return session ? finish(session) : fail("unauthenticated");
    };
  };

const signInByCode =
  (kind: "email" | "phone"): Open =>
  async ({ old }, browser) => {
    must(await startSignIn(browser.visit(), { identifier: old[kind] }));
    must(await chooseSignInMethod(browser.visit(), `${kind}-code`));
    const code = await first(codesFor(old[kind]));
    return () => verifySignIn(browser.visit(), `${kind}-code`, { code });
  };

const resetBy =
  (kind: "email" | "phone"): Open =>
  async ({ old }, browser) => {
    must(await startReset(browser.visit(), { identifier: old[kind] }));
    must(await verifyReset(browser.visit(), { code: await first(codesFor(old[kind])) }));
    return () => finishReset(browser.visit(), { password: `another ${PASSWORD}`, signOutOthers: true });
  };

const add = (kind: "email" | "phone"): Open =>
  asUser(async (_, browser, session) => {
    const value = kind === "email" ? freshAddress() : freshNumber();
    must(await startAddIdentifier(browser.visit(), session, { kind, value }));
    const code = await first(codesFor(value));
    return (current) => verifyAddIdentifier(browser.visit(), current, { code });
  });

const BY_NOTHING: ByKind = {
  email: "says by itself who it is",
  phone: "says by itself who it is",
  username: "says by itself who it is",
  wallet: "says by itself who it is",
};

/** Every flow, by every kind of identifier it can be about; without an entry this does not compile. */
export const openByKind: Record<Flow, ByKind> = {
  "sign-in": {
    email: signInByCode("email"),
    phone: signInByCode("phone"),
    username: async ({ old }, browser) => {
      must(await startSignIn(browser.visit(), { identifier: old.username }));
      return () => verifySignIn(browser.visit(), "password", { password: PASSWORD });
    },
    wallet: "signs in by wallet-sign-in",
  },
  "sign-up": {
    email: "ends in an account of its own",
    phone: "ends in an account of its own",
    username: "ends in an account of its own",
    wallet: "ends in an account of its own",
  },
  "reset-password": {
    email: resetBy("email"),
    phone: resetBy("phone"),
    username: "no code can be sent to it",
    wallet: "no code can be sent to it",
  },
  "step-up": {
    email: asUser(async ({ email }, browser, session) => {
      browser.wait(11 * 60);
      must(await chooseStepUpMethod(browser.visit(), session, { method: "email-code" }));
      const code = await first(codesFor(email));
      return (current) => verifyStepUp(browser.visit(), current, { strategy: "email-code" }, { code });
    }),
    phone: asUser(async ({ old }, browser, session) => {
      browser.wait(11 * 60);
      must(await chooseStepUpMethod(browser.visit(), session, { method: "phone-code" }));
      const code = await first(codesFor(old.phone));
      return (current) => verifyStepUp(browser.visit(), current, { strategy: "phone-code" }, { code });
    }),
    username: "confirms by what the account has, whatever its name",
    wallet: asUser(async ({ old }, browser, session) => {
      browser.wait(11 * 60);
      const proof = await signed(await startWalletStepUp(browser.visit(), session, signerOf(old.wallet)), old.wallet);
      return (current) => verifyStepUp(browser.visit(), current, { strategy: "wallet" }, proof);
    }),
  },
  "add-identifier": {
    email: add("email"),
    phone: add("phone"),
    username: "nothing to prove, so no attempt",
    wallet: "added by add-wallet",
  },
  "add-second-factor": BY_NOTHING,
  "passkey-sign-in": BY_NOTHING,
  "add-passkey": BY_NOTHING,
  sso: BY_NOTHING,
  "wallet-sign-in": {
    ...BY_NOTHING,
    wallet: async ({ old }, browser) => {
      const proof = await signed(await startWalletSignIn(browser.visit(), signerOf(old.wallet)), old.wallet);
      return async () => finishWalletSignIn(browser.visit(), proof, {});
    },
  },
  "add-wallet": {
    ...BY_NOTHING,
    wallet: asUser(async (_, browser, session) => {
      const wallet = freshWallet();
      const proof = await signed(await startAddWallet(browser.visit(), session, signerOf(wallet)), wallet);
      return (current) => finishAddWallet(browser.visit(), current, proof);
    }),
  },
};

/** What is about no identifier, and second ways of what is. */
export const openOtherwise: { flow: Flow; what: string; open: Open }[] = [
  {
    flow: "sign-in",
    what: "email link",
    async open({ old }, browser) {
      must(await startSignIn(browser.visit(), { identifier: old.email }));
      must(await chooseSignInMethod(browser.visit(), "email-link"));
      const token = await first(linksFor(old.email));
      return () => openLink(browser.visit(), token, null);
    },
  },
  {
    flow: "add-second-factor",
    what: "app",
    open: asUser(async ({ userId }, browser, session) => {
      must(await startAuthenticator(browser.visit(), session));
      const attempt = await findAttempt(browser.visit().cookies, "add-second-factor", browser.now);
      const app = attempt && (await readTotpEnrolment({ attemptId: attempt.id, userId }));
      const code = appCode(app?.seed ?? "", browser.now);
      return (current) => confirmAuthenticator(browser.visit(), current, { code });
    }),
  },
  {
    flow: "passkey-sign-in",
    what: "passkey",
    async open({ old }, browser) {
      const options = await startPasskeySignIn(browser.visit());
      if (!options.ok) throw new Error(options.error.code);
      const response = JSON.stringify(old.passkey.get(options.data));
      return () => finishPasskeySignIn(browser.visit(), { response }, {});
    },
  },
  {
    flow: "add-passkey",
    what: "passkey",
    open: asUser(async (_, browser, session) => {
      const options = await startAddPasskey(browser.visit(), session);
      if (!options.ok) throw new Error(options.error.code);
      const response = new SoftAuthenticator().create(options.data) as RegistrationResponseJSON;
      return (current) => finishAddPasskey(browser.visit(), current, response);
    }),
  },
  {
    flow: "sso",
    what: "to sign in",
    async open({ identity }, browser) {
      must(await startSocial(browser.visit(), { connection: identity.connection }));
      return () => finishSso(browser.visit(), identity);
    },
  },
  {
    flow: "sso",
    what: "to connect",
    open: asUser(async ({ identity }, browser, session) => {
      must(await startConnect(browser.visit(), session, identity.connection));
      const another = new ProvidedIdentity(identity.connection, "oauth", claimsOf(randomUUID()));
      return () => finishSso(browser.visit(), another);
    }),
  },
];
