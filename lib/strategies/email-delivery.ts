import "server-only";
import { claimMail } from "@/lib/access/mail-guard";
import { appOrigin } from "@/lib/env";
import { fail, ok, type Result } from "@/lib/errors";
import { sendEmail } from "@/lib/messages/email";
import { accountExists } from "@/lib/messages/templates/account-exists";
import type { Mail } from "@/lib/messages/templates/layout";
import { noAccount } from "@/lib/messages/templates/no-account";
import { giveBack, giveBackAll } from "@/lib/security/rate-limits";
import { maskEmail } from "@/lib/users/email-address";
import { deadEnd } from "./dead-end";
import { isKnownAsker } from "./known-asker";
import { claimSend, releaseSend } from "./sending";
import type { Challenge, Context, StrategyId } from "./strategy";

/**
 * Mails the attempt's address a code or link, or a notice where that would lead nowhere, under every limit.
 * @param issue makes and stores the secret and words the mail; not called for a notice. `code` stays out of logs.
 * @returns `strategy_unavailable` without an address; `resend_too_soon`, `too_many_requests`, `message_not_sent`.
 */
export async function deliver(
  context: Context,
  strategy: StrategyId,
  issue: () => Promise<Mail & { code?: string }>,
): Promise<Result<Challenge>> {
  const { attempt, client, settings } = context;
  const address = attempt.identifierKind === "email" ? attempt.identifierValue : null;
  if (!address) return fail("strategy_unavailable");
  const claim = await claimSend(context, strategy);
  if (!claim.ok) return claim;

  const isKnown = await isKnownAsker(context);
  const allowed = await claimMail({ to: address, ip: client.ip, isKnown, settings });
  const sent = allowed.ok ? await send(context, address, issue) : allowed;
  if (!sent.ok) {
    await releaseSend(attempt);
    if (allowed.ok) await giveBackAll(allowed.data);
    return sent;
  }
  return ok({ kind: "sent", to: maskEmail(address), resendAt: claim.data.resendAt });
}

async function send(
  { attempt, settings }: Context,
  to: string,
  issue: () => Promise<Mail & { code?: string }>,
): Promise<Result> {
  const end = await deadEnd(attempt);
  const { appName } = settings.branding;
  if (end === "taken") return sendEmail({ to, ...accountExists({ appName, signInUrl: `${appOrigin()}/sign-in` }) });
  if (end === "unknown") return sendEmail({ to, ...noAccount({ appName, signUpUrl: `${appOrigin()}/sign-up` }) });
  return sendEmail({ to, ...(await issue()) });
}

/** The message has reached the person who asked for it: their network has not spent it on a stranger. */
export async function settleSend(context: Context): Promise<void> {
  if (!(await isKnownAsker(context))) await giveBack("send:network", context.client.ip);
}
