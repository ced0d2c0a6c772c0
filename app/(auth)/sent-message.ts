import type { SentMessage } from "@/components/auth/sent-message";
import { CODE_MINUTES } from "@/lib/strategies/codes";
import { LINK_MINUTES } from "@/lib/strategies/links";
import { resendAt } from "@/lib/strategies/sending";
import type { Attempt } from "@/lib/strategies/strategy";
import { formatPhone } from "@/lib/users/phone-number";

/** @returns what an attempt has sent, for its screen. The destination is the person's own typing: nothing is given away. */
export function sentMessageOf({ strategy, sentAt, sentBy, identifierKind, identifierValue }: Attempt): SentMessage {
  const value = identifierValue ?? "";
  return {
    strategy: strategy as SentMessage["strategy"],
    // A number stays on one line.
    to: identifierKind === "phone" ? formatPhone(value).replaceAll(" ", "\u00a0") : value,
    minutes: strategy === "email-link" ? LINK_MINUTES : CODE_MINUTES,
    resendAt: sentAt && sentBy === strategy ? resendAt(sentAt).toISOString() : undefined,
  };
}
