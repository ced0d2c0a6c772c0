import "server-only";
import { and, eq, isNotNull } from "drizzle-orm";
import { db } from "@/db/client";
import { identifiers, users } from "@/db/schema";
import { claimNotice, claimStrangersNotice } from "@/lib/access/mail-guard";
import { claimSms, releaseSms } from "@/lib/access/sms-guard";
import { appOrigin } from "@/lib/env";
import type { Result } from "@/lib/errors";
import { emailChannel, sendEmail } from "@/lib/messages/email";
import { sendSms, smsChannel } from "@/lib/messages/sms";
import { accountLocked } from "@/lib/messages/templates/account-locked";
import { emailAdded } from "@/lib/messages/templates/email-added";
import { emailChanged } from "@/lib/messages/templates/email-changed";
import type { Mail } from "@/lib/messages/templates/layout";
import { newDevice } from "@/lib/messages/templates/new-device";
import { passwordChanged } from "@/lib/messages/templates/password-changed";
import { passwordRemoved } from "@/lib/messages/templates/password-removed";
import { phoneAdded, phoneRemoved } from "@/lib/messages/templates/phone-changed";
import { usernameChanged } from "@/lib/messages/templates/username-changed";
import {
  accountLockedText,
  identifierChangedText,
  passwordChangedText,
  passwordRemovedText,
} from "@/lib/messages/texts";
import { describeAgent } from "@/lib/sessions/devices";
import { maskEmail } from "@/lib/users/email-address";
import type { Identifier } from "@/lib/users/identifiers";
import { maskPhone } from "@/lib/users/phone-number";
import type { Visit } from "@/lib/visit";

/** Tells a person what happened to their account, by mail and, where a text is given, by text message too. */
export async function notify(
  visit: Visit,
  userId: string,
  mail: Mail,
  text?: string,
  claim?: ClaimNotice,
): Promise<void> {
  const [user] = await db.select({ email: users.email }).from(users).where(eq(users.id, userId));
  if (user?.email) await mailTo(user.email, mail, claim);
  const phone = text && (await primaryPhone(userId));
  if (phone) await textTo(visit, phone, text, userId);
}

/** The right to tell an address something. */
type ClaimNotice = (to: string) => Promise<Result<unknown>>;

const mailTo = async (to: string, mail: Mail, claim: ClaimNotice = claimNotice): Promise<void> => {
  if (emailChannel() && (await claim(to)).ok) await sendEmail({ to, ...mail });
};

/** Within the rules and limits of every text message: a country that is off gets none (P11). */
async function textTo(visit: Visit, to: string, text: string, userId: string): Promise<void> {
  if (visit.settings.sms.notices) await sendText(visit, to, text, userId);
}

async function sendText(visit: Visit, to: string, text: string, userId: string): Promise<void> {
  const { settings, client, now } = visit;
  if (!smsChannel()) return;
  const allowed = await claimSms({
    to,
    userId,
    ip: client.ip,
    attemptId: null,
    purpose: "notice",
    isKnown: true,
    settings,
    now,
  });
  if (allowed.ok && !(await sendSms({ to, text })).ok) await releaseSms({ to, now }, allowed.data);
}

async function primaryPhone(userId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ value: identifiers.value })
    .from(identifiers)
    .where(
      and(
        eq(identifiers.userId, userId),
        eq(identifiers.kind, "phone"),
        eq(identifiers.isPrimary, true),
        isNotNull(identifiers.verifiedAt),
      ),
    );
  return row?.value;
}

const appName = (visit: Visit) => visit.settings.branding.appName;

/**
 * The account just locked: the link lets its owner in again at once. It goes to the phone of whoever has no mail, as a
 * message of its own kind: that there are no notices by text message leaves nobody without it.
 * @param what has been guessed at, in words.
 */
export async function notifyLocked(visit: Visit, userId: string, what: string, unlockToken: string): Promise<void> {
  const props = { appName: appName(visit), what, unlockUrl: `${appOrigin()}/unlock#${unlockToken}` };
  const [user] = await db.select({ email: users.email }).from(users).where(eq(users.id, userId));
  if (user?.email && emailChannel()) return mailTo(user.email, accountLocked(props), claimStrangersNotice);
  const phone = await primaryPhone(userId);
  if (phone) await sendText(visit, phone, accountLockedText(props), userId);
}

/** Somebody signed in from a browser this person never used. */
export const notifyNewDevice = (visit: Visit, userId: string) => {
  const { browser, system } = describeAgent(visit.client.userAgent);
  return notify(
    visit,
    userId,
    newDevice({
      appName: appName(visit),
      browser,
      system,
      at: visit.now,
      ip: visit.client.ip,
      profileUrl: `${appOrigin()}/profile/security`,
    }),
  );
};

export const notifyPasswordChanged = (visit: Visit, userId: string) =>
  notify(
    visit,
    userId,
    passwordChanged({ appName: appName(visit), at: visit.now, resetUrl: `${appOrigin()}/reset-password` }),
    passwordChangedText({ appName: appName(visit) }),
  );

export const notifyPasswordRemoved = (visit: Visit, userId: string) =>
  notify(
    visit,
    userId,
    passwordRemoved({ appName: appName(visit), at: visit.now, profileUrl: `${appOrigin()}/profile/security` }),
    passwordRemovedText({ appName: appName(visit) }),
  );

export const notifyUsernameChanged = (visit: Visit, userId: string, username: string) =>
  notify(
    visit,
    userId,
    usernameChanged({ appName: appName(visit), username }),
    identifierChangedText({ appName: appName(visit), what: "username", how: "changed" }),
  );

const whatIs = (kind: Identifier["kind"]) => (kind === "phone" ? "phone number" : "email address");

/** Another address or number can sign in from now on: the person is told where they were reached before. */
export const notifyIdentifierAdded = (visit: Visit, userId: string, { kind, value }: Identifier) =>
  notify(
    visit,
    userId,
    kind === "phone"
      ? phoneAdded({ appName: appName(visit), phone: maskPhone(value) })
      : emailAdded({ appName: appName(visit), addedEmail: maskEmail(value) }),
    identifierChangedText({ appName: appName(visit), what: whatIs(kind), how: "added" }),
  );

/**
 * Tells an address or number that it is no longer on the account, or no longer first.
 * @param old verified. @param now the address that is first from now on, if any. @param how what became of the old one.
 */
export async function notifyIdentifierChanged(
  visit: Visit,
  userId: string,
  old: Identifier,
  { how, now }: { how: "removed" | "changed"; now: string | null },
): Promise<void> {
  const text = identifierChangedText({ appName: appName(visit), what: whatIs(old.kind), how });
  if (old.kind === "email") {
    await mailTo(old.value, emailChanged({ appName: appName(visit), newEmail: now && maskEmail(now) }));
    const phone = await primaryPhone(userId);
    if (phone) await textTo(visit, phone, text, userId);
    return;
  }
  await textTo(visit, old.value, text, userId);
  if (how === "removed") {
    await notify(visit, userId, phoneRemoved({ appName: appName(visit), phone: maskPhone(old.value) }));
  }
}
