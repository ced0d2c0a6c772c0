import "server-only";
import type { Result } from "@/lib/errors";
import { askerOf } from "@/lib/security/client-address";
import { consume, consumeAll, consumeFirst, type Use } from "@/lib/security/rate-limits";
import type { Settings } from "@/lib/settings/schema";

export interface MailClaim {
  to: string;
  ip: string;
  /** Somebody the address's own account knows asks for it. */
  isKnown: boolean;
  settings: Settings;
}

/**
 * Takes the right to send one mail with a code or link, or the notice in its place. A stranger is counted by network
 * first and uses up only what strangers have; whom the account knows has an allowance of their own, and then that one.
 * @returns what was counted, to be given back if nothing is sent; `too_many_requests` with the moment it may be tried again.
 */
export async function claimMail({ to, ip, isKnown, settings }: MailClaim): Promise<Result<Use[]>> {
  const unknown: Use = { name: "send:unknown", by: to };
  if (isKnown) return consumeFirst([{ name: "send:known", by: to }, unknown]);
  return consumeAll([
    { name: "send:network", by: ip, points: settings.protection.networkSends },
    { name: "send:asker", by: askerOf(to, ip) },
    unknown,
  ]);
}

/** Takes the right to tell an address what happened in its account. */
export const claimNotice = (to: string): Promise<Result> => consume("notice:address", to);

/** The same for a notice that strangers cause: it is one of the mails that they can make the address receive. */
export const claimStrangersNotice = (to: string): Promise<Result<Use[]>> =>
  consumeFirst([
    { name: "send:unknown", by: to },
    { name: "send:known", by: to },
  ]);
