import type { WalletSetup } from "@/components/wallets/setup";
import type { StepUpView } from "@/lib/flows/step-up-view";
import { sentWords } from "./sent-message";

/** Where a confirmation stands; of whoever can confirm with a wallet, with what its form needs. */
export type ShownStepUp = StepUpView & { walletSetup?: WalletSetup };
/** A confirmation with something left to prove. */
export type OpenStepUp = Extract<ShownStepUp, { done: false }>;

/** @returns title and sentence of what is asked for. */
export function stepUpWords({ level, current, message, others, signInWith }: OpenStepUp): {
  title: string;
  words: string;
} {
  const title = level === "first-factor" ? "Confirm it's you" : "Your second step";
  if (message) return { title, words: sentWords(message).words };
  if (current?.strategy === "passkey") {
    return { title, words: "Your device asks for your fingerprint, face or screen lock." };
  }
  if (current?.strategy === "wallet") {
    return { title, words: "Sign a message with your wallet. Nothing is paid, and nothing is sent to a network." };
  }
  if (current?.strategy === "totp") return { title, words: "Enter the 6-digit code your authenticator app shows." };
  if (current?.strategy === "backup-code") return { title, words: "Enter one of the backup codes you kept." };
  if (signInWith.length > 0) {
    return { title, words: "Sign in again with your connected account. You come back here afterwards." };
  }
  if (!current && others.length === 0) {
    return { title, words: "None of your ways to confirm works at the moment. Ask an administrator." };
  }
  return level === "first-factor"
    ? { title, words: "This is a sensitive change, so we ask once more who you are." }
    : { title, words: "Your account has a second step. Choose how to do it." };
}
