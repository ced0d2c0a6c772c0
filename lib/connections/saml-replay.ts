import "server-only";
import { lt } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
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

/** Deletes what is past its time: used assertions that are refused by it, and answers nobody came for. */
export async function purgeSaml(now: Date): Promise<void> {
  await db.delete(samlAssertions).where(lt(samlAssertions.expiresAt, now));
  await db.delete(samlHandoffs).where(lt(samlHandoffs.expiresAt, now));
}
