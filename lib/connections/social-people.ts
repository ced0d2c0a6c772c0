import "server-only";
import { and, countDistinct, eq } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { accounts } from "@/db/schema";
import type { Settings } from "@/lib/settings/schema";
import { hasNoOtherWayIn } from "@/lib/users/other-ways-in";

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

/** @returns how many people could not sign in without this connection. */
export async function countOnlyWayIn(connection: string, settings: Settings): Promise<number> {
  const [row] = await db
    .select({ people: countDistinct(accounts.userId) })
    .from(accounts)
    .where(and(eq(accounts.provider, connection), hasNoOtherWayIn(accounts.userId, settings, { connection })));
  return row?.people ?? 0;
}
