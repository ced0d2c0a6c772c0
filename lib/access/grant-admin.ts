import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { users } from "@/db/schema";
import { audit } from "@/lib/security/audit";
import { revokeSessions } from "@/lib/sessions/revoke";
import { normaliseEmail } from "@/lib/users/email-address";
import { findOwner } from "@/lib/users/identifiers";
import { lockRoles } from "./first-admin";
import { voidAttempts } from "./void-attempts";

/**
 * Makes the owner of an address an admin, from the server's own console. Their sessions end: the next one is an admin's (SE-03).
 * @returns what happened, in words. @throws when nobody has proved that address.
 */
export async function grantAdmin(address: string, now = new Date()): Promise<string> {
  const value = normaliseEmail(address);
  const owner = value ? await findOwner({ kind: "email", value }) : null;
  if (!owner?.verified)
    throw new Error(`Nobody with the verified address ${address} exists. They have to sign up first.`);
  await db.transaction(async (tx) => {
    await lockRoles(tx);
    await tx.update(users).set({ role: "admin" }).where(eq(users.id, owner.userId));
    await revokeSessions(tx, owner.userId);
    await voidAttempts(tx, owner.userId, now);
    const client = { ip: "console", userAgent: "npm run admin:grant" };
    await audit(tx, {
      type: "role.changed",
      actorId: null,
      subjectId: owner.userId,
      client,
      now,
      data: { role: "admin" },
    });
  });
  return `${value} is an administrator now. They have to sign in again.`;
}
