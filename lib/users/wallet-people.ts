import "server-only";
import { countDistinct, eq, isNotNull, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { identifiers, wallets } from "@/db/schema";
import type { Settings } from "@/lib/settings/schema";
import type { WalletApp } from "@/lib/settings/wallet";
import { hasNoOtherWayIn } from "./other-ways-in";
import { signsIn } from "./ways-in";

/** People who have the same kinds of wallets, and nothing else to sign in with. */
export interface WalletPeople {
  wallets: { app: WalletApp; contractOn: number | null }[];
  people: number;
}

/** @returns who has nothing but wallets to sign in with, in groups: as few as there are kinds of wallets. */
export async function groupWalletPeople(settings: Settings): Promise<WalletPeople[]> {
  const kind = sql`jsonb_build_object('app', ${wallets.app}, 'contractOn', ${wallets.contractOn})`;
  const each = db
    .select({ own: sql`jsonb_agg(DISTINCT ${kind})`.as("own") })
    .from(wallets)
    .innerJoin(identifiers, eq(identifiers.id, wallets.identifierId))
    .where(hasNoOtherWayIn(identifiers.userId, settings, { wallets: true }))
    .groupBy(identifiers.userId)
    .as("each");
  return db
    .select({ wallets: sql<WalletPeople["wallets"]>`${each.own}`, people: sql<number>`count(*)::int` })
    .from(each)
    .groupBy(each.own);
}

/** @returns how many of them could not sign in under these settings. */
export const countShutOut = (groups: WalletPeople[], settings: Settings): number =>
  groups
    .filter(({ wallets }) => !wallets.some((wallet) => signsIn(wallet, settings)))
    .reduce((sum, { people }) => sum + people, 0);

const people = countDistinct(identifiers.userId);

/** @returns how many people have used a wallet with each app last. */
export async function countByApp(): Promise<Map<WalletApp, number>> {
  const rows = await db
    .select({ app: wallets.app, people })
    .from(wallets)
    .innerJoin(identifiers, eq(identifiers.id, wallets.identifierId))
    .groupBy(wallets.app);
  return new Map(rows.map((row) => [row.app, row.people]));
}

/** @returns how many people have a contract wallet on each chain. */
export async function countContracts(): Promise<Map<number, number>> {
  const rows = await db
    .select({ chain: wallets.contractOn, people })
    .from(wallets)
    .innerJoin(identifiers, eq(identifiers.id, wallets.identifierId))
    .where(isNotNull(wallets.contractOn))
    .groupBy(wallets.contractOn);
  return new Map(rows.flatMap((row) => (row.chain === null ? [] : [[row.chain, row.people]])));
}
