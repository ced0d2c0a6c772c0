import "server-only";
import { db } from "@/db/client";
import { clearTries } from "@/lib/access/lockout";
import { spendUnlockLink } from "@/lib/access/unlock-links";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { consume } from "@/lib/security/rate-limits";
import { readCookie } from "@/lib/sessions/cookie";
import { keepDevice, recognise } from "@/lib/sessions/devices";
import type { Visit } from "@/lib/visit";

const UNUSABLE = "This link was used already, or is more than a day old. Sign in another way, or reset your password.";

/**
 * Spends the token of an unlock link (RL-04). Whoever has the owner's mailbox or phone makes this browser one the account
 * knows: strangers can lock it again and again, and never for this browser. It signs nobody in, and is trusted with
 * nothing.
 */
export async function unlock(visit: Visit, token: string): Promise<Result> {
  const { client, cookies, now } = visit;
  const allowed = await consume("proof:network", client.ip);
  if (!allowed.ok) return allowed;
  const unlocked = await db.transaction(async (tx) => {
    const userId = await spendUnlockLink(tx, token, now);
    if (!userId) return null;
    const device = await recognise(tx, userId, readCookie(cookies, "device"), { client, now });
    await clearTries(tx, userId);
    await audit(tx, { type: "unlock", actorId: userId, method: "link", client, now });
    return device;
  });
  if (!unlocked) return fail("not_found", { fields: { token: UNUSABLE } });
  keepDevice(cookies, unlocked.token, now);
  return ok();
}
