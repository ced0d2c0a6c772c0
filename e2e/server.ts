import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createTestDatabase } from "../db/test-database";
import { testEnvironment } from "../scripts/test/environment";
import { TWILIO_ACCOUNT } from "./peers/twilio";

/** Where the services are that a server uses. */
export interface Peers {
  smtpUrl: string;
  /** Without it no text message can be sent. */
  twilioUrl?: string;
  breachedPasswordsUrl?: string;
}

/** A running server, as other processes may know it. */
export interface ServerAddress extends Peers {
  url: string;
  databaseUrl: string;
  /** Its AUTH_SECRET. */
  secret: string;
  /** Files with everything it writes. */
  stdout: string;
  stderr: string;
}

export interface RunningServer extends ServerAddress {
  pid: number;
  /** Ends it as an operator does (SIGTERM). @returns its exit code; null when it had to be killed. */
  stop(): Promise<number | null>;
}

export const ADMIN_EMAIL = "admin@example.test";
const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Where every server of a run writes what it says. */
export const LOGS = join(ROOT, "test-results", "servers");
/** Nobody listens there: no test reaches the internet. */
const NOBODY = "http://127.0.0.1:9";
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;

/**
 * Starts the production server of the existing build on a free port, with a fresh database, and waits until it is ready.
 * @param options.name what its log files are called.
 * @param options.sharing another server: this one runs on its database, with its secret, on a port of its own.
 * @param options.hostname another name of this machine: anything under localhost.
 * @param options.env overrides of the app's variables; an empty one counts as unset.
 */
export async function startServer(
  options: Peers & {
    name: string;
    sharing?: Pick<ServerAddress, "databaseUrl" | "secret">;
    hostname?: string;
    env?: Record<string, string>;
  },
): Promise<RunningServer> {
  if (!existsSync(join(ROOT, ".next", "BUILD_ID"))) throw new Error("There is no build yet. Run: npm run build");
  const database = options.sharing ? undefined : await createTestDatabase();
  const databaseUrl = options.sharing?.databaseUrl ?? database?.url ?? "";
  const secret = options.sharing?.secret ?? randomBytes(33).toString("base64url");
  const port = await freePort();
  const url = `http://${options.hostname ?? "localhost"}:${port}`;
  const { smtpUrl, twilioUrl, breachedPasswordsUrl = NOBODY } = options;
  const [stdout, stderr] = logFiles(options.name);

  const child = startNext(port, [stdout, stderr], {
    APP_URL: url,
    DATABASE_URL: databaseUrl,
    AUTH_SECRET: secret,
    SMTP_URL: smtpUrl,
    EMAIL_FROM: "Sign-in starter <no-reply@example.test>",
    ...(twilioUrl && { ...TWILIO_ACCOUNT, TWILIO_API_URL: twilioUrl }),
    BREACHED_PASSWORDS_URL: breachedPasswordsUrl,
    ADMIN_EMAIL,
    // Identity providers of the tests live on this machine, where a server with another address may not look.
    ...(!options.env?.APP_URL && { LOOPBACK_PROVIDERS: "true" }),
    // Lets each test be a client of its own, through X-Forwarded-For.
    TRUSTED_PROXIES: "127.0.0.1,::1",
    ...options.env,
  });
  const stop = async () => {
    const code = await end(child);
    await database?.drop();
    return code;
  };
  try {
    // Browsers know the names under localhost by themselves; Node asks the system, which may not.
    await ready(child, `http://localhost:${port}`, stderr);
  } catch (error) {
    await stop();
    throw error;
  }
  const peers = { smtpUrl, twilioUrl, breachedPasswordsUrl };
  return { url, databaseUrl, secret, ...peers, stdout, stderr, pid: child.pid ?? 0, stop };
}

function logFiles(name: string): [string, string] {
  mkdirSync(LOGS, { recursive: true });
  return [join(LOGS, `${name}.stdout.log`), join(LOGS, `${name}.stderr.log`)];
}

/** Output goes straight to files: complete even when the test process is busy or dies. */
function startNext(port: number, [stdout, stderr]: [string, string], env: Record<string, string>): ChildProcess {
  const [out, err] = [openSync(stdout, "a"), openSync(stderr, "a")];
  const child = spawn(
    process.execPath,
    ["node_modules/next/dist/bin/next", "start", "-H", "localhost", "-p", `${port}`],
    {
      cwd: ROOT,
      env: testEnvironment(env),
      stdio: ["ignore", out, err],
    },
  );
  closeSync(out);
  closeSync(err);
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  return child;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function ready(child: ChildProcess, url: string, stderr: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline && !hasEnded(child)) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await sleep(50);
  }
  const said = readFileSync(stderr, "utf8").trim().split("\n").slice(-30).join("\n");
  throw new Error(`The server ${hasEnded(child) ? "ended instead of starting" : "was not ready in time"}:\n${said}`);
}

async function end(child: ChildProcess): Promise<number | null> {
  if (!hasEnded(child)) {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
    await ended;
    clearTimeout(timer);
  }
  return child.exitCode;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "localhost", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
