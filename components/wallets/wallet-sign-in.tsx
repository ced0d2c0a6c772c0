"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { ContinueButtons } from "@/components/auth/continue-buttons";
import { FormMessage } from "@/components/auth/form-message";
import type { FormAction } from "@/lib/form-state";
import { askAt } from "./ask-server";
import { CeremonyStatus } from "./ceremony-status";
import type { WalletSetup } from "./setup";
import { useCeremony } from "./use-ceremony";

interface WalletSignInProps {
  /** Takes `message`, `signature` and `redirect_url`. */
  action: FormAction;
  setup: WalletSetup;
  /** The one this browser signed in with last. */
  lastUsed?: string;
  redirectUrl?: string;
}

const ask = askAt("sign-in");

/** The ways in, and to an account, by a wallet. None of their code is loaded before one is pressed. */
export function WalletSignIn({ action, setup, lastUsed, redirectUrl }: WalletSignInProps) {
  const [run, view] = useCeremony({ setup, ask, finish: action, fields: { redirect_url: redirectUrl } });
  return (
    <AuthForm ceremony action={run} className="noscript:hidden">
      <ContinueButtons field="wallet" options={setup.options} lastUsed={lastUsed} />
      <FormMessage />
      <CeremonyStatus view={view} setup={setup} />
    </AuthForm>
  );
}
