import type { AccountLockedProps } from "./templates/account-locked";
import { plain } from "./templates/plain";

/*
 * Text messages: one segment of 160 characters of the GSM alphabet where the name of the site allows, so no typographic
 * quotes or dashes here.
 */

const kinds = {
  "sign-in": "sign-in",
  "sign-up": "sign-up",
  "reset-password": "password reset",
  "step-up": "confirmation",
  "add-identifier": "verification",
  "add-second-factor": "verification",
  "passkey-sign-in": "sign-in",
  "add-passkey": "verification",
  sso: "sign-in",
  "wallet-sign-in": "sign-in",
  "add-wallet": "verification",
};

interface CodeTextProps {
  appName: string;
  code: string;
  /** How long the code works. */
  minutes: number;
  purpose: keyof typeof kinds;
  /** The host people are on, for phones that fill the code in only there. */
  host: string;
}

/**
 * @returns the text with a one-time code. Its last line binds the code to our origin
 * (https://wicg.github.io/sms-one-time-codes), and nothing a stranger chose can start another line.
 */
export function codeText({ appName, code, minutes, purpose, host }: CodeTextProps): string {
  const lasting = `It works for ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`;
  return `${code} is your ${plain(appName)} ${kinds[purpose]} code. ${lasting} Don't give it to anyone.\n\n@${host} #${code}`;
}

/** @returns the text in place of a sign-up code when the number has an account: the browser is told nothing. */
export const accountExistsText = ({ appName, url }: { appName: string; url: string }): string =>
  `Someone, probably you, tried to sign up to ${plain(appName)}. This number has an account already. Sign in: ${url}`;

/** @returns the text in place of a code when nobody has the number: the browser is told nothing. */
export const noAccountText = ({ appName, url }: { appName: string; url: string }): string =>
  `Someone, probably you, tried to sign in to ${plain(appName)}. There is no account for this number. Sign up: ${url}`;

/** @returns the text in place of a code after too many wrong ones: the browser its link is opened in gets codes again. */
export const codesLinkText = ({ appName, url }: { appName: string; url: string }): string =>
  `Too many wrong ${plain(appName)} codes. Open this in your browser, then ask again: ${url}`;

/** @returns the text in place of a code after too many wrong ones for a number that is nobody's yet. */
export const codesWaitText = ({ appName, at }: { appName: string; at: Date }): string =>
  `Too many wrong ${plain(appName)} codes were entered for this number. It gets new ones again from ${at.toISOString().slice(0, 10)}.`;

/** @returns the text to the owner of an account without mail that too many wrong tries have locked. */
export const accountLockedText = ({ appName, what, unlockUrl }: AccountLockedProps): string =>
  `Your ${plain(appName)} ${what} is locked in new browsers. Unlock yours: ${unlockUrl}`;

/** @returns the text that tells an account's owner that its password is another one now. */
export const passwordChangedText = ({ appName }: { appName: string }): string =>
  `Your ${plain(appName)} password was changed. If it wasn't you, reset your password now.`;

/** @returns the text that tells an account's owner that it has no password any more. */
export const passwordRemovedText = ({ appName }: { appName: string }): string =>
  `Your ${plain(appName)} password was removed. If it wasn't you, sign in and sign out your other devices now.`;

interface IdentifierChangedTextProps {
  appName: string;
  what: "email address" | "phone number" | "username";
  how: "added" | "removed" | "changed";
}

/** @returns the text that tells an account's owner what became of an address, a number or a username. */
export function identifierChangedText({ appName, what, how }: IdentifierChangedTextProps): string {
  const name = plain(appName);
  const a = what === "email address" ? "An" : "A";
  const happened = {
    added: `${a} ${what} was added to your ${name} account.`,
    removed: `${a} ${what} was removed from your ${name} account.`,
    changed: `The ${what} of your ${name} account was changed.`,
  };
  return `${happened[how]} If it wasn't you, sign in and check your account now.`;
}

/** @returns the text that tells an account's owner that its second factors are not what they were. */
export const secondFactorChangedText = ({ appName }: { appName: string }): string =>
  `The two-step verification of your ${plain(appName)} account was changed. If it wasn't you, reset your password now.`;

/** @returns the text that tells an account's owner that it has one wallet more, or less. */
export const walletChangedText = ({ appName, how }: { appName: string; how: "added" | "removed" }): string =>
  `A wallet was ${how} ${how === "added" ? "to" : "from"} your ${plain(appName)} account. If it wasn't you, sign in and check your account now.`;

/** @returns the text that tells an account's owner that it has one passkey more, or less. */
export const passkeyChangedText = ({ appName, how }: { appName: string; how: "added" | "removed" }): string =>
  `A passkey was ${how} ${how === "added" ? "to" : "from"} your ${plain(appName)} account. If it wasn't you, sign in and check your account now.`;
