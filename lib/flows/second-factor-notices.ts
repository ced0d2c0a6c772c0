import "server-only";
import { appOrigin } from "@/lib/env";
import { type SecondFactorChange, secondFactorChanged } from "@/lib/messages/templates/second-factor-changed";
import { secondFactorGuessed } from "@/lib/messages/templates/second-factor-guessed";
import { secondFactorChangedText } from "@/lib/messages/texts";
import { countBackupCodes } from "@/lib/users/second-factors";
import type { Visit } from "@/lib/visit";
import { notify } from "./notices";

/** @param what in words, see the template. */
export const notifySecondFactorChanged = (visit: Visit, userId: string, change: SecondFactorChange, what: string) =>
  notify(
    visit,
    userId,
    secondFactorChanged({
      appName: visit.settings.branding.appName,
      change,
      what,
      at: visit.now,
      profileUrl: `${appOrigin()}/profile/security`,
    }),
    secondFactorChangedText({ appName: visit.settings.branding.appName }),
  );

/** A backup code opened something: its owner learns how many are left. */
export const notifyBackupCodeUsed = async (visit: Visit, userId: string) =>
  notifySecondFactorChanged(visit, userId, "code-used", `${await countBackupCodes(userId)} left`);

/** The first factor was right and the second one wrong, again and again. */
export const notifyGuessing = (visit: Visit, userId: string) =>
  notify(
    visit,
    userId,
    secondFactorGuessed({
      appName: visit.settings.branding.appName,
      at: visit.now,
      ip: visit.client.ip,
      resetUrl: `${appOrigin()}/reset-password`,
    }),
  );
