import { type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Executor } from "./client";

/** So few that deleting them, with what goes along, takes a fraction of a second. */
const BATCH = 1000;

/**
 * Deletes some of the rows a condition is true of, in one short statement whatever the size of the table. Rows somebody
 * else is changing are left for later, so that nobody waits for this and nothing waits for them.
 * @param key its primary key. @returns whether these were the last.
 */
export async function deleteBatch(
  executor: Executor,
  table: PgTable,
  key: PgColumn[],
  condition: SQL,
  most = BATCH,
): Promise<boolean> {
  const columns = sql.join(key, sql`, `);
  // The keys are picked once, whatever the plan; and asked again, because a row may have changed since.
  const { count } = await executor.execute(sql`
    WITH picked AS MATERIALIZED (SELECT ${columns} FROM ${table} WHERE ${condition} LIMIT ${most} FOR UPDATE SKIP LOCKED)
    DELETE FROM ${table} WHERE (${columns}) IN (SELECT * FROM picked) AND ${condition}`);
  return count < most;
}
