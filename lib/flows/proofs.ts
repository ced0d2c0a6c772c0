import "server-only";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { attempts } from "@/db/schema";
import type { AttemptData } from "@/db/schema/attempts";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Identifier } from "@/lib/users/identifiers";

/**
 * Writes down a proof, if the journey is still about what was proved: a sign-up may have moved on to another identifier
 * since the proof was looked at, and that one is not proved by it; nor is a first factor once a second one is awaited.
 * @returns the attempt as it is now, or null when it is about something else or done.
 */
export async function recordProof(
  attempt: Attempt,
  proof: Pick<Attempt, "amr" | "identifierProvedAt" | "secondFactorAt">,
): Promise<Attempt | null> {
  const [recorded] = await db
    .update(attempts)
    .set(proof)
    .where(
      and(
        eq(attempts.id, attempt.id),
        isNull(attempts.completedAt),
        sql`(${attempts.identifierKind}, ${attempts.identifierValue}, ${attempts.awaits})
          IS NOT DISTINCT FROM (${attempt.identifierKind}::text, ${attempt.identifierValue}::text, ${attempt.awaits}::text)`,
      ),
    )
    .returning();
  return recorded ?? null;
}

/**
 * Goes on to the next identifier of a sign-up, with fresh tries: once for each proof, however many ask at once.
 * @param attempt with the current identifier proved. @returns the attempt as it is now, or null when another request moved it.
 */
export async function moveToIdentifier(attempt: Attempt, next: Identifier, data: AttemptData): Promise<Attempt | null> {
  const [moved] = await db
    .update(attempts)
    .set({
      identifierKind: next.kind,
      identifierValue: next.value,
      identifierProvedAt: null,
      data,
      sentAt: null,
      sentBy: null,
      tries: 0,
    })
    .where(
      and(
        eq(attempts.id, attempt.id),
        eq(attempts.identifierValue, attempt.identifierValue ?? ""),
        isNotNull(attempts.identifierProvedAt),
      ),
    )
    .returning();
  return moved ?? null;
}
