import "server-only";
import { appOrigin } from "@/lib/env";
import { walletChanged } from "@/lib/messages/templates/wallet-changed";
import { walletChangedText } from "@/lib/messages/texts";
import type { Visit } from "@/lib/visit";
import { notify } from "./notices";

/** An account has one wallet more, or less. */
export const notifyWalletChanged = (
  visit: Visit,
  userId: string,
  change: { how: "added" | "removed"; address: string },
) => {
  const { appName } = visit.settings.branding;
  return notify(
    visit,
    userId,
    walletChanged({ appName, ...change, at: visit.now, profileUrl: `${appOrigin()}/profile` }),
    walletChangedText({ appName, how: change.how }),
  );
};
