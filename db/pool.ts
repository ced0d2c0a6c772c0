import { Socket } from "node:net";
import postgres, { type Sql } from "postgres";
import type { Connection } from "./connection-string";

/** A connection is made within this time, a login and a TLS handshake included. */
const CONNECT_WITHIN_S = 3;
/** How long statements that run may go on in a pool that is given up; whatever is left is cut off. */
const WIND_DOWN_S = 5;
/** An idle connection is given back: what an outage left behind, and what a database that sleeps would stay awake for. */
const IDLE_S = 300;
/**
 * What Postgres itself puts an end to, before we stop waiting: a statement, waiting for a lock included, and a
 * transaction whose process has gone quiet. Poolers refuse to be told; there our own patience is the only limit.
 */
const SERVER_LIMITS = { statement_timeout: "4000", idle_in_transaction_session_timeout: "10000" };

/** Connections to one server. */
export interface Pool {
  sql: Sql;
  /** A pooler may hand each statement to another server process: nothing can be prepared. */
  isPooled: boolean;
  /** Ends it in good order: what runs may finish, for a while. */
  end(): void;
}

type Host = Connection["hosts"][number];
interface Found extends Pool {
  takesChanges: boolean;
}

/**
 * Opens a pool to the first server that takes changes; where there is only one, to that, as it is.
 * @param connection where, as `readConnectionString` says. @param limits what Postgres is told. @throws what one of the servers said.
 */
export async function openPool(connection: Connection, limits: Record<string, string> = SERVER_LIMITS): Promise<Pool> {
  const opening = connection.hosts.map((host) => openAt(host, connection, limits));
  const writable = opening.map(async (one) => ((await one).takesChanges ? one : Promise.reject(new ReadOnly())));
  let chosen: Pool | undefined;
  try {
    const isAnyGoodEnough = connection.wants === "any" || connection.hosts.length === 1;
    chosen = await Promise.any(writable)
      .catch(() => Promise.any(isAnyGoodEnough ? opening : writable))
      .catch(({ errors: [first] }: AggregateError): never => {
        throw first;
      });
    return chosen;
  } finally {
    const others = (pool: Pool) => pool !== chosen && pool.end();
    for (const one of opening) one.then(others, () => {});
  }
}

class ReadOnly extends Error {
  code = "25006";
  override message = "the server takes no changes";
}

async function openAt(host: Host, connection: Connection, limits: Record<string, string>): Promise<Found> {
  try {
    return await scout(connect(host, connection, limits), connection);
  } catch (error) {
    // A pooler that is told what it can't pass on: "unsupported startup parameter".
    if ((error as { code?: string }).code !== "08P01") throw error;
    return await scout(connect(host, connection, {}), { ...connection, isPooled: true });
  }
}

/** The first statement: it shows whether there is a pooler between, and whether the server takes changes. */
async function scout(sql: Sql, connection: Connection): Promise<Found> {
  // What is cut off after all has told its own statements already.
  const end = () => void sql.end({ timeout: WIND_DOWN_S }).catch(() => {});
  try {
    const rows = await sql<{ pid: number; takes_changes: boolean }[]>`
      select pg_backend_pid() as pid, current_setting('transaction_read_only') = 'off' as takes_changes`.simple();
    const [{ pid, takes_changes: takesChanges } = { pid: 0, takes_changes: false }] = rows;
    // A pooler makes up the number of the process it says we talk to.
    const isPooled = connection.isPooled || rows.state.pid !== pid;
    // Not ours alone: postgres.js prepares its own COMMIT. In another server process that has never heard of it the
    // transaction fails there, and the COMMIT it then sends anew is taken as a rollback, without an error.
    if (isPooled) sql.options.prepare = false;
    return { sql, isPooled, takesChanges, end };
  } catch (error) {
    end();
    throw error;
  }
}

/**
 * Opens the sockets of a pool. postgres.js dials without a pause, and for as long as it is let, where somebody takes
 * connections and hangs up before the login is done.
 * @param most connections in a second; those beyond fail.
 */
function dialer({ host, port }: Host, most: number) {
  let since = 0;
  let dials = 0;
  return () => {
    const now = performance.now();
    if (now - since > 1000) [since, dials] = [now, 0];
    dials++;
    // The name is what the certificate has to be for.
    const socket = Object.assign(new Socket(), { host });
    if (dials > 2 * most) setImmediate(() => socket.destroy(new HungUp()));
    else if (host.startsWith("/")) socket.connect(`${host}/.s.PGSQL.${port}`);
    else socket.connect(port, host);
    return socket;
  };
}

class HungUp extends Error {
  code = "ECONNRESET";
  override message = "the server takes connections and hangs up";
}

/** Without a name, an address in figures would be compared with "localhost", whatever the certificate is for. */
const sslTo = (host: string, ssl: NonNullable<Connection["ssl"]>) =>
  ssl === "verify-full" || typeof ssl === "object" ? { ...(ssl === "verify-full" ? {} : ssl), host } : ssl;

function connect({ host, port }: Host, to: Connection, limits: Record<string, string>): Sql {
  const { user, password, database, ssl, sslnegotiation, max = 10, parameters } = to;
  return postgres({
    socket: dialer({ host, port }, max),
    ...(user && { user }),
    ...(password && { password }),
    ...(database && { database }),
    ...(ssl !== undefined && { ssl: sslTo(host, ssl) }),
    ...(sslnegotiation && { sslnegotiation }),
    max,
    connection: { ...parameters, ...limits },
    connect_timeout: CONNECT_WITHIN_S,
    idle_timeout: IDLE_S,
    fetch_types: false,
    prepare: true,
    onnotice: () => {},
  } as unknown as postgres.Options<Record<string, never>>);
}
