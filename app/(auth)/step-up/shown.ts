import "server-only";
import { walletSetup } from "@/app/wallet-setup";
import type { ShownStepUp } from "@/components/auth/step-up-words";
import type { Look } from "@/lib/flows/step-up-journey";
import { readStepUp } from "@/lib/flows/step-up-view";
import type { Session } from "@/lib/sessions/read";

/** @returns what is to be confirmed next, with what the forms of the page and the dialog need to know of wallets. */
export async function readShownStepUp(look: Look, session: Session): Promise<ShownStepUp> {
  const view = await readStepUp(look, session);
  if (view.done || view.wallets.length === 0) return view;
  return { ...view, walletSetup: walletSetup(look.settings, view.wallets) };
}
