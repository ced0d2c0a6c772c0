import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import postgres, { type Sql } from "postgres";
import { giveTo, postgresAccount } from "../../db/postgres/account";
import { runPostgresTool } from "../../db/postgres/cluster";
import { freeLoopbackPort, type ServingProgram, serve } from "./program";

const PASSWORD = "of the pair alone";
const DATABASE = "app";

/** A primary and its synchronous standby: whatever is acknowledged is on both. */
export interface PostgresPair {
  /** Both, with the one that takes writes to be chosen by the client. */
  url: string;
  /** Ends the primary and all its processes as a dead machine does. */
  killPrimary(): Promise<void>;
  /** Makes the standby the primary. @returns when it takes writes. */
  promote(): Promise<void>;
  /** The standby by itself. */
  standby: Sql;
  stop(): Promise<void>;
}

/** @param program where pg_basebackup is; its neighbors are used, too. */
export async function startPostgresPair(program: string): Promise<PostgresPair> {
  const bin = (name: string) => join(dirname(program), name);
  const { PATH } = process.env;
  const binaries = {
    ...{ postgres: bin("postgres"), initdb: bin("initdb"), pgCtl: bin("pg_ctl") },
    env: { PATH, LC_ALL: "C", PGPASSWORD: PASSWORD } as unknown as NodeJS.ProcessEnv,
  };
  const folder = mkdtempSync(join(tmpdir(), "postgres-pair-"));
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  const password = join(folder, "password");
  writeFileSync(password, PASSWORD);
  const account = postgresAccount(first, binaries);
  for (const data of [first, second]) mkdirSync(data, { mode: 0o700 });
  giveTo(account, folder);

  const run = (tool: string, ...args: string[]) => runPostgresTool(account, binaries, bin(tool), args);
  const start = (data: string, port: number) =>
    serve(
      [
        ...[...account.command, binaries.postgres, "-D", data, "-p", `${port}`],
        ...["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
        // What a standby sleeps when it finds no primary would be part of every promotion.
        ...["-c", "wal_retrieve_retry_interval=100ms"],
      ],
      port,
      binaries.env,
    );
  const addressOf = (...ports: number[]) =>
    `postgres://postgres:${encodeURIComponent(PASSWORD)}@${ports.map((port) => `127.0.0.1:${port}`)}/${DATABASE}`;
  const running: ServingProgram[] = [];
  const clients: Sql[] = [];
  const client = (port: number, database = DATABASE) => {
    const sql = postgres({
      ...{ host: "127.0.0.1", port, user: "postgres", password: PASSWORD, database, max: 1 },
      ...{ onnotice: () => {}, connect_timeout: 5 },
    });
    clients.push(sql);
    return sql;
  };
  const stop = async () => {
    await Promise.all(clients.map((sql) => sql.end({ timeout: 1 })));
    await Promise.all(running.map((one) => one.stop()));
    rmSync(folder, { recursive: true, force: true });
  };

  try {
    const [one, two] = [await freeLoopbackPort(), await freeLoopbackPort()];
    const how = ["--auth=scram-sha-256", `--pwfile=${password}`, "--encoding=UTF8", "--locale=C", "--no-sync"];
    await run("initdb", "-D", first, "-U", "postgres", ...how);
    const primary = await start(first, one);
    running.push(primary);
    const maker = client(one, "postgres");
    await answers(maker);
    await maker`CREATE DATABASE ${maker(DATABASE)}`;
    const from = `host=127.0.0.1 port=${one} user=postgres password='${PASSWORD}'`;
    await run("pg_basebackup", "-D", second, "-d", from, "-R", "-X", "stream", "-c", "fast", "--no-sync");
    running.push(await start(second, two));
    await maker`ALTER SYSTEM SET synchronous_standby_names = '*'`;
    await maker`SELECT pg_reload_conf()`;
    await until(async () => {
      const [row] = await maker`SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'`;
      return row !== undefined;
    });
    const standby = client(two);
    await answers(standby);
    return {
      url: `${addressOf(one, two)}?target_session_attrs=read-write`,
      // Its children end by themselves as soon as they see that it is gone.
      killPrimary: () => primary.stop(),
      async promote() {
        await run("pg_ctl", "promote", "-D", second, "--wait");
        await until(async () => (await standby`SELECT pg_is_in_recovery() AS waiting`)[0]?.waiting === false);
      },
      standby,
      stop,
    };
  } catch (error) {
    await stop();
    const said = running.map((one) => one.said()).join("\n");
    throw new Error(`The pair of Postgres servers did not start:\n${said}`, { cause: error });
  }
}

const WITHIN_MS = 20_000;

/** Asks again until it is so. @throws when it isn't in time, with the last reason. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WITHIN_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`It was not so within ${WITHIN_MS / 1000} s: ${isSo}`);
    await new Promise((again) => setTimeout(again, 20));
  }
}

/** Waits until a server that takes connections answers, too. */
const answers = (sql: Sql) =>
  until(() =>
    sql`SELECT 1`.then(
      () => true,
      () => false,
    ),
  );
