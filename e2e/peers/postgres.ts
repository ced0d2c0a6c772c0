import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres, { type Sql } from "postgres";
import { giveTo, postgresAccount } from "../../db/postgres/account";
import { postgresBinaries } from "../../db/postgres/binaries";
import { createCluster, readAccess, SUPERUSER } from "../../db/postgres/cluster";

/** A Postgres of a test's own, which may be killed, frozen and started otherwise. */
export interface OwnPostgres {
  /** Its one database, with every right. Empty at first. */
  url: string;
  /** Runs statements on a connection of their own: none of the test's outlives a fault. */
  with<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Starts it, if it does not run, and waits until it takes statements. @param settings beside the usual ones. */
  start(settings?: Record<string, string>): Promise<void>;
  /** Every process of it dies at once, as in a crash of the machine. */
  kill(): Promise<void>;
  /** No process of it does anything any more; its sockets stay open. */
  freeze(): void;
  thaw(): void;
  /** Stops as an operator stops it: connections are told. */
  shutDown(): Promise<void>;
  /** Ends it and deletes its data. */
  remove(): Promise<void>;
}

const READY_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 20;
/** Everything dies with the test, so nothing of it has to be safe from a loss of power. */
const SETTINGS = { listen_addresses: "127.0.0.1", unix_socket_directories: "", shared_buffers: "32MB" };

/**
 * Makes a Postgres from the binaries npm installed and starts it on a port of its own.
 * @param options.parent the directory its data lies in. @param options.log a file that gets what it says.
 */
export async function startOwnPostgres(options: {
  log: string;
  parent?: string;
  settings?: Record<string, string>;
}): Promise<OwnPostgres> {
  const parent = mkdtempSync(path.join(options.parent ?? tmpdir(), "postgres-of-a-test-"));
  const dataDir = path.join(parent, "data");
  const binaries = postgresBinaries(`${dataDir}.lib`);
  const account = postgresAccount(dataDir, binaries);
  await createCluster(dataDir, binaries, account);
  giveTo(account, parent);
  const port = await freePort();
  const password = readAccess(dataDir)?.password;
  const urlOf = (database: string) => `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
  let server: ChildProcess | undefined;

  const own: OwnPostgres = {
    url: urlOf("app"),
    with: (work) => connected(urlOf("app"), work),
    async start(settings = {}) {
      if (server && runs(server)) return;
      const given = Object.entries({ ...SETTINGS, ...options.settings, ...settings });
      const args = given.flatMap(([name, value]) => ["-c", `${name}=${value}`]);
      const [program = binaries.postgres, ...rest] = [...account.command, binaries.postgres];
      const child = spawn(program, [...rest, "-D", dataDir, "-p", `${port}`, ...args], {
        env: binaries.env,
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      child.stderr.on("data", (chunk) => {
        said = (said + chunk).slice(-4000);
        appendFileSync(options.log, chunk);
      });
      const end = () => signal(child, "SIGKILL");
      process.once("exit", end);
      child.once("exit", () => process.off("exit", end));
      server = child;
      await ready(urlOf("postgres"), child, () => said);
    },
    async kill() {
      if (!server || !runs(server)) return;
      const all = processesOf(server);
      const ended = once(server, "exit");
      signal(server, "SIGKILL");
      await ended;
      // Until the last is gone the next server finds the memory they share still in use.
      while (all.some(isAlive)) await sleep(LOOK_EVERY_MS);
    },
    freeze: () => server && signal(server, "SIGSTOP"),
    thaw: () => server && signal(server, "SIGCONT"),
    async shutDown() {
      if (!server || !runs(server)) return;
      const ended = once(server, "exit");
      server.kill("SIGINT");
      await ended;
    },
    async remove() {
      await own.kill();
      rmSync(parent, { recursive: true, force: true });
    },
  };
  await own.start();
  await connected(urlOf("postgres"), (sql) => sql`CREATE DATABASE app`);
  return own;
}

const runs = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

/** The first process before its children: it starts no more of them meanwhile. */
function signal(server: ChildProcess, name: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void {
  if (!server.pid || !runs(server)) return;
  const children = name === "SIGSTOP" ? [] : childrenOf(server.pid);
  server.kill(name);
  for (const pid of name === "SIGSTOP" ? childrenOf(server.pid) : children) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

const processesOf = ({ pid = 0 }: ChildProcess) => [pid, ...childrenOf(pid)];

function childrenOf(parent: number): number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([pid = 0, of]) => (of === parent ? [pid] : []));
}

/** One that only waits for its end to be noticed holds nothing any more. */
function isAlive(pid: number): boolean {
  try {
    return !execFileSync("ps", ["-o", "stat=", "-p", `${pid}`], { encoding: "utf8" }).startsWith("Z");
  } catch {
    return false;
  }
}

async function connected<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, fetch_types: false, connect_timeout: 5, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** @throws with the end of its log when it ends instead, or is not ready in time. */
async function ready(url: string, server: ChildProcess, said: () => string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (runs(server) && Date.now() < deadline) {
    const answers = await connected(url, (sql) => sql`SELECT 1`).then(
      () => true,
      () => false,
    );
    if (answers) return;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`The Postgres of a test did not start:\n${said()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
