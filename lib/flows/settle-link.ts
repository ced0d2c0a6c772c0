import "server-only";
import { eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { memberships, users } from "@/db/schema";
import { linkAccount } from "@/lib/connections/accounts";
import { enforcedFor } from "@/lib/connections/enterprise";
import { fail, ok, type Result } from "@/lib/errors";
import { audit } from "@/lib/security/audit";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Visit } from "@/lib/visit";

/**
 * Whoever has a proved address of an organisation's domain comes in through its identity provider, or not at all (P31).
 * @returns `sso_required` for any other journey.
 */
export async function requireOwnProvider(tx: Executor, attempt: Attempt, userId: string): Promise<Result> {
  const enforced = await enforcedFor(tx, userId);
  const { link } = attempt.data;
  return enforced.length === 0 || (link && enforced.includes(link.connection)) ? ok() : fail("sso_required");
}

/**
 * Gives the provider's identity of a journey to its person, in the transaction that ends it: never before everything
 * else is proved.
 * @returns whether it is new to them; `sso_prove_first` where the account's address is still unproved (LK-01);
 * `connection_taken`; `attempt_missing` where it was disconnected meanwhile.
 */
export async function settleLink(
  tx: Executor,
  { client, now }: Visit,
  attempt: Attempt,
  userId: string,
): Promise<Result<{ isNew: boolean }>> {
  const { link } = attempt.data;
  if (!link) return ok({ isNew: false });
  if (link.afterProof && !attempt.identifierProvedAt) return fail("sso_prove_first");
  const linked = await linkAccount(tx, userId, link, now);
  if (!linked.ok) return linked;
  if (link.known && linked.data.isNew) return fail("attempt_missing");
  if (linked.data.isNew) {
    await audit(tx, { type: "connection.added", actorId: userId, client, now, data: { connection: link.connection } });
  }
  if (link.names) await tx.update(users).set(link.names).where(eq(users.id, userId));
  if (link.organisationId) {
    await tx
      .insert(memberships)
      .values({ organisationId: link.organisationId, userId, createdAt: now })
      .onConflictDoNothing();
  }
  return linked;
}
