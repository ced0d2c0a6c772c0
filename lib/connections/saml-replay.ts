import "server-only";
import { lt } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { deleteBatch } from "@/db/delete-batch";
import { samlAssertions, samlHandoffs } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import type { ProvidedIdentity } from "./identity";

/** An assertion that was in time when it was posted may be used as late as its ticket. */
export const HANDOFF_MS = 120_000;

/** Uses an assertion up: whoever is second, on whatever instance, is refused until it has expired by itself (SA-04). */
export async function spendAssertion(
  tx: Executor,
  connectionId: string,
  { assertionId, notOnOrAfter }: NonNullable<ProvidedIdentity["saml"]>,
): Promise<Result> {
  const expiresAt = new Date(notOnOrAfter.getTime() + HANDOFF_MS);
  const inserted = await tx
    .insert(samlAssertions)
    .values({ connectionId, assertionId, expiresAt })
    .onConflictDoNothing()
    .returning({ assertionId: samlAssertions.assertionId });
  return inserted.length > 0 ? ok() : fail("sso_refused");
}

/** Deletes a batch of used assertions that are refused by their own time now. @returns whether it was the last. */
export const purgeSamlAssertions = (tx: Executor, now: Date): Promise<boolean> =>
  deleteBatch(
    tx,
    samlAssertions,
    [samlAssertions.connectionId, samlAssertions.assertionId],
    lt(samlAssertions.expiresAt, now),
  );

/** Deletes a batch of answers nobody came for. @returns whether it was the last. */
export const purgeSamlHandoffs = (tx: Executor, now: Date): Promise<boolean> =>
  deleteBatch(tx, samlHandoffs, [samlHandoffs.ticketHash], lt(samlHandoffs.expiresAt, now));
