import { startFaultProxy } from "../peers/fault-proxy";

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
  const line = await startFaultProxy(databaseUrl);
  return {
    url: line.url,
    cut() {
      void line.meet("closed");
      line.breakOff();
    },
    restore: () => void line.meet("through"),
    stop: () => line.stop(),
  };
}
