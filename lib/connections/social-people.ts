import "server-only";
import { and, countDistinct, eq, exists, inArray, isNotNull, not, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db, type Executor } from "@/db/client";
import { accounts, enterpriseConnections, identifiers, passkeys, passwords } from "@/db/schema";
import { signsInByMessage } from "@/lib/settings/conflicts";
import type { Settings } from "@/lib/settings/schema";
import { socialConnections } from "./social";

/** @returns how many people have connected an account of each connection. */
export async function countConnected(): Promise<Map<string, number>> {
  const rows = await db
    .select({ connection: accounts.provider, people: countDistinct(accounts.userId) })
    .from(accounts)
    .groupBy(accounts.provider);
  return new Map(rows.map(({ connection, people }) => [connection, people]));
}

/** @returns how many accounts at this connection belong to people here. */
export const countLinks = (executor: Executor, connection: string): Promise<number> =>
  executor.$count(accounts, eq(accounts.provider, connection));

/**
 * @returns how many people could not sign in without this connection: what `hasWayIn` says of one, asked of all of them
 * at once, but for what a number's country and its being a second step take away.
 */
export async function countOnlyWayIn(connection: string, settings: Settings): Promise<number> {
  const kinds = ["email", "phone", "username"] as const;
  const typed = kinds.filter((kind) => settings[kind].signIn);
  const reached = kinds.filter((kind) => settings[kind].signIn && signsInByMessage(settings, kind));
  const others = socialConnections(settings).flatMap(({ id, use }) =>
    use === "sign-in" && id !== connection ? [id] : [],
  );
  const other = alias(accounts, "other");
  const one = { one: sql`1` };
  const hasPassword = exists(db.select(one).from(passwords).where(eq(passwords.userId, accounts.userId)));
  const hasPasskey = exists(db.select(one).from(passkeys).where(eq(passkeys.userId, accounts.userId)));
  const isOwn = and(eq(identifiers.userId, accounts.userId), isNotNull(identifiers.verifiedAt));
  const hasOneOf = (kind: readonly (typeof kinds)[number][]) =>
    exists(
      db
        .select(one)
        .from(identifiers)
        .where(and(isOwn, inArray(identifiers.kind, kind))),
    );
  const hasOther = exists(
    db
      .select(one)
      .from(other)
      .leftJoin(enterpriseConnections, sql`${enterpriseConnections.id}::text = ${other.provider}`)
      .where(
        and(
          eq(other.userId, accounts.userId),
          or(inArray(other.provider, others), eq(enterpriseConnections.active, true)),
        ),
      ),
  );
  const [row] = await db
    .select({ people: countDistinct(accounts.userId) })
    .from(accounts)
    .where(
      and(
        eq(accounts.provider, connection),
        not(hasOther),
        settings.passkey.enabled ? not(hasPasskey) : undefined,
        not(hasOneOf(reached)),
        or(not(hasPassword), not(hasOneOf(typed))),
      ),
    );
  return row?.people ?? 0;
}
