"use client";

import { answered } from "@/components/auth/answered";
import { AuthForm } from "@/components/auth/auth-form";
import { FormMessage } from "@/components/auth/form-message";
import { SocialIcon } from "@/components/auth/social-icon";
import { SubmitButton } from "@/components/auth/submit-button";
import type { FormAction } from "@/lib/form-state";
import { formOf } from "./ask-server";
import { CeremonyStatus } from "./ceremony-status";
import type { WalletSetup } from "./setup";
import { useCeremony } from "./use-ceremony";

interface AddWalletProps {
  /** Takes `wallet`, `address` and `chain_id`; answers with the message to sign: `signing`. */
  startAction: FormAction;
  /** Takes `message` and `signature`. */
  finishAction: FormAction;
  setup: WalletSetup;
}

/** Adds a wallet to the account of whoever is signed in, once it has signed. */
export function AddWallet({ startAction, finishAction, setup }: AddWalletProps) {
  const [run, view] = useCeremony({
    setup,
    finish: finishAction,
    ask: (signer) => answered(startAction)({}, formOf({ ...signer })),
  });
  return (
    <AuthForm ceremony action={run} className="noscript:hidden">
      <div className="flex flex-wrap gap-2">
        {setup.options.map(({ id, name, logo }) => (
          <SubmitButton key={id} name="wallet" value={id} variant="outline" className="w-auto max-sm:w-full">
            <SocialIcon name={name} logo={logo} />
            {name[0]?.toUpperCase() + name.slice(1)}
          </SubmitButton>
        ))}
      </div>
      <FormMessage />
      <CeremonyStatus view={view} setup={setup} />
    </AuthForm>
  );
}
