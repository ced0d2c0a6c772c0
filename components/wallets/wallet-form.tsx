"use client";

import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SocialIcon } from "@/components/auth/social-icon";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";
import { askAt } from "./ask-server";
import { CeremonyStatus } from "./ceremony-status";
import type { WalletSetup } from "./setup";
import { useCeremony } from "./use-ceremony";

interface WalletFormProps {
  /** Takes `strategy`, `message` and `signature`. */
  action: FormAction;
  /** With the wallets of this person as its options. */
  setup: WalletSetup;
  redirectUrl?: string;
  /** There is nothing left to confirm: another tab was faster. */
  onGone: string | (() => void);
}

/** Confirms who it is by one of their own wallets. */
export function WalletForm({ action, setup, redirectUrl, onGone }: WalletFormProps) {
  const [run, view] = useCeremony({
    setup,
    finish: action,
    fields: { strategy: "wallet", redirect_url: redirectUrl },
    async ask(signer) {
      const answer = await askAt("step-up")(signer);
      if (answer.code === "attempt_missing") {
        if (typeof onGone === "string") location.replace(onGone);
        else onGone();
      }
      return answer;
    },
  });
  return (
    <AuthForm ceremony action={run}>
      {setup.options.map(({ id, name, logo }, index) => (
        <SubmitButton key={id} name="wallet" value={id} variant={index === 0 ? "default" : "outline"}>
          <SocialIcon name={name} logo={logo} />
          Use {name}
        </SubmitButton>
      ))}
      <FormMessage />
      <CeremonyStatus view={view} setup={setup} />
    </AuthForm>
  );
}
