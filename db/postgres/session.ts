import { createConnection, type Socket } from "node:net";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { readAccess, SUPERUSER } from "./cluster";
import { readPidFile } from "./pid-file";

/** Advisory locks of the local server: every user of it shares the first, its one keeper holds the second. */
const IN_USE = 5_140_001;
const KEPT = 5_140_002;
const ANSWER_WITHIN_MS = 2000;

/** One connection, and the locks it holds until it closes – which a killed process does too, through its kernel. */
export interface Session {
  sql: Sql;
  /** The server's address, with `database` as the database. */
  url(database: string): string;
  /** @returns false when the keeper has begun to stop the server. */
  use(): Promise<boolean>;
  /** @returns false when another process keeps the server. */
  keep(): Promise<boolean>;
  isKept(): Promise<boolean>;
  /** Any connection counts, also those of a database tool or of an app whose starter was killed. */
  hasOthers(): Promise<boolean>;
  /** Bars new users for good. @returns false when there are users, and then bars nobody. */
  barUsers(): Promise<boolean>;
  /** From now on the connection does not keep this process alive. */
  unref(): void;
  close(): Promise<void>;
}

/**
 * Connects to the server that runs on `dataDir`, once: a session that ends stays ended and calls `onEnd`.
 * @returns undefined when no server of that directory answers (yet).
 */
export async function openSession(dataDir: string, name: string, onEnd: () => void): Promise<Session | undefined> {
  const access = readAccess(dataDir);
  const noted = readPidFile(dataDir);
  if (!access || !noted?.ready) return undefined;

  const { port } = noted;
  let socket: Socket | undefined;
  let open = false;
  const connect = () =>
    new Promise<Socket>((resolve, reject) => {
      if (socket) return reject(new Error("The session has ended."));
      const opened = createConnection({ port, host: "127.0.0.1" }, () => resolve(opened.setTimeout(0)));
      opened.once("error", reject).setTimeout(ANSWER_WITHIN_MS, () => opened.destroy(new Error("No answer.")));
      socket = opened;
    });
  const sql = connectBy(connect, {
    ...{ host: "127.0.0.1", port, user: SUPERUSER, password: access.password, database: "postgres" },
    ...{
      max: 1,
      idle_timeout: undefined,
      max_lifetime: null,
      connect_timeout: ANSWER_WITHIN_MS / 1000,
      fetch_types: false,
    },
    connection: { application_name: name },
    onnotice: () => {},
    onclose: () => {
      if (open) onEnd();
    },
  });
  const close = () => {
    open = false;
    return sql.end({ timeout: 1 });
  };

  try {
    const [row] = await sql<[{ directory: string }]>`select current_setting('data_directory') as directory`;
    // A copied directory still names the server of the original.
    if (path.resolve(row.directory) !== dataDir) throw new Error("The server of another directory.");
  } catch {
    await close();
    return undefined;
  }
  open = true;

  // A session that has just ended can promise nothing; its end is told by `onEnd`.
  const yes = (query: PromiseLike<{ yes: boolean }[]>) =>
    query.then(
      ([row]) => row?.yes === true,
      () => false,
    ) as Promise<boolean>;
  return {
    sql,
    url: (database) => `postgres://${SUPERUSER}:${access.password}@127.0.0.1:${port}/${database}`,
    use: () => yes(sql`select pg_try_advisory_lock_shared(${IN_USE}) as yes`),
    keep: () => yes(sql`select pg_try_advisory_lock(${KEPT}) as yes`),
    isKept: () => yes(sql`select exists (select from pg_locks where locktype = 'advisory' and objid = ${KEPT}) as yes`),
    hasOthers: () =>
      yes(sql`select exists (
        select from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()) as yes`),
    barUsers: () => yes(sql`select pg_try_advisory_lock(${IN_USE}) as yes`),
    unref: () => void socket?.unref(),
    close,
  };
}

/** postgres.js takes a `socket` option that its types leave out. */
function connectBy(socket: () => Promise<Socket>, options: postgres.Options<Record<string, never>>): Sql {
  return postgres({ ...options, socket } as typeof options);
}
