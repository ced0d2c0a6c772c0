import type { SentMessage } from "@/components/auth/sent-message";
import { CODE_MINUTES } from "@/lib/strategies/codes";
import { LINK_MINUTES } from "@/lib/strategies/links";
import { resendAt } from "@/lib/strategies/sending";
import { destinationOf, stageOf } from "@/lib/strategies/stage";
import type { Attempt } from "@/lib/strategies/strategy";
import { formatPhone, maskPhone } from "@/lib/users/phone-number";

/**
 * @returns what an attempt has sent, for its screen. The destination is the person's own typing: nothing is given away.
 * The number of a second factor is masked: whoever sees it has shown the first one only.
 */
export function sentMessageOf(attempt: Attempt): SentMessage {
  const { strategy, sentAt, sentBy } = attempt;
  const { kind, value } = destinationOf(attempt) ?? { kind: null, value: "" };
  const phoneInWords = stageOf(attempt) === "second-factor" ? maskPhone : formatPhone;
  return {
    strategy: strategy as SentMessage["strategy"],
    // A number stays on one line.
    to: kind === "phone" ? phoneInWords(value).replaceAll(" ", "\u00a0") : value,
    minutes: strategy === "email-link" ? LINK_MINUTES : CODE_MINUTES,
    resendAt: sentAt && sentBy === strategy ? resendAt(sentAt).toISOString() : undefined,
  };
}
