import "server-only";
import { lt } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { samlAssertions, samlHandoffs } from "@/db/schema";
import { fail, ok, type Result } from "@/lib/errors";
import type { ProvidedIdentity } from "./identity";

/** How far the clocks of provider and us may differ: past that, an assertion is refused by its own time (SA-06). */
const SKEW_MS = 60_000;

/** Uses an assertion up: whoever is second, on whatever instance, is refused until it has expired by itself (SA-04). */
export async function spendAssertion(
  tx: Executor,
  connectionId: string,
  { assertionId, notOnOrAfter }: NonNullable<ProvidedIdentity["saml"]>,
  now: Date,
): Promise<Result> {
  const expiresAt = new Date(Math.max(notOnOrAfter.getTime(), now.getTime()) + 2 * SKEW_MS);
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
