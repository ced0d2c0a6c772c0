import "server-only";
import { db } from "@/db/client";
import { unlockByToken } from "@/lib/access/lockout";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { consume } from "@/lib/security/rate-limits";
import type { Visit } from "@/lib/visit";

/** Spends the token of the mailed unlock link: the owner of the address may try again at once (RL-04). It signs nobody in. */
export async function unlock(visit: Visit, token: string): Promise<Result> {
  const allowed = await consume("proof:network", visit.client.ip);
  if (!allowed.ok) return allowed;
  return db.transaction(async (tx) => {
    const userId = await unlockByToken(tx, token);
    if (!userId) return fail("not_found");
    await audit(tx, { type: "unlock", actorId: userId, method: "email-link", client: visit.client, now: visit.now });
    return ok();
  });
}
