import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { accounts, identifiers, passkeys, secondFactors, sessions, users } from "@/db/schema";
import { grantAdmin } from "@/lib/access/grant-admin";
import type { Result } from "@/lib/errors";
import { readTotpEnrolment } from "@/lib/users/authenticator";
import type { IdentifierKind } from "@/lib/users/identifiers";
import { findAttempt } from "./attempt";
import { confirmAuthenticator, startAuthenticator } from "./authenticator";
import { disconnect } from "./connect";
import { signOutDevice, signOutOtherDevices } from "./devices";
import { removeOwnPasskey } from "./passkeys";
import { removePassword, setPassword } from "./password";
import { changeUsername, removeOwnIdentifier } from "./profile";
import { finishReset, startReset, verifyReset } from "./reset-password";
import { resetSecondFactors } from "./reset-second-factors";
import { makeBackupCodes, removeFactor, turnOnPhone } from "./second-factors";
import { addAuthenticator } from "./test-arrangements";
import { type Owner, ownSession, PASSWORD } from "./test-late-owner";
import { appCode, codesFor, TestBrowser } from "./test-visit";

/** A change of an owner's, made on their device. `before`: what has to be so when attempts are begun. */
interface Change {
  before?(owner: Owner): Promise<unknown>;
  make(owner: Owner): Promise<Result<unknown> | undefined>;
}
/** Why a change leaves attempts alone. */
type Keeps = string;

const idOf = async ({ userId, old }: Owner, kind: IdentifierKind) => {
  const value = kind === "wallet" ? old.wallet.address : old[kind];
  const [row] = await db
    .select({ id: identifiers.id })
    .from(identifiers)
    .where(and(eq(identifiers.userId, userId), eq(identifiers.value, value)));
  return row?.id ?? "";
};

const remove = (kind: IdentifierKind): Change => ({
  make: async (owner) =>
    removeOwnIdentifier(owner.device.visit(), await ownSession(owner.device), await idOf(owner, kind)),
});

/** Removing an identifier, of every kind there is. */
export const removals: Record<IdentifierKind, Change> = {
  email: remove("email"),
  phone: remove("phone"),
  username: remove("username"),
  wallet: remove("wallet"),
};

const withApp = { before: ({ userId }: Owner) => addAuthenticator(userId) };
const factorOf = async (userId: string) =>
  (await db.select().from(secondFactors).where(eq(secondFactors.userId, userId)))[0]?.id ?? "";

const setsPassword: Change = {
  make: async ({ device }) =>
    setPassword(device.visit(), await ownSession(device), { password: `new ${PASSWORD}`, signOutOthers: false }),
};

/** What the actions do that take a proof away, by file and export. */
const voiding: Record<string, Record<string, Change>> = {
  "app/(app)/profile/actions.ts": {
    changeUsernameAction: {
      make: async ({ device, old }) =>
        changeUsername(device.visit(), await ownSession(device), `x${old.username.slice(1)}`),
    },
    removeIdentifierAction: removals.email,
  },
  "app/(app)/profile/security/actions.ts": {
    removePasswordAction: {
      make: async ({ device }) => removePassword(device.visit(), await ownSession(device), { signOutOthers: false }),
    },
    setPasswordAction: setsPassword,
    signOutDeviceAction: {
      make: async ({ device, other }) =>
        signOutDevice(device.visit(), await ownSession(device), (await ownSession(other)).id),
    },
    signOutOthersAction: { make: async ({ device }) => signOutOtherDevices(device.visit(), await ownSession(device)) },
  },
  "app/(app)/profile/security/connections-actions.ts": {
    disconnectAction: {
      make: async ({ device, identity }) =>
        disconnect(device.visit(), await ownSession(device), {
          connection: identity.connection,
          subject: identity.claims.subject,
        }),
    },
  },
  "app/(app)/profile/security/passkey-actions.ts": {
    removePasskeyAction: {
      async make({ device, userId }) {
        const [, old] = await db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(passkeys.createdAt);
        return removeOwnPasskey(device.visit(), await ownSession(device), old?.id ?? "");
      },
    },
  },
  "app/(app)/profile/security/second-factor-actions.ts": {
    confirmAuthenticatorAction: {
      async make({ device, userId }) {
        const session = await ownSession(device);
        await startAuthenticator(device.visit(), session);
        const attempt = await findAttempt(device.visit().cookies, "add-second-factor", device.now);
        const app = attempt && (await readTotpEnrolment({ attemptId: attempt.id, userId }));
        return confirmAuthenticator(device.visit(), session, { code: appCode(app?.seed ?? "", device.now) });
      },
    },
    makeBackupCodesAction: {
      ...withApp,
      make: async ({ device }) => makeBackupCodes(device.visit(), await ownSession(device)),
    },
    removeFactorAction: {
      ...withApp,
      make: async ({ device, userId }) =>
        removeFactor(device.visit(), await ownSession(device), await factorOf(userId)),
    },
    turnOnPhoneAction: {
      make: async (owner) =>
        turnOnPhone(owner.device.visit(), await ownSession(owner.device), await idOf(owner, "phone")),
    },
  },
  "app/(auth)/reset-password/actions.ts": {
    newPasswordAction: {
      async make({ email, device }) {
        const browser = new TestBrowser();
        browser.settings = device.settings;
        await startReset(browser.visit(), { identifier: email });
        await verifyReset(browser.visit(), { code: (await codesFor(email))[0] });
        return finishReset(browser.visit(), { password: `new ${PASSWORD}`, signOutOthers: false });
      },
    },
  },
  "app/admin/users/[id]/actions.ts": {
    resetSecondFactorsAction: {
      ...withApp,
      make: async ({ device, userId }) =>
        resetSecondFactors(device.visit(), await ownSession(device), { userId, reason: "lost phone" }),
    },
  },
};

