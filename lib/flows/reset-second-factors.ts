import "server-only";
import { fail, ok } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import type { Session } from "@/lib/sessions/read";
import { isNothing, lockResettable } from "@/lib/users/resettable";
import { removeAllSecondFactors } from "@/lib/users/second-factors";
import type { Visit } from "@/lib/visit";
import { by, type Done } from "./change";
import { endOtherWays } from "./second-factor-change";
import { notifySecondFactorChanged } from "./second-factor-notices";
import { transact } from "./transact";

/**
 * An admin takes away somebody's whole second step (P46, MF-09): every factor, backup code, trusted browser and
 * enrolment under way, in one transaction. Sessions and journeys end with it, so none lives on by a factor that is gone,
 * and whoever was locked out for guessing wrong gets back in.
 * @param session the admin's; their own account is no exception.
 * @param input.reason in the admin's words, for the audit. @returns `not_found`, `nothing_to_reset`.
 */
export async function resetSecondFactors(
  visit: Visit,
  session: Session,
  { userId, reason }: { userId: string; reason: string },
): Promise<Done> {
  const reset = await transact(async (tx) => {
    const had = await lockResettable(tx, userId, visit.now);
    if (!had) return fail("not_found");
    if (isNothing(had)) return fail("nothing_to_reset");
    const factors = await removeAllSecondFactors(tx, userId);
    await endOtherWays(tx, userId, visit.now);
    const { backupCodes, trustedBrowsers } = had;
    await audit(tx, {
      type: "second-factor.reset",
      ...by(visit, session),
      subjectId: userId,
      data: { reason, factors, backupCodes, trustedBrowsers },
    });
    return ok();
  });
  if (!reset.ok) return reset;
  visit.later(() => notifySecondFactorChanged(visit, userId, "reset", "an administrator"));
  return ok({ done: "Two-step verification is reset. Every device is signed out, and a message is on its way." });
}
