import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startLocalPostgres } from "./local";
import { readPidFile } from "./postgres/pid-file";

vi.setConfig({ testTimeout: 60_000 });

const IDLE_MS = 400;
const wait = { timeout: 15_000, interval: 20 };
let dataDir: string;
let users: ChildProcess[];

beforeEach(() => {
  const home = mkdtempSync(path.join(tmpdir(), "local-postgres-"));
  dataDir = path.join(home, "data directory");
  users = [];
});

afterEach(async () => {
  for (const user of users) user.kill("SIGKILL");
  if (runs(serverPid())) process.kill(serverPid(), "SIGQUIT");
  await serverIsGone();
  // A keeper that lost a race may still be tidying up.
  await vi.waitFor(() => rmSync(path.dirname(dataDir), { recursive: true, force: true }), wait);
});

/** Another process that uses the server; answers with its lines as they come: first the address, then what `also` prints. */
function startUser(also = ""): { process: ChildProcess; lines: string[]; url(): Promise<string> } {
  const program = `
    import { startLocalPostgres } from ${JSON.stringify(new URL("local.ts", import.meta.url).href)};
    import postgres from "postgres";
    const { url } = await startLocalPostgres({ dataDir: ${JSON.stringify(dataDir)}, idleMs: ${IDLE_MS} });
    console.log(url);
    setInterval(() => {}, 1000);
    ${also}`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  users.push(child);
  let output = "";
  const lines: string[] = [];
  child.stdout.on("data", (chunk) => {
    output += chunk;
    lines.splice(0, lines.length, ...output.split("\n").slice(0, -1));
  });
  return { process: child, lines, url: () => vi.waitFor(() => lines[0] ?? expect.fail("no address yet"), wait) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill("SIGKILL");
  if (child.signalCode === null) await once(child, "exit");
}

function runs(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch {
    return false;
  }
}

const serverPid = () => readPidFile(dataDir)?.pid ?? 0;
const serverIsGone = () => vi.waitFor(() => expect(runs(serverPid())).toBe(false), wait);
const serversStarted = () => readFileSync(`${dataDir}.log`, "utf8").split("ready to accept connections").length - 1;

async function query<T>(url: string, ask: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await ask(sql);
  } finally {
    await sql.end();
  }
}

const keeperPid = (url: string) =>
  query(url, async (sql) => {
    const [keeper] =
      await sql`select application_name as name from pg_stat_activity where application_name ~ '^keeper '`;
    return Number(keeper?.name.split(" ")[1] ?? 0);
  });

test("[OP-01] processes that start at once share one server, on a directory for its owner only", async () => {
  const urls = await Promise.all([startUser(), startUser(), startUser()].map(({ url }) => url()));
  expect(new Set(urls).size).toBe(1);
  expect(serversStarted()).toBe(1);
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(dataDir, "access.json")).mode & 0o777).toBe(0o600);
});

test("[OP-01] only the right password opens the server", async () => {
  const { url, release } = await startLocalPostgres({ dataDir, idleMs: IDLE_MS });
  const wrong = new URL(url);
  wrong.password = "guessed";
  await expect(query(wrong.href, (sql) => sql`select 1`)).rejects.toThrow("password authentication failed");
  await release();
});

test("[OP-01] a killed user lets go, and the server stops after the last one", async () => {
  const first = startUser();
  const url = await first.url();
  const second = startUser();
  expect(await second.url()).toBe(url);
  const pid = serverPid();

  await kill(first.process);
  await sleep(3 * IDLE_MS);
  expect(runs(pid)).toBe(true);
  await kill(second.process);
  await vi.waitFor(() => expect(runs(pid)).toBe(false), wait);
});

test("[OP-01] a program that is merely connected keeps the server running", async () => {
  const { url, release } = await startLocalPostgres({ dataDir, idleMs: IDLE_MS });
  const pid = serverPid();
  await query(url, async (sql) => {
    await sql`select 1`;
    await release();
    await sleep(3 * IDLE_MS);
    expect(runs(pid)).toBe(true);
  });
  await serverIsGone();
});

test("[OP-01] a server whose keeper was killed is adopted, not started twice", async () => {
  const first = startUser();
  const url = await first.url();
  const killed = await vi.waitFor(async () => (await keeperPid(url)) || expect.fail("no keeper yet"), wait);
  process.kill(killed, "SIGKILL");
  await vi.waitFor(async () => expect(await keeperPid(url)).toBe(0), wait);

  const second = startUser();
  expect(await second.url()).toBe(url);
  await vi.waitFor(async () => expect(await keeperPid(url)).not.toBe(0), wait);
  expect(serversStarted()).toBe(1);
});

test("[OP-01] a note of a dead server is taken over, even when its number belongs to another program now", async () => {
  const user = startUser();
  const url = await user.url();
  await query(url, (sql) => sql`create table kept as select 'row' as value`);
  const note = readFileSync(path.join(dataDir, "postmaster.pid"), "utf8");
  process.kill(await vi.waitFor(() => keeperPid(url), wait), "SIGKILL");
  await kill(user.process);
  process.kill(serverPid(), "SIGKILL");
  await serverIsGone();
  writeFileSync(path.join(dataDir, "postmaster.pid"), note.replace(/^\d+/, String(process.pid)));

  const again = await startUser().url();
  expect(await query(again, (sql) => sql`select value from kept`)).toEqual([{ value: "row" }]);
});

test("[OP-02] whatever was acknowledged survives kill -9 of the server, which comes back at the same address", async () => {
  // Prints a number only after the server has acknowledged it.
  const writer = startUser(`
    const sql = postgres(url, { max: 1, onnotice() {} });
    for (let id = 0; ; id++) {
      try {
        await sql\`create table if not exists written (id int)\`;
        await sql\`insert into written values (\${id})\`;
        console.log(id);
      } catch {
        // postgres.js never answers a statement issued between a connection's error and its close.
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    }`);
  const url = await writer.url();
  const writes = async () => {
    const before = writer.lines.length;
    await vi.waitFor(() => expect(writer.lines.length).toBeGreaterThan(before + 20), wait);
  };
  await writes();
  for (let round = 0; round < 5; round++) {
    const killed = serverPid();
    process.kill(killed, "SIGKILL");
    await vi.waitFor(() => expect([0, killed]).not.toContain(serverPid()), wait);
    await writes();
  }
  await kill(writer.process);

  const acknowledged = writer.lines.slice(1).map(Number);
  const present = new Set(await query(url, async (sql) => (await sql`select id from written`).map(({ id }) => id)));
  expect(acknowledged.filter((id) => !present.has(id))).toEqual([]);
});

test("a server that cannot start says why, and what to do", async () => {
  const { release } = await startLocalPostgres({ dataDir, idleMs: IDLE_MS });
  await release();
  await serverIsGone();
  writeFileSync(path.join(dataDir, "PG_VERSION"), "9\n");
  const failure = startLocalPostgres({ dataDir, idleMs: IDLE_MS });
  await expect(failure).rejects.toThrow("database files are incompatible with server");
  await expect(failure).rejects.toThrow("Set DATABASE_URL");
});
