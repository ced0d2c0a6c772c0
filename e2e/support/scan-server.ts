import { randomBytes } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { createTestDatabase } from "../../db/test-database";
import { type Peers, type RunningServer, startServer } from "../server";
import { startTap, type Tap } from "./scan-tap";

/** A server to be scanned: the production build on a database of its own, with a tap between the two. */
export interface ScannedServer {
  server: RunningServer;
  db: Sql;
  tap: Tap;
  stop(): Promise<void>;
}

/** Starts it. As in production, nothing on this machine is asked because an admin typed its address. */
export async function startScannedServer(peers: Peers): Promise<ScannedServer> {
  const database = await createTestDatabase();
  const tap = await startTap(database.url);
  const sharing = { databaseUrl: tap.databaseUrl, secret: randomBytes(33).toString("base64url") };
  const db = postgres(database.url, { max: 2, onnotice: () => {} });
  const stop = async () => {
    await db.end({ timeout: 5 });
    await tap.stop();
    await database.drop();
  };
  try {
    const server = await startServer({ name: "scanned", ...peers, sharing, env: { LOOPBACK_PROVIDERS: "false" } });
    return {
      server,
      db,
      tap,
      async stop() {
        await server.stop();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a scan must not use up or throw away: then its thousandth request goes as far as its first. */
const LASTING = ["attempts", "enterprise_connections", "identifiers", "organisations", "sessions", "users"];

/**
 * From now on no limit is reached, no journey ends and no proof grows old, nothing of the above is deleted and no setting
 * changes, however often the app says so and however long it takes. Every statement is run all the same.
 */
export async function freeze(db: Sql): Promise<void> {
  const fresh = db`first_factor_at > now() - interval '5 minutes'`;
  await db`UPDATE sessions SET first_factor_at = now() + interval '1 day' WHERE ${fresh}`;
  await db`UPDATE attempts SET expires_at = expires_at + interval '1 day'`;
  await db`UPDATE challenges SET expires_at = expires_at + interval '1 day'`;
  await db.unsafe(`
    CREATE FUNCTION scan_keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE FUNCTION scan_limit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.points := 1; RETURN NEW; END';
    CREATE FUNCTION scan_lock() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN NEW.failures := 1; NEW.locked_until := NULL; RETURN NEW; END';
    CREATE FUNCTION scan_attempt() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN NEW.tries := 0; NEW.completed_at := NULL; RETURN NEW; END';
    CREATE TRIGGER scan BEFORE INSERT OR UPDATE ON rate_limits FOR EACH ROW EXECUTE FUNCTION scan_limit();
    CREATE TRIGGER scan BEFORE INSERT OR UPDATE ON attempts FOR EACH ROW EXECUTE FUNCTION scan_attempt();
    CREATE TRIGGER scan BEFORE INSERT OR UPDATE OR DELETE ON settings FOR EACH ROW EXECUTE FUNCTION scan_keep();
    CREATE TRIGGER scan BEFORE INSERT OR UPDATE ON lockouts FOR EACH ROW EXECUTE FUNCTION scan_lock();
    ${LASTING.map((table) => `CREATE TRIGGER scan_keep BEFORE DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION scan_keep();`).join("\n")}
  `);
}
