import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readAccess } from "./postgres/cluster";
import { openSession, type Session } from "./postgres/session";
import { dataDirectory, type Keeper, spawnKeeper } from "./postgres/spawn-keeper";

export interface LocalPostgres {
  /** Address of the database `app`. */
  url: string;
  /** Ends this use of the server. */
  release(): Promise<void>;
}

interface Place {
  dataDir: string;
  /** How long the server runs on after its last user. */
  idleMs: number;
}

const DATA_DIR = fileURLToPath(new URL("../.data/postgres", import.meta.url));
const START_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 30;

/**
 * Starts the Postgres of development and tests, or attaches to it if it runs already. It runs for as long as a process
 * uses it: until `release()` or the end of that process, however it ends. If the server dies it is started again, on the
 * same port if that is still free.
 * @throws when it cannot start, with the end of its log and what to do.
 */
export async function startLocalPostgres(options: Partial<Place> = {}): Promise<LocalPostgres> {
  const { dataDir = DATA_DIR, idleMs = 10_000 } = options;
  const place = { dataDir: await explained(dataDir, () => dataDirectory(dataDir)), idleMs };
  let released = false;
  let session: Session | undefined;

  async function attachAgain(): Promise<void> {
    session = undefined;
    // Without a cluster somebody has deleted the directory, and wants no new one.
    if (released || !readAccess(place.dataDir)) return;
    session = await attach(place, onEnd);
    session.unref();
    if (released) await session.close();
  }
  // Whoever queries the database next learns why it is gone.
  const onEnd = () => void attachAgain().catch(() => {});

  const { url } = await explained(dataDir, async () => {
    session = await attach(place, onEnd);
    await createAppDatabase(session);
    session.unref();
    return { url: session.url("app") };
  });
  return {
    url,
    async release() {
      released = true;
      await session?.close();
    },
  };
}

/** @returns a session that counts as a use of the server, once there is one. @throws when it does not start. */
async function attach({ dataDir, idleMs }: Place, onEnd: () => void): Promise<Session> {
  const deadline = Date.now() + START_WITHIN_MS;
  let keeper: Keeper | undefined;
  for (;;) {
    const session = await openSession(dataDir, "user of the local Postgres", onEnd);
    if (session && (await session.use())) {
      if (!keeper?.runs() && !(await session.isKept())) spawnKeeper(dataDir, idleMs);
      return session;
    }
    await session?.close();
    if (keeper?.failed() || Date.now() > deadline) throw new Error(keeper?.log() || "It does not answer.");
    if (!keeper?.runs()) keeper = spawnKeeper(dataDir, idleMs);
    await sleep(LOOK_EVERY_MS);
  }
}

async function createAppDatabase({ sql }: Session): Promise<void> {
  const [found] = await sql`select from pg_database where datname = 'app'`;
  if (found) return;
  await sql`create database app`.catch((error: { code?: string }) => {
    const madeMeanwhile = ["42P04", "23505"].includes(error.code ?? "");
    if (!madeMeanwhile) throw error;
  });
}

async function explained<T>(dataDir: string, start: () => T | Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    throw new Error(
      `The local Postgres in ${dataDir} cannot start.\n\n${error instanceof Error ? error.message : error}\n\n` +
        "Set DATABASE_URL to use a Postgres of your own, or, if its data may go, delete that directory to begin anew.",
    );
  }
}
