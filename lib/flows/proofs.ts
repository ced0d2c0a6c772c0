import "server-only";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { attempts } from "@/db/schema";
import type { AttemptData } from "@/db/schema/attempts";
import { isNotVoid } from "@/lib/access/void-attempts";
import type { Attempt } from "@/lib/strategies/strategy";
import type { Identifier } from "@/lib/users/identifiers";

/**
 * The journey is still about what it was about when it was read. Nothing here is written on what another request has
 * moved since: that would prove one identifier by the code of another.
 */
const isAbout = (attempt: Attempt) =>
  and(
    eq(attempts.id, attempt.id),
    isNull(attempts.completedAt),
    isNotVoid,
    sql`(${attempts.identifierKind}, ${attempts.identifierValue}, ${attempts.awaits})
      IS NOT DISTINCT FROM (${attempt.identifierKind}::text, ${attempt.identifierValue}::text, ${attempt.awaits}::text)`,
  );

/** It has the same proof and the same data, too. */
const isUnchanged = (attempt: Attempt) =>
  and(
    isAbout(attempt),
    sql`${attempts.identifierProvedAt} IS NOT DISTINCT FROM ${attempt.identifierProvedAt?.toISOString() ?? null}::timestamptz`,
    sql`${attempts.data} = ${JSON.stringify(attempt.data)}::jsonb`,
  );

/**
 * Writes down a proof. A first factor is not proved any more once a second one is awaited.
 * @returns the attempt as it is now, or null when it is about something else, void or done.
 */
export async function recordProof(
  attempt: Attempt,
  proof: Pick<Attempt, "amr" | "identifierProvedAt" | "secondFactorAt">,
): Promise<Attempt | null> {
  const [recorded] = await db.update(attempts).set(proof).where(isAbout(attempt)).returning();
  return recorded ?? null;
}

/**
 * Puts a journey on another identifier, or on none. Whatever proof the one before had goes in the same statement.
 * @returns the attempt as it is now, or null when another request has changed it.
 */
export async function nameIdentifier(attempt: Attempt, next: Identifier | null): Promise<Attempt | null> {
  const [named] = await db
    .update(attempts)
    .set({ identifierKind: next?.kind ?? null, identifierValue: next?.value ?? null, identifierProvedAt: null })
    .where(isUnchanged(attempt))
    .returning();
  return named ?? null;
}

/**
 * Goes on to the next identifier of a sign-up, with fresh tries: once for each proof, however many ask at once.
 * @param attempt with the current identifier proved. @returns the attempt as it is now, or null when another request has changed it.
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
    .where(and(isUnchanged(attempt), isNotNull(attempts.identifierProvedAt)))
    .returning();
  return moved ?? null;
}

/** Adds what somebody typed to a sign-up. @returns the attempt as it is now, or null when another request has changed it. */
export async function fillIn(attempt: Attempt, data: AttemptData): Promise<Attempt | null> {
  const [filled] = await db.update(attempts).set({ data }).where(isUnchanged(attempt)).returning();
  return filled ?? null;
}
