import "server-only";
import { and, eq, gt, isNull, or } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { attempts, backupCodes, devices, users } from "@/db/schema";
import { isNotVoid } from "@/lib/access/void-attempts";
import { listSecondFactors } from "./second-factors";

/** All that an admin takes away from somebody who has to begin two-step verification anew. */
export interface Resettable {
  hasApp: boolean;
  /** E.164. */
  numbers: string[];
  /** Not used yet. */
  backupCodes: number;
  trustedBrowsers: number;
  /** A method is being set up somewhere. */
  isSettingUp: boolean;
}

/** @returns what there is to take away. */
export async function readResettable(executor: Executor, userId: string, now: Date): Promise<Resettable> {
  const factors = await listSecondFactors(executor, userId);
  const unused = and(eq(backupCodes.userId, userId), isNull(backupCodes.usedAt));
  const trusted = and(eq(devices.userId, userId), gt(devices.trustedUntil, now));
  const settingUp = and(
    eq(attempts.userId, userId),
    isNull(attempts.completedAt),
    gt(attempts.expiresAt, now),
    isNotVoid,
    or(eq(attempts.flow, "add-second-factor"), eq(attempts.awaits, "enrolment")),
  );
  return {
    hasApp: factors.some(({ strategy }) => strategy === "totp"),
    numbers: factors.flatMap(({ phone }) => phone ?? []),
    backupCodes: await executor.$count(backupCodes, unused),
    trustedBrowsers: await executor.$count(devices, trusted),
    isSettingUp: (await executor.$count(attempts, settingUp)) > 0,
  };
}

/** The same for a change of it, after which whatever the person began before finds nothing. @returns null for nobody. */
export async function lockResettable(tx: Executor, userId: string, now: Date): Promise<Resettable | null> {
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  return user ? readResettable(tx, userId, now) : null;
}

/** @returns whether there is nothing to take away. */
export const isNothing = ({ hasApp, numbers, backupCodes, trustedBrowsers, isSettingUp }: Resettable): boolean =>
  !hasApp && numbers.length === 0 && backupCodes === 0 && trustedBrowsers === 0 && !isSettingUp;
