import { db } from "@/db/client";
import { secondFactors } from "@/db/schema";
import type { AttemptData } from "@/db/schema/attempts";
import { countersOf, takeTry } from "@/lib/access/lockout";
import { ProvidedIdentity } from "@/lib/connections/identity";
import { encrypt } from "@/lib/security/encryption";
import { SoftAuthenticator } from "@/lib/security/test-soft-authenticator";
import { newSeed } from "@/lib/security/totp";
import { strategies } from "@/lib/strategies";
import type { Attempt, Flow, StrategyId } from "@/lib/strategies/strategy";
import { renewBackupCodes } from "@/lib/users/backup-codes";
import type { Identifier } from "@/lib/users/identifiers";
import {
  claimsOf,
  createEnterprise,
  freshKey,
  givenIdentity,
  switchEnterprise,
  switchSocial,
} from "./test-connections";
import { givePasskey } from "./test-passkeys";
import { appCode, codesFor, createPerson, freshAddress, freshNumber, linksFor, type TestBrowser } from "./test-visit";
import { freshWallet, giveWallet } from "./test-wallets";

/** A person with everything a strategy can ask for. */
export async function createHolder() {
  const phone = freshNumber();
  const person = await createPerson({ phone });
  const seed = await addAuthenticator(person.userId);
  const passkey = await givePasskey(person.userId);
  const wallet = await giveWallet(person.userId);
  const backupCodes = (await renewBackupCodes(db, person.userId, new Date())) ?? [];
  return { ...person, phone, seed, passkey, wallet, backupCodes };
}
export type Holder = Awaited<ReturnType<typeof createHolder>>;

/** Gives a person an authenticator app. @returns its seed. */
export async function addAuthenticator(userId: string): Promise<string> {
  const seed = newSeed();
  const secret = encrypt(seed, userId);
  await db.insert(secondFactors).values({ userId, strategy: "totp", secret, lastStep: 0, createdAt: new Date() });
  return seed;
}

/** What the contract has to know of each strategy: a right proof, a wrong one, and how an admin switches it off. */
interface Arrangement {
  /** Default: a sign-in. */
  flow?: Flow;
  /** The identifier that names the person; without one, nobody. Null where the proof itself names them. */
  identifier(person?: Holder): Identifier | null;
  right(at: { attempt: Attempt; now: Date; challenge: string }, person: Holder): Promise<unknown>;
  wrong: unknown;
  /** The proof can be shown twice; what it opens is limited by the attempt. */
  reusable: boolean;
  /** Seconds after which a right proof is worth nothing; null when it does not age. */
  livesSeconds: number | null;
  /** What the journey knows when it begins. */
  data?(person?: Holder): AttemptData | Promise<AttemptData>;
  switchOn?(browser: TestBrowser, data: AttemptData): void;
  switchOff(browser: TestBrowser, data: AttemptData): void | Promise<void>;
  /** P18, MF-08: who has one keeps it. */
  outlivesItsSwitch: boolean;
}

const byEmail = (person?: Holder) => ({ kind: "email", value: person?.email ?? freshAddress() }) as const;

