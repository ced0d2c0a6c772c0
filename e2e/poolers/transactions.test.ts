import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import { describe, expect, it } from "vitest";
import { readConnectionString } from "../../db/connection-string";
import { openPool } from "../../db/pool";
import { createResilientClient } from "../../db/resilient-client";
import { createTestDatabase } from "../../db/test-database";
import { expectCounterpart } from "../../scripts/test/counterparts";
import { startPgBouncer } from "../peers/pgbouncer";

const program = expectCounterpart("pgbouncer");
const AT_ONCE = 60;
const ROUNDS = 10;

describe.skipIf(!program)("[B32 OP-07] behind PgBouncer in transaction mode (needs pgbouncer)", () => {
  it("what a transaction was told is done is there, and every answer is one's own", async () => {
    const database = await createTestDatabase();
    const pooler = await startPgBouncer(program ?? "", database.url, { pool_mode: "transaction" });
    const client = createResilientClient(() => openPool(readConnectionString(pooler.url)));
    const db = drizzle(client);
    await db.execute(sql`CREATE TABLE marks (value text PRIMARY KEY)`);
    const read = async (value: string) => [...(await db.execute(sql`SELECT value FROM marks WHERE value = ${value}`))];
    for (let round = 0; round < ROUNDS; round++) {
      const work = Array.from({ length: AT_ONCE }, async (_, index) => {
        const value = `${round}-${index}`;
        await db.transaction((tx) => tx.execute(sql`INSERT INTO marks VALUES (${value})`));
        expect(await Promise.all([read(value), read(value)])).toEqual([[{ value }], [{ value }]]);
      });
      await Promise.all(work);
    }
    await client.end();
    await pooler.stop();
    await database.drop();
  });
});
