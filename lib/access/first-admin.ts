import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { users } from "@/db/schema";
import type { Client } from "@/lib/client";
import { env } from "@/lib/env";
import { audit } from "@/lib/security/audit";
import { normaliseEmail } from "@/lib/users/email-address";
import type { Identifier } from "@/lib/users/identifiers";

/** Number of the transaction lock under which who is an admin changes, everywhere in this product. */
const ADMIN_LOCK = 0x5167_0001;

/** Orders changes of roles: each sees the result of the one before (AZ-01, AZ-05). */
export const lockRoles = (tx: Executor) => tx.execute(sql`SELECT pg_advisory_xact_lock(${ADMIN_LOCK})`);

/**
 * While nobody is an admin, the person who has just proved the address in ADMIN_EMAIL becomes one.
 * @param proved the identifier a code or link of ours has just shown control of. A provider's word for an address is
 * enough to link an account, never to rule the installation.
 */
export async function claimFirstAdmin(
  tx: Executor,
  userId: string,
  proved: Identifier,
  by: { client: Client; now: Date },
): Promise<void> {
  if (!env.ADMIN_EMAIL || proved.kind !== "email" || proved.value !== normaliseEmail(env.ADMIN_EMAIL)) return;
  await lockRoles(tx);
  const [promoted] = await tx
    .update(users)
    .set({ role: "admin" })
    .where(and(eq(users.id, userId), sql`NOT EXISTS (SELECT 1 FROM users WHERE role = 'admin')`))
    .returning({ id: users.id });
  if (promoted)
    await audit(tx, { type: "role.changed", actorId: userId, ...by, data: { role: "admin", reason: "ADMIN_EMAIL" } });
}