/** What no action of the product does, or not yet. */
export const elsewhere: Record<string, Change> = {
  "a ban that is lifted again": {
    async make({ userId }) {
      await db.update(users).set({ bannedAt: new Date() }).where(eq(users.id, userId));
      await db.update(users).set({ bannedAt: null }).where(eq(users.id, userId));
      return undefined;
    },
  },
  "a deletion": {
    async make({ userId }) {
      await db.delete(users).where(eq(users.id, userId));
      return undefined;
    },
  },
  "the role of an admin, granted at the console": {
    async make({ email, device }) {
      await grantAdmin(email, device.now);
      return undefined;
    },
  },
};

/** Leaves everything as it is: what the others are compared with. */
export const nothing: Change = { make: async () => undefined };

const ASKS = "asks for a proof, or looks at one: nothing that proves anything goes";
const ADDS = "adds a way in and takes none away";
const DISPLAY = "changes what is shown, nothing that proves who somebody is";
const INSTALLATION = "concerns the installation: the door asks its settings again";
const ENDS = "ends an attempt at the one door, in a session of its own";
const LESS = "asks for more from now on, and voids what it concerns itself";

const keeping: Record<string, Record<string, Keeps>> = {
  "app/(app)/create-passkey/actions.ts": { declinePasskeyAction: DISPLAY },
  "app/(app)/profile/actions.ts": {
    addEmailAction: ASKS,
    addPhoneAction: ASKS,
    changeNamesAction: DISPLAY,
    makePrimaryAction: DISPLAY,
    resendAction: ASKS,
    verifyCodeAction: `${ADDS}; where it verifies one that was unverified, the test of adoption looks`,
  },
  "app/(app)/profile/wallet-actions.ts": { finishAddWalletAction: ADDS, startAddWalletAction: ASKS },
  "app/(app)/profile/security/connections-actions.ts": { connectAction: ASKS },
  "app/(app)/profile/security/passkey-actions.ts": {
    finishAddPasskeyAction: ADDS,
    renamePasskeyAction: DISPLAY,
    startAddPasskeyAction: ASKS,
  },
  "app/(app)/profile/security/second-factor-actions.ts": {
    chooseDefaultAction: DISPLAY,
    distrustBrowserAction: LESS,
    startAuthenticatorAction: ASKS,
  },
  "app/(auth)/email-link/actions.ts": { finishLinkAction: ENDS, openLinkAction: ASKS },
  "app/(auth)/reset-password/actions.ts": { resendCodeAction: ASKS, startResetAction: ASKS, verifyCodeAction: ASKS },
  "app/(auth)/second-factor/actions.ts": {
    chooseMethodAction: ASKS,
    confirmEnrolmentAction: "voids by the same function as confirmAuthenticatorAction",
    enrolPhoneAction: ASKS,
    startEnrolmentAction: ASKS,
    verifyAction: ENDS,
  },
  "app/(auth)/sign-in/actions.ts": {
    chooseMethodAction: ASKS,
    passkeySignInAction: ENDS,
    startSignInAction: ASKS,
    startSocialAction: ASKS,
    verifyCodeAction: ENDS,
    verifyPasswordAction: ENDS,
    walletSignInAction: ENDS,
  },
  "app/(auth)/sign-out/actions.ts": {
    signOutAction: "ends one's own session, which attempts of the account don't rest on",
  },
  "app/(auth)/sign-up/actions.ts": {
    continueSignUpAction: ENDS,
    resendAction: ASKS,
    startSignUpAction: ASKS,
    verifyCodeAction: ENDS,
  },
  "app/(auth)/step-up/actions.ts": { chooseMethodAction: ASKS, confirmAction: ASKS, followLinkAction: ASKS },
  "app/(auth)/unlock/actions.ts": { unlockAction: "makes a browser known, trusted with nothing" },
  "app/admin/actions.ts": { restoreSettingsAction: INSTALLATION },
  "app/admin/authentication/actions.ts": {
    saveBrandingAction: INSTALLATION,
    saveEmailAction: INSTALLATION,
    saveMfaAction: INSTALLATION,
    saveNamesAction: INSTALLATION,
    savePasskeyAction: INSTALLATION,
    savePasswordAction: INSTALLATION,
    savePhoneAction: INSTALLATION,
    saveProtectionAction: INSTALLATION,
    saveSessionsAction: INSTALLATION,
    saveSignInAction: INSTALLATION,
    saveSignUpAction: INSTALLATION,
    saveUsernameAction: INSTALLATION,
  },
  "app/admin/social/actions.ts": {
    addConnectionAction: INSTALLATION,
    removeConnectionAction: INSTALLATION,
    saveConnectionAction: INSTALLATION,
  },
  "app/admin/sso/[connection]/actions.ts": {
    activateAction: INSTALLATION,
    addDomainAction: INSTALLATION,
    changeAttributesAction: INSTALLATION,
    changeOptionsAction: INSTALLATION,
    deactivateAction: INSTALLATION,
    deleteAction: INSTALLATION,
    removeDomainAction: INSTALLATION,
    renameAction: INSTALLATION,
    testAction: INSTALLATION,
  },
  "app/admin/sso/[connection]/provider-actions.ts": {
    configureOidcAction: INSTALLATION,
    configureSamlAction: INSTALLATION,
    readMetadataAction: INSTALLATION,
    readMetadataUrlAction: INSTALLATION,
    removeCertificateAction: INSTALLATION,
  },
  "app/admin/sso/new/actions.ts": { createConnectionAction: INSTALLATION },
  "app/admin/users/[id]/actions.ts": { liftLocksAction: "lets people try again, and proves nothing for them" },
  "app/admin/wallets/actions.ts": {
    saveNetworksAction: INSTALLATION,
    saveRestrictionsAction: INSTALLATION,
    saveWalletsAction: INSTALLATION,
  },
  "app/admin/sms/actions.ts": {
    resumeCountryAction: INSTALLATION,
    saveCountriesAction: INSTALLATION,
    saveGuardAction: INSTALLATION,
  },
};

const flat = <T>(table: Record<string, Record<string, T>>): [string, T][] =>
  Object.entries(table).flatMap(([file, names]) =>
    Object.entries(names).map(([name, verdict]): [string, T] => [`${file} ${name}`, verdict]),
  );

/** The verdict on every action there is. */
export const voidingActions = flat(voiding);
export const keepingActions = flat(keeping);

/** @returns all of an account that a late attempt could change. */
export async function holdingsOf(userId: string) {
  const of = { identifiers, passkeys, accounts, secondFactors };
  const tables = Object.entries(of).map(async ([name, table]) => [
    name,
    await db.$count(table, eq(table.userId, userId)),
  ]);
  const open = await db
    .select()
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(sessions.createdAt, sessions.id);
  return {
    ...Object.fromEntries(await Promise.all(tables)),
    sessions: open.map(({ id, sessionToken, firstFactorAt }) => ({ id, sessionToken, firstFactorAt })),
  };
}
