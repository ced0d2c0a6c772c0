"use client";

import { useEffect, useRef } from "react";
import { useFormStatus } from "react-dom";
import { SubmitButton } from "@/components/auth/submit-button";
import { Button } from "@/components/ui/button";
import { MissingWallet } from "./missing-wallet";
import type { WalletSetup } from "./setup";
import type { CeremonyView } from "./use-ceremony";

interface CeremonyStatusProps {
  view: CeremonyView;
  setup: WalletSetup;
}

const WORDS = {
  connect: (wallet: string) => `Waiting for ${wallet}. Confirm there that this site may see your account.`,
  sign: (wallet: string) => `Sign the message in ${wallet}. It costs nothing and moves nothing.`,
};

/** Inside the form of a ceremony: what is waited for and a way to stop it; or what stands in the way. */
export function CeremonyStatus({ view: { waiting, obstacle, cancel }, setup }: CeremonyStatusProps) {
  const { pending, data } = useFormStatus();
  const place = useRef<HTMLDivElement>(null);
  const pressed = useRef<FormDataEntryValue | null>(null);

  // Disabled buttons let go of the focus: the one that was pressed gets it back, unless somebody has moved on.
  useEffect(() => {
    if (pending) pressed.current = data.get("wallet");
    else if (pressed.current && document.activeElement === document.body) {
      place.current?.closest("form")?.querySelector<HTMLElement>(`[name=wallet][value=${pressed.current}]`)?.focus();
    }
  }, [pending, data]);

  return (
    <div ref={place} className="flex flex-col gap-2 text-sm empty:hidden">
      <p aria-live="polite" className="text-muted-foreground">
        {pending && waiting && WORDS[waiting.step](waiting.wallet)}
      </p>
      {pending && waiting && (
        <Button type="button" variant="outline" size="lg" onClick={cancel}>
          Cancel
        </Button>
      )}
      {!pending && obstacle?.kind === "missing" && (
        <MissingWallet option={obstacle.option} canUsePhone={setup.projectId !== undefined} />
      )}
      {!pending && obstacle?.kind === "network" && (
        <>
          <input type="hidden" name="switch" value="yes" />
          <SubmitButton name="wallet" value={obstacle.option.id} variant="outline">
            Switch network in {obstacle.option.id === "other" ? "your wallet" : obstacle.option.name}
          </SubmitButton>
        </>
      )}
    </div>
  );
}
