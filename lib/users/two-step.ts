import "server-only";
import { and, eq, gt, isNull, or } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { attempts, backupCodes, devices, users } from "@/db/schema";
import { listSecondFactors } from "./second-factors";

/** All that two-step verification of one person rests on. */
export interface TwoStep {
  hasApp: boolean;
  /** E.164. */
  numbers: string[];
  /** Not used yet. */
  backupCodes: number;
  trustedBrowsers: number;
  /** A method is being set up somewhere. */
  isSettingUp: boolean;
}

/** @returns what an admin's reset would take away. */
export async function readTwoStep(executor: Executor, userId: string, now: Date): Promise<TwoStep> {
  const factors = await listSecondFactors(executor, userId);
  const unused = and(eq(backupCodes.userId, userId), isNull(backupCodes.usedAt));
  const trusted = and(eq(devices.userId, userId), gt(devices.trustedUntil, now));
  const settingUp = and(
    eq(attempts.userId, userId),
    isNull(attempts.completedAt),
    gt(attempts.expiresAt, now),
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
export async function lockTwoStep(tx: Executor, userId: string, now: Date): Promise<TwoStep | null> {
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
  return user ? readTwoStep(tx, userId, now) : null;
}

/** @returns whether there is nothing to take away. */
export const isEmpty = ({ hasApp, numbers, backupCodes, trustedBrowsers, isSettingUp }: TwoStep): boolean =>
  !hasApp && numbers.length === 0 && backupCodes === 0 && trustedBrowsers === 0 && !isSettingUp;