/** A strategy without an arrangement does not compile. */
export const arrangements: Record<StrategyId, Arrangement> = {
  password: {
    identifier: byEmail,
    right: async (_, person) => ({ password: person.password }),
    wrong: { password: "wrong horse" },
    reusable: true,
    livesSeconds: null,
    switchOff: (browser) => browser.set("password", { enabled: false }),
    outlivesItsSwitch: true,
  },
  "email-code": {
    identifier: byEmail,
    right: async (_, person) => ({ code: (await codesFor(person.email))[0] }),
    wrong: { code: "000000" },
    reusable: false,
    livesSeconds: 600,
    switchOff: (browser) => browser.set("email", { codeSignIn: false }),
    outlivesItsSwitch: false,
  },
  "email-link": {
    identifier: byEmail,
    right: async (_, person) => ({ token: (await linksFor(person.email))[0] }),
    wrong: { token: "A".repeat(43) },
    reusable: false,
    livesSeconds: 600,
    switchOn: (browser) => browser.set("email", { linkSignIn: true }),
    switchOff: (browser) => browser.set("email", { linkSignIn: false }),
    outlivesItsSwitch: false,
  },
  "phone-code": {
    identifier: (person) => ({ kind: "phone", value: person?.phone ?? freshNumber() }),
    right: async (_, person) => ({ code: (await codesFor(person.phone))[0] }),
    wrong: { code: "000000" },
    reusable: false,
    livesSeconds: 600,
    switchOn: (browser) => browser.set("phone", { signIn: true }),
    switchOff: (browser) => browser.set("phone", { signIn: false }),
    outlivesItsSwitch: false,
  },
  passkey: {
    flow: "passkey-sign-in",
    identifier: () => null,
    right: async ({ challenge }, person) => ({ response: JSON.stringify(person.passkey.get({ challenge })) }),
    wrong: { response: JSON.stringify(new SoftAuthenticator().get({ challenge: "any" }, { userHandle: "any" })) },
    reusable: false,
    livesSeconds: 300,
    switchOn: (browser) => browser.set("passkey", { enabled: true }),
    switchOff: (browser) => browser.set("passkey", { enabled: false }),
    outlivesItsSwitch: false,
  },
  oauth: {
    flow: "sso",
    identifier: () => null,
    data: () => ({ connection: freshKey(), purpose: "sign-in" }),
    right: async ({ attempt }, person) => givenIdentity("oauth", attempt.data.connection ?? "", person.userId),
    wrong: new ProvidedIdentity("elsewhere", "oauth", claimsOf("anybody")),
    reusable: true,
    livesSeconds: null,
    switchOn: (browser, { connection = "" }) => switchSocial(browser, connection, true),
    switchOff: (browser, { connection = "" }) => switchSocial(browser, connection, false),
    outlivesItsSwitch: false,
  },
  enterprise: {
    flow: "sso",
    identifier: () => null,
    data: async () => ({ connection: await createEnterprise(), purpose: "sign-in" }),
    right: async ({ attempt }, person) => givenIdentity("enterprise", attempt.data.connection ?? "", person.userId),
    wrong: new ProvidedIdentity("elsewhere", "enterprise", claimsOf("anybody")),
    reusable: true,
    livesSeconds: null,
    switchOff: (_, { connection = "" }) => switchEnterprise(connection, false),
    outlivesItsSwitch: false,
  },
  wallet: {
    flow: "wallet-sign-in",
    identifier: () => null,
    data: (person) => ({ signer: { address: (person?.wallet ?? freshWallet()).address, chainId: 1, app: "metamask" } }),
    right: async ({ challenge }, { wallet }) => ({
      message: challenge,
      signature: await wallet.signMessage({ message: challenge }),
    }),
    wrong: { message: "none of ours", signature: "0x00" },
    reusable: false,
    livesSeconds: 300,
    switchOn: (browser) => browser.set("wallet", { metamask: true }),
    switchOff: (browser) => browser.set("wallet", { metamask: false }),
    outlivesItsSwitch: false,
  },
  totp: {
    identifier: byEmail,
    right: async ({ now }, person) => ({ code: appCode(person.seed, now) }),
    wrong: { code: "000000" },
    reusable: false,
    livesSeconds: 90,
    switchOff: (browser) => browser.set("mfa", { totp: false }),
    outlivesItsSwitch: true,
  },
  "backup-code": {
    identifier: byEmail,
    right: async (_, person) => ({ code: person.backupCodes[0] }),
    wrong: { code: "0000-0000-0000-0000" },
    reusable: false,
    livesSeconds: null,
    switchOff: (browser) => browser.set("mfa", { backupCodes: false }),
    outlivesItsSwitch: true,
  },
};

/** Locks whatever of a person's proofs a stranger can lock. */
export async function lockProofs(userId: string, { settings: { protection }, now }: TestBrowser): Promise<void> {
  for (const { id: proof, guessing } of Object.values(strategies)) {
    const counters = guessing?.locksAs ? countersOf({ proof, userId, deviceId: null, typed: null }) : null;
    for (let tries = 0; counters && tries < protection.lockoutFailures; tries++) {
      await takeTry(counters.seen, protection, now);
    }
  }
}
