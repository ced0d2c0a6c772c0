import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { giveTo, postgresAccount } from "./postgres/account";
import { postgresBinaries } from "./postgres/binaries";
import { createCluster, readAccess, runPostgresTool, writeAccess } from "./postgres/cluster";
import { readPidFile, serverRuns } from "./postgres/pid-file";
import { openSession, type Session } from "./postgres/session";

/*
 * A process of its own, started by db/local.ts, that outlives whoever started it: it runs the Postgres of one data
 * directory and stops it when nobody has been connected for a while. Several may be started at once: Postgres' lock file
 * lets one server start, and a lock in that server lets one keeper stay. If the server dies the keeper ends too, and
 * whoever still needs the server starts another.
 *
 * Usage: keeper.ts <data directory> <milliseconds without users before it stops>
 */
const [dataDir = "", idleMs = ""] = process.argv.slice(2);
const START_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 30;
/** Worth repeating: the port may just have been taken, or processes of a killed server may not be gone yet. */
const START_ATTEMPTS = 10;
const NEXT_ATTEMPT_AFTER_MS = 300;

// Whoever started us reads it at the end of the log.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

const binaries = postgresBinaries(`${dataDir}.lib`);
const account = postgresAccount(dataDir, binaries);
let stopping = false;

if (!readAccess(dataDir)) await createCluster(dataDir, binaries, account);
const session = await startOrAdoptServer();
if (session) await stopWhenIdle(session);
process.exit();

/**
 * @returns a session with the server of `dataDir`, or undefined when another process keeps it.
 * @throws when it does not start.
 */
async function startOrAdoptServer(): Promise<Session | undefined> {
  const deadline = Date.now() + START_WITHIN_MS;
  let server: ChildProcess | undefined;
  for (let attempts = 0; Date.now() < deadline && attempts <= START_ATTEMPTS; ) {
    const opened = await openSession(dataDir, `keeper ${process.pid}`, endWithServer);
    if (opened && !(await opened.keep())) return undefined;
    if (opened) {
      rememberPort();
      return opened;
    }
    const ended = server && (server.exitCode !== null || server.signalCode !== null);
    if (ended) await sleep(NEXT_ATTEMPT_AFTER_MS);
    if ((!server || ended) && !serverRuns(dataDir)) {
      attempts++;
      giveTo(account, dataDir);
      server = startServer(await freePort(readAccess(dataDir)?.port));
    }
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error("The server does not start.");
}

function startServer(port: number): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 100,
    shared_buffers: "32MB",
    log_checkpoints: "off",
  };
  const [program = binaries.postgres, ...rest] = [...account.command, binaries.postgres];
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return spawn(program, [...rest, "-D", dataDir, "-p", String(port), ...args], {
    env: binaries.env,
    stdio: ["ignore", "inherit", "inherit"],
    windowsHide: true,
  });
}

/** @returns `preferred` if nobody listens on it, else a port that the system picks. */
function freePort(preferred = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => (preferred ? resolve(freePort()) : reject(error)));
    probe.listen(preferred, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : preferred));
    });
  });
}

function rememberPort(): void {
  const access = readAccess(dataDir);
  const port = readPidFile(dataDir)?.port;
  if (access && port && access.port !== port) writeAccess(dataDir, { ...access, port }, account);
}

async function stopWhenIdle({ hasOthers, barUsers }: Session): Promise<void> {
  let lastUsed = Date.now();
  for (;;) {
    await sleep(Math.min(1000, Number(idleMs) / 4));
    if (await hasOthers()) lastUsed = Date.now();
    if (Date.now() - lastUsed > Number(idleMs) && (await barUsers())) break;
  }
  stopping = true;
  await runPostgresTool(account, binaries, binaries.pgCtl, ["stop", "-D", dataDir, "-m", "fast", "--silent"]);
}

function endWithServer(): void {
  if (!stopping) process.exit();
}
