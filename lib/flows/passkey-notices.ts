import "server-only";
import { appOrigin } from "@/lib/env";
import { passkeyChanged } from "@/lib/messages/templates/passkey-changed";
import { passkeyChangedText } from "@/lib/messages/texts";
import type { Visit } from "@/lib/visit";
import { notify } from "./notices";

/** An account has one passkey more, or less. */
export const notifyPasskeyChanged = (
  visit: Visit,
  userId: string,
  change: { how: "added" | "removed"; name: string },
) => {
  const { appName } = visit.settings.branding;
  const profileUrl = `${appOrigin()}/profile/security`;
  return notify(
    visit,
    userId,
    passkeyChanged({ appName, ...change, at: visit.now, profileUrl }),
    passkeyChangedText({ appName, how: change.how }),
  );
};
