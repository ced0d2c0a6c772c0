import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freeLoopbackPort, serve } from "./program";

export interface PgBouncer {
  /** What a server is given as its DATABASE_URL. */
  url: string;
  /** Everything it has logged. */
  said(): string;
  stop(): Promise<void>;
}

/**
 * Puts a PgBouncer in front of a database. What isn't given is as it comes from its makers.
 * @param program where it is. @param databaseUrl the database, with user and password. @param settings lines of its file.
 */
export async function startPgBouncer(
  program: string,
  databaseUrl: string,
  settings: Record<string, string | number>,
): Promise<PgBouncer> {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const folder = mkdtempSync(join(tmpdir(), "pgbouncer-"));
  const listen = await freeLoopbackPort();
  const [file, users] = [join(folder, "pgbouncer.ini"), join(folder, "users.txt")];
  const lines = Object.entries({
    listen_addr: "127.0.0.1",
    listen_port: listen,
    unix_socket_dir: "",
    auth_file: users,
    ...settings,
  }).map(([name, value]) => `${name} = ${value}`);
  writeFileSync(users, `"${username}" "${decodeURIComponent(password)}"\n`);
  writeFileSync(file, `[databases]\n* = host=${hostname} port=${port}\n[pgbouncer]\n${lines.join("\n")}\n`);
  // Another account reads them: it refuses to run as root.
  chmodSync(folder, 0o755);
  const account = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const running = await serve([program, ...account, file], listen);
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${listen}`;
  url.pathname = pathname;
  return {
    url: url.href,
    said: running.said,
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
