import type { ErrorCode } from "../../lib/errors";
import { everybody, type Rule, signedIn } from "./walk-rule";

/** What an action asks of its caller before it looks at what was sent. */
export type Guard = "public" | "user" | "recent" | "admin";

/** Whoever is let in, and sends no form, hears that it can't be read. */
export const LET_IN: ErrorCode = "malformed_request";
const user = { ...everybody<ErrorCode>("unauthenticated"), ...signedIn(LET_IN) };

/** The answer of each guard to a call without a form. */
export const guardRules: Record<Guard, Rule<ErrorCode>> = {
  public: everybody(LET_IN),
  user,
  recent: { ...user, "stale user": "recent_auth_required", "stale admin": "recent_auth_required" },
  admin: { ...user, ...signedIn("forbidden"), admin: LET_IN, "stale admin": "recent_auth_required" },
};

/** The guard of each action, by file and export. */
export const actionRules: Record<string, Record<string, Guard>> = {
  "app/(app)/create-passkey/actions.ts": { declinePasskeyAction: "user" },
  "app/(app)/profile/actions.ts": {
    addEmailAction: "recent",
    addPhoneAction: "recent",
    changeNamesAction: "user",
    changeUsernameAction: "recent",
    makePrimaryAction: "recent",
    removeIdentifierAction: "recent",
    resendAction: "user",
    verifyCodeAction: "user",
  },
  "app/(app)/profile/wallet-actions.ts": { finishAddWalletAction: "recent", startAddWalletAction: "recent" },
  "app/(app)/profile/security/actions.ts": {
    removePasswordAction: "recent",
    setPasswordAction: "recent",
    signOutDeviceAction: "recent",
    signOutOthersAction: "recent",
  },
  "app/(app)/profile/security/connections-actions.ts": { connectAction: "recent", disconnectAction: "recent" },
  "app/(app)/profile/security/passkey-actions.ts": {
    finishAddPasskeyAction: "recent",
    removePasskeyAction: "recent",
    renamePasskeyAction: "user",
    startAddPasskeyAction: "recent",
  },
  "app/(app)/profile/security/second-factor-actions.ts": {
    chooseDefaultAction: "recent",
    confirmAuthenticatorAction: "recent",
    distrustBrowserAction: "recent",
    makeBackupCodesAction: "recent",
    removeFactorAction: "recent",
    startAuthenticatorAction: "recent",
    turnOnPhoneAction: "recent",
  },
  "app/(auth)/email-link/actions.ts": { finishLinkAction: "public", openLinkAction: "public" },
  "app/(auth)/reset-password/actions.ts": {
    newPasswordAction: "public",
    resendCodeAction: "public",
    startResetAction: "public",
    verifyCodeAction: "public",
  },
  "app/(auth)/second-factor/actions.ts": {
    chooseMethodAction: "public",
    confirmEnrolmentAction: "public",
    enrolPhoneAction: "public",
    startEnrolmentAction: "public",
    verifyAction: "public",
  },
  "app/(auth)/sign-in/actions.ts": {
    chooseMethodAction: "public",
    passkeySignInAction: "public",
    startSignInAction: "public",
    startSocialAction: "public",
    verifyCodeAction: "public",
    verifyPasswordAction: "public",
    walletSignInAction: "public",
  },
  "app/(auth)/sign-out/actions.ts": { signOutAction: "public" },
  "app/(auth)/sign-up/actions.ts": {
    continueSignUpAction: "public",
    resendAction: "public",
    startSignUpAction: "public",
    verifyCodeAction: "public",
  },
  "app/(auth)/step-up/actions.ts": {
    chooseMethodAction: "user",
    confirmAction: "user",
    followLinkAction: "user",
  },
  "app/(auth)/unlock/actions.ts": { unlockAction: "public" },
  "app/admin/actions.ts": { restoreSettingsAction: "admin" },
  "app/admin/authentication/actions.ts": {
    saveBrandingAction: "admin",
    saveEmailAction: "admin",
    saveMfaAction: "admin",
    saveNamesAction: "admin",
    savePasskeyAction: "admin",
    savePasswordAction: "admin",
    savePhoneAction: "admin",
    saveProtectionAction: "admin",
    saveSessionsAction: "admin",
    saveSignInAction: "admin",
    saveSignUpAction: "admin",
    saveUsernameAction: "admin",
  },
  "app/admin/social/actions.ts": {
    addConnectionAction: "admin",
    removeConnectionAction: "admin",
    saveConnectionAction: "admin",
  },
  "app/admin/sso/[connection]/actions.ts": {
    activateAction: "admin",
    addDomainAction: "admin",
    changeAttributesAction: "admin",
    changeOptionsAction: "admin",
    deactivateAction: "admin",
    deleteAction: "admin",
    removeDomainAction: "admin",
    renameAction: "admin",
    testAction: "admin",
  },
  "app/admin/sso/[connection]/provider-actions.ts": {
    configureOidcAction: "admin",
    configureSamlAction: "admin",
    readMetadataAction: "admin",
    readMetadataUrlAction: "admin",
    removeCertificateAction: "admin",
  },
  "app/admin/sso/new/actions.ts": { createConnectionAction: "admin" },
  "app/admin/users/[id]/actions.ts": { liftLocksAction: "admin", resetSecondFactorsAction: "admin" },
  "app/admin/wallets/actions.ts": {
    saveNetworksAction: "admin",
    saveRestrictionsAction: "admin",
    saveWalletsAction: "admin",
  },
  "app/admin/sms/actions.ts": { resumeCountryAction: "admin", saveCountriesAction: "admin", saveGuardAction: "admin" },
};
