import "server-only";
import type { Executor } from "@/db/client";
import { clearTries } from "@/lib/access/lockout";
import { voidAttempts } from "@/lib/access/void-attempts";
import { revokeSessions } from "@/lib/sessions/revoke";
import { distrustDevices } from "@/lib/sessions/trusted-browsers";
import type { Settings } from "@/lib/settings/schema";
import type { Attempt } from "@/lib/strategies/strategy";
import { readHolding } from "@/lib/users/holding";
import { maskPhone } from "@/lib/users/phone-number";
import type { SecondFactor } from "@/lib/users/second-factors";
import { hasWayIn } from "@/lib/users/ways-in";

/** Where a first second factor leads: to the codes that stand in for it. */
export const BACKUP_CODES_PATH = "/profile/security/backup-codes";

/**
 * After a change of second factors nothing goes on that began before it (SE-06): other sessions and journeys end, and
 * every browser is asked again. What was guessed at them in a row is forgotten.
 * @param keep the session, or the journey, that made the change.
 */
export async function endOtherWays(
  tx: Executor,
  userId: string,
  now: Date,
  keep: { session?: string; attempt?: Attempt } = {},
): Promise<void> {
  await distrustDevices(tx, userId);
  await revokeSessions(tx, userId, keep.session);
  await voidAttempts(tx, userId, now, keep.attempt);
  await clearTries(tx, userId);
}

/** @returns whether a change would leave somebody with no way through both steps: the same number is never both. */
export const needsOtherWayIn = async (tx: Executor, userId: string, settings: Settings): Promise<boolean> =>
  !hasWayIn(await readHolding(tx, userId), settings);

/** @returns a second factor in words. */
export const nameOf = ({ phone }: Pick<SecondFactor, "phone">): string =>
  phone ? `text messages to ${maskPhone(phone)}` : "authenticator app";
