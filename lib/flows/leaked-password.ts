import "server-only";
import { z } from "zod";
import { db } from "@/db/client";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import { auditRepeatable } from "@/lib/security/audit-repeats";
import { isBreached } from "@/lib/security/breached-passwords";
import { listIdentifiers } from "@/lib/users/identifiers";
import type { Visit } from "@/lib/visit";

const shown = z.object({ password: z.string() });

/**
 * After a right password, where settings ask for it: one that leaked elsewhere opens nothing until it is reset by a code
 * to the owner's address or number. Whoever has neither could never reset it, and is let in.
 * @returns `password_breached_reset`; passes when the list cannot be asked.
 */
export async function refuseBreached(visit: Visit, userId: string, proof: unknown): Promise<Result> {
  if (!visit.settings.password.breachedAtSignIn) return ok();
  const { password } = shown.parse(proof);
  const answer = await isBreached(password);
  if (answer === false) return ok();
  const by = { actorId: userId, client: visit.client, now: visit.now };
  if (answer === "unknown") {
    await auditRepeatable(db, { type: "password.check-failed", result: "failure", ...by });
    return ok();
  }
  await audit(db, { type: "password.breached", result: "failure", ...by });
  const canReset = (await listIdentifiers(userId)).some(({ kind }) => kind === "email" || kind === "phone");
  return canReset ? fail("password_breached_reset") : ok();
}
