import "server-only";
import type { z } from "zod";
import { db } from "@/db/client";
import { checkCountry } from "@/lib/access/sms-countries";
import { claimSms, markSmsVerified, releaseSms } from "@/lib/access/sms-guard";
import { issueUnlockLink } from "@/lib/access/unlock-links";
import { appOrigin } from "@/lib/env";
import { fail, ok, type Result } from "@/lib/errors";
import { sendSms, smsChannel } from "@/lib/messages/sms";
import { accountExistsText, codesLinkText, codesWaitText, codeText, noAccountText } from "@/lib/messages/texts";
import { maskPhone } from "@/lib/users/phone-number";
import { CODE_MINUTES, codeGuessing, codeProof, codeRoomAt, issueCode, spendCode } from "./codes";
import { deadEnd } from "./dead-end";
import { provesSomethingNew } from "./guess-subject";
import { isKnownAsker } from "./known-asker";
import { claimSend, releaseSend } from "./sending";
import { destinationOf } from "./stage";
import type { Attempt, Context, Strategy } from "./strategy";
import { whoProved } from "./who-proved";

/** A six-digit code sent to a phone, in the countries an admin allows (P10). */
export const phoneCode: Strategy<z.infer<typeof codeProof>> = {
  id: "phone-code",
  factor: "either",
  identifiers: ["phone"],
  provesIdentifier: true,
  guessing: codeGuessing("phone-code"),
  enabled({ phone, mfa }, flow, stage) {
    if (smsChannel() === null) return false;
    if (stage === "enrolment") return mfa.phoneCode;
    return stage === "second-factor" || flow !== "sign-in" || (phone.signIn && phone.codeSignIn);
  },
  proof: codeProof,

  async start(context) {
    const { attempt, client, now, settings } = context;
    const to = phoneOf(attempt);
    if (!to) return fail("strategy_unavailable");
    const allowed = checkCountry(to, settings);
    if (!allowed.ok) return allowed;
    const claim = await claimSend(context, "phone-code");
    if (!claim.ok) return claim;

    const { userId, id: attemptId } = attempt;
    const isKnown = await isKnownAsker(context);
    const within = await claimSms({ to, userId, ip: client.ip, attemptId, purpose: "code", isKnown, settings, now });
    const sent = within.ok ? await sendCodeOrNotice(context, to) : within;
    if (!sent.ok) {
      await releaseSend(attempt);
      if (within.ok) await releaseSms({ to, now }, within.data);
      return sent;
    }
    return ok({ kind: "sent", to: maskPhone(to), resendAt: claim.data.resendAt });
  },

  async verify(context, { code }) {
    const spent = await spendCode(context, "phone-code", code);
    if (!spent.ok) return spent;
    const { attempt, now } = context;
    const to = phoneOf(attempt);
    if (to) await markSmsVerified(db, { attemptId: attempt.id, to, now });
    return whoProved(attempt);
  },
};

function phoneOf(attempt: Attempt): string | null {
  const destination = destinationOf(attempt);
  return destination?.kind === "phone" ? destination.value : null;
}

/** Too much guessed: a link by which the browser it is opened in gets codes again; where there is no account yet, until when they wait. */
async function textInPlace({ attempt, settings, now }: Context, at: Date): Promise<string> {
  const { appName } = settings.branding;
  if (provesSomethingNew(attempt) || !attempt.userId) return codesWaitText({ appName, at });
  const token = await issueUnlockLink(attempt.userId, now);
  return codesLinkText({ appName, url: `${appOrigin()}/unlock#${token}` });
}

async function sendCodeOrNotice(context: Context, to: string): Promise<Result> {
  const { appName } = context.settings.branding;
  const end = await deadEnd(context.attempt);
  if (end === "taken") return sendSms({ to, text: accountExistsText({ appName, url: `${appOrigin()}/sign-in` }) });
  if (end === "unknown") return sendSms({ to, text: noAccountText({ appName, url: `${appOrigin()}/sign-up` }) });
  const roomAt = await codeRoomAt(context, "phone-code");
  if (roomAt > context.now) return sendSms({ to, text: await textInPlace(context, roomAt) });
  const code = await issueCode(context, "phone-code");
  // The line phones look for names a host, never a port.
  const { hostname: host } = new URL(appOrigin());
  const text = codeText({ appName, code, minutes: CODE_MINUTES, purpose: context.attempt.flow, host });
  return sendSms({ to, text, code });
}
