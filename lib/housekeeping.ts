import "server-only";
import { lt } from "drizzle-orm";
import { db } from "@/db/client";
import { rateLimits, sessions } from "@/db/schema";
import { purgeGuesses } from "./access/guess-ceiling";
import { purgeLockouts } from "./access/lockout";
import { purgeSmsSends } from "./access/sms-guard";
import { purgeUnlockLinks } from "./access/unlock-links";
import { purgeSaml } from "./connections/saml-replay";
import { purgeAttempts } from "./flows/attempt";
import { closeAuditRepeats } from "./security/audit-repeats";

const EVERY_MS = 60 * 60_000;

/**
 * Deletes what has had its time: sessions, journeys with their codes, counters, messages sent (DA-04). What was counted
 * instead of written down goes into the audit log.
 */
export async function purgeExpired(now = new Date()): Promise<void> {
  await closeAuditRepeats(now);
  await db.delete(sessions).where(lt(sessions.expires, now));
  await purgeAttempts(now);
  await purgeSaml(now);
  await purgeLockouts(now);
  await purgeUnlockLinks(now);
  await purgeGuesses(now);
  await purgeSmsSends(now);
  await db.delete(rateLimits).where(lt(rateLimits.expire, now));
}

/** Purges now and every hour, for as long as the process lives; a failed round waits for the next. */
export function startHousekeeping(): void {
  const round = () => purgeExpired().catch((error: unknown) => console.error("housekeeping failed", error));
  void round();
  setInterval(round, EVERY_MS).unref();
}
