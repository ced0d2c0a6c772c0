import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema";
import { appOrigin } from "@/lib/env";
import { emailChannel, sendEmail } from "@/lib/messages/email";
import { accountLocked } from "@/lib/messages/templates/account-locked";
import { emailAdded } from "@/lib/messages/templates/email-added";
import { emailChanged } from "@/lib/messages/templates/email-changed";
import { newDevice } from "@/lib/messages/templates/new-device";
import { passwordChanged } from "@/lib/messages/templates/password-changed";
import { describeAgent } from "@/lib/sessions/devices";
import { maskEmail } from "@/lib/users/email-address";
import type { Visit } from "@/lib/visit";

type Message = Omit<Parameters<typeof sendEmail>[0], "to">;

/** Mails a person what happened to their account; people without an address are told nothing here. */
async function notify(userId: string, message: Message): Promise<void> {
  if (!emailChannel()) return;
  const [user] = await db.select({ email: users.email }).from(users).where(eq(users.id, userId));
  if (user?.email) await sendEmail({ to: user.email, ...message });
}

const appName = (visit: Visit) => visit.settings.branding.appName;

/** The account just locked: the link lets its owner in again at once. */
export const notifyLocked = (visit: Visit, userId: string, unlockToken: string) =>
  notify(userId, accountLocked({ appName: appName(visit), unlockUrl: `${appOrigin()}/unlock#${unlockToken}` }));

/** Somebody signed in from a browser this person never used. */
export const notifyNewDevice = (visit: Visit, userId: string) => {
  const { browser, system } = describeAgent(visit.client.userAgent);
  return notify(
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
    userId,
    passwordChanged({ appName: appName(visit), at: visit.now, resetUrl: `${appOrigin()}/reset-password` }),
  );

/** Another address can sign in from now on: the primary one is told. */
export const notifyEmailAdded = (visit: Visit, userId: string, added: string) =>
  notify(userId, emailAdded({ appName: appName(visit), addedEmail: maskEmail(added) }));

/** Tells an address that it is no longer (or no longer first) on the account. @param to the old address, verified. */
export const notifyEmailChanged = (visit: Visit, to: string, now: string) =>
  emailChannel()
    ? sendEmail({ to, ...emailChanged({ appName: appName(visit), newEmail: maskEmail(now) }) })
    : Promise.resolve();
