import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { enterpriseConnections, identifiers, passkeys } from "@/db/schema";
import { findSocial } from "@/lib/connections/social";
import { fail, ok, type Result } from "@/lib/errors";
import { offersPasskeys } from "@/lib/security/relying-party";
import type { Settings } from "@/lib/settings/schema";
import { resetKinds } from "@/lib/strategies";
import type { Attempt } from "@/lib/strategies/strategy";
import { signInKinds } from "@/lib/users/identify";
import { signsIn } from "@/lib/users/ways-in";
import type { Visit } from "@/lib/visit";

/**
 * Asks again for everything an attempt rests on, under its user's lock: what was theirs when they began may have been
 * removed since, or no longer sign anybody in.
 * @returns `attempt_missing` for what is no longer theirs or verified, `strategy_unavailable` for what is switched off.
 */
export async function requireStanding(
  tx: Executor,
  { settings }: Visit,
  attempt: Attempt,
  userId: string,
): Promise<Result> {
  const { identifierKind: kind, identifierValue: value, secondFactorPhone, data } = attempt;
  const own = await tx.select().from(identifiers).where(eq(identifiers.userId, userId));
  const find = (kind: string, value: string) => own.find((one) => one.kind === kind && one.value === value);
  if (kind && value) {
    const named = find(kind, value);
    if (!named || (data.verified && !named.verifiedAt)) return fail("attempt_missing");
  }
  if (secondFactorPhone && !find("phone", secondFactorPhone)?.verifiedAt) return fail("attempt_missing");
  if (data.passkey) {
    const isTheirs = and(eq(passkeys.id, data.passkey), eq(passkeys.userId, userId));
    if ((await tx.$count(passkeys, isTheirs)) === 0) return fail("attempt_missing");
  }
  return (await isStillOn(tx, settings, attempt)) ? ok() : fail("strategy_unavailable");
}

/** A sign-up, a confirmation and a change of one's own account need no way in that is on. */
async function isStillOn(tx: Executor, settings: Settings, { flow, identifierKind, data }: Attempt): Promise<boolean> {
  if (flow === "reset-password") return resetKinds(settings).some((kind) => kind === identifierKind);
  if (flow !== "sign-in") return true;
  if (data.passkey) return offersPasskeys(settings);
  if (data.wallet) return signsIn(data.wallet, settings);
  if (data.link) return isConnectionOn(tx, settings, data.link.connection);
  return signInKinds(settings).some((kind) => kind === identifierKind);
}

/** @param id of a social connection, or of an organization's. */
async function isConnectionOn(tx: Executor, settings: Settings, id: string): Promise<boolean> {
  const social = findSocial(settings, id);
  if (social) return social.use === "sign-in";
  // As text: a social connection that was switched off or removed has a key that is no UUID.
  const [enterprise] = await tx
    .select({ active: enterpriseConnections.active })
    .from(enterpriseConnections)
    .where(sql`${enterpriseConnections.id}::text = ${id}`);
  return enterprise?.active ?? false;
}
