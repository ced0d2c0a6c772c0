import "server-only";
import { and, eq, gt, inArray, lte, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { auditRepeats } from "@/db/schema";
import { type AuditEvent, audit } from "./audit";
import { clientNetworks } from "./client-address";
import { keyedHash } from "./keys";

const HOUR_MS = 60 * 60_000;
const BATCH = 500;

/**
 * Appends an event that somebody can cause as often as they like without being stopped by a limit. The log gets one row
 * at the first, and, once its hour is over, one with the count of those that followed. What tells events apart is all
 * of them but the time, the user agent and, where the actor is known, the address; so `data` may hold nothing a client
 * can choose freely. A repetition costs one statement.
 */
export async function auditRepeatable(executor: Executor, { now, ...event }: AuditEvent): Promise<void> {
  const key = keyOf(event);
  const own = eq(auditRepeats.key, key);
  const count = sql`${auditRepeats.count} + 1`;
  const repeated = await executor
    .update(auditRepeats)
    .set({ count })
    .where(and(own, gt(auditRepeats.since, hourBefore(now))))
    .returning({ key: auditRepeats.key });
  if (repeated.length > 0) return;
  await executor.transaction(async (tx) => {
    await closeRepeats(tx, now, own);
    const [noted] = await tx
      .insert(auditRepeats)
      .values({ key, since: now, event })
      // Of many first ones at once all but one come after it.
      .onConflictDoUpdate({ target: auditRepeats.key, set: { count } })
      .returning({ count: auditRepeats.count });
    if (noted?.count === 0) await audit(tx, { ...event, now });
  });
}

/**
 * Writes down how often what was caused at will has been repeated, for a batch of hours that are over.
 * @param tx a transaction. @returns whether it was the last batch.
 */
export async function closeAuditRepeats(tx: Executor, now: Date): Promise<boolean> {
  const over = await tx
    .select({ key: auditRepeats.key })
    .from(auditRepeats)
    .where(lte(auditRepeats.since, hourBefore(now)))
    .limit(BATCH)
    .for("update", { skipLocked: true });
  const keys = over.map(({ key }) => key);
  await closeRepeats(tx, now, inArray(auditRepeats.key, keys));
  return keys.length < BATCH;
}

/** Of many at once, on however many instances, one deletes a row and so writes its count. */
async function closeRepeats(tx: Executor, now: Date, which: SQL): Promise<void> {
  const over = await tx
    .delete(auditRepeats)
    .where(and(which, lte(auditRepeats.since, hourBefore(now))))
    .returning();
  const repeated = over.filter(({ count }) => count > 0);
  const events = repeated.map(({ count, since, ...row }) => {
    const event = row.event as Omit<AuditEvent, "now">;
    return { ...event, now, data: { ...event.data, count, since: since.toISOString() } };
  });
  await audit(tx, ...events);
}

const hourBefore = (now: Date) => new Date(now.getTime() - HOUR_MS);

function keyOf({ client, ...event }: Omit<AuditEvent, "now">): string {
  const by = event.actorId ?? clientNetworks(client.ip).at(-1) ?? "";
  return keyedHash("audit-repeat", by, JSON.stringify(event));
}
