import "server-only";
import { eq } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { enterpriseConnections, organisations } from "@/db/schema";
import type { Client } from "@/lib/client";
import { fail, ok, type Result } from "@/lib/errors";
import { type AuditType, audit } from "@/lib/security/audit";
import type { EnterpriseConnection } from "./enterprise";

/** The admin who changes something, for its audit event. */
export interface Author {
  userId: string;
  client: Client;
  now: Date;
}

/** What a change does to its row, and what is written down about it. */
interface Change {
  set?: Partial<typeof enterpriseConnections.$inferInsert>;
  /** No secret, not even an encrypted one. */
  data?: Record<string, unknown>;
}

/**
 * Changes one connection under the lock of its row: of two admins at once, the second one decides on what the first has
 * done.
 * @param id anything. @param plan decides, and may write other rows; before it answers with a failure it writes nothing.
 * @returns `not_found`, or what `plan` refuses with.
 */
export async function changeConnection(
  id: string,
  { userId, client, now }: Author,
  type: AuditType,
  plan: (tx: Executor, before: EnterpriseConnection) => Promise<Result<Change>>,
): Promise<Result> {
  return db.transaction(async (tx) => {
    const before = await lockConnection(tx, id);
    if (!before) return fail("not_found");
    const planned = await plan(tx, before);
    if (!planned.ok) return planned;
    const { set = {}, data } = planned.data;
    await tx
      .update(enterpriseConnections)
      .set({ ...set, updatedAt: now })
      .where(eq(enterpriseConnections.id, id));
    const { organisation } = before;
    await audit(tx, { type, actorId: userId, client, now, data: { connection: id, organisation, ...data } });
    return ok();
  });
}

async function lockConnection(tx: Executor, id: string): Promise<EnterpriseConnection | null> {
  const [row] = await tx
    .select({ connection: enterpriseConnections, organisation: organisations.name })
    .from(enterpriseConnections)
    .innerJoin(organisations, eq(organisations.id, enterpriseConnections.organisationId))
    .where(eq(enterpriseConnections.id, id))
    .for("update");
  return row ? { ...row.connection, organisation: row.organisation } : null;
}
