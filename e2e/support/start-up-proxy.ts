import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A database address that a test can take away and give back. */
export interface DatabaseProxy {
  /** What a server is given as its DATABASE_URL. */
  url: string;
  /** The database goes down: every connection breaks, and new ones break at once. */
  cut(): void;
  /** From now on new connections reach the database. */
  restore(): void;
  stop(): Promise<void>;
}

/** Puts a loopback proxy in front of a database. @param databaseUrl the real one. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  let up = true;

  const proxy = createServer((near) => {
    if (!up) return near.destroy();
    open.add(near);
    near.on("error", () => {}).once("close", () => open.delete(near));
    const far = connect(Number(target.port || 5432), target.hostname);
    open.add(far);
    far.on("error", () => {}).once("close", () => open.delete(far));
    return near.pipe(far).pipe(near);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");

  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String((proxy.address() as AddressInfo).port);
  return {
    url: url.href,
    cut() {
      up = false;
      for (const socket of open) socket.destroy();
    },
    restore() {
      up = true;
    },
    async stop() {
      for (const socket of open) socket.destroy();
      await new Promise((closed) => proxy.close(closed));
    },
  };
}
