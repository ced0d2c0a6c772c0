import "server-only";
import { and, eq, exists, inArray, isNotNull, isNull, not, or, type SQL, sql } from "drizzle-orm";
import { type AnyPgColumn, alias } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import { accounts, enterpriseConnections, identifiers, passkeys, passwords, wallets } from "@/db/schema";
import { socialConnections } from "@/lib/connections/social";
import { rpcUrl } from "@/lib/security/chains";
import { offersPasskeys } from "@/lib/security/relying-party";
import { signsInByMessage } from "@/lib/settings/conflicts";
import type { Settings } from "@/lib/settings/schema";
import { WALLET_APPS } from "@/lib/settings/wallet";

/** What is left out: a social connection, by its key, or all wallets. */
type Without = { connection: string } | { wallets: true };

const one = { one: sql`1` };

/**
 * @param userId the column of a statement that says who is asked about.
 * @returns whether that person has no way to sign in but what is left out: what `hasWayIn` says of one, for all of a
 * statement at once, but for what a number's country and its being a second step take away.
 */
export function hasNoOtherWayIn(userId: AnyPgColumn, settings: Settings, without: Without): SQL | undefined {
  const kinds = ["email", "phone", "username"] as const;
  const typed = kinds.filter((kind) => settings[kind].signIn);
  const reached = typed.filter((kind) => signsInByMessage(settings, kind));
  const own = alias(identifiers, "own");
  const has = (kind: readonly (typeof kinds)[number][]) =>
    exists(
      db
        .select(one)
        .from(own)
        .where(and(eq(own.userId, userId), isNotNull(own.verifiedAt), inArray(own.kind, kind))),
    );
  const hasPassword = exists(db.select(one).from(passwords).where(eq(passwords.userId, userId)));
  const hasPasskey = exists(db.select(one).from(passkeys).where(eq(passkeys.userId, userId)));
  return and(
    not(hasConnection(userId, settings, without)),
    "wallets" in without ? undefined : not(hasWallet(userId, settings)),
    offersPasskeys(settings) ? not(hasPasskey) : undefined,
    not(has(reached)),
    or(not(hasPassword), not(has(typed))),
  );
}

function hasConnection(userId: AnyPgColumn, settings: Settings, without: Without): SQL {
  const social = socialConnections(settings).flatMap(({ id, use }) =>
    use === "sign-in" && !("connection" in without && without.connection === id) ? [id] : [],
  );
  const other = alias(accounts, "other");
  const isOn = or(inArray(other.provider, social), eq(enterpriseConnections.active, true));
  return exists(
    db
      .select(one)
      .from(other)
      .leftJoin(enterpriseConnections, sql`${enterpriseConnections.id}::text = ${other.provider}`)
      .where(and(eq(other.userId, userId), isOn)),
  );
}

/** What `signsIn` says of one wallet. */
function hasWallet(userId: AnyPgColumn, { wallet }: Settings): SQL {
  const apps = WALLET_APPS.filter((app) => wallet[app] || wallet.other);
  const chains = wallet.chains.filter((id) => rpcUrl(id) !== undefined);
  const signed = alias(identifiers, "signed");
  return exists(
    db
      .select(one)
      .from(wallets)
      .innerJoin(signed, eq(signed.id, wallets.identifierId))
      .where(
        and(
          eq(signed.userId, userId),
          inArray(wallets.app, apps),
          or(isNull(wallets.contractOn), inArray(wallets.contractOn, chains)),
        ),
      ),
  );
}
