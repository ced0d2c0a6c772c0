import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import postgres, { type Sql } from "postgres";
import { startLocalPostgres } from "./local";
import { migrate } from "./migrate";

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
/** The lock under which the template is made and what killed test runs left behind is removed. */
const PREPARING = 5_140_004;
const LEFT_BEHIND_AFTER_MS = 60 * 60 * 1000;

interface Prepared {
  serverUrl: string;
  template: string;
}

let prepared: Promise<Prepared> | undefined;

/**
 * @returns a new, migrated, empty database on the local server, or on that of TEST_DATABASE_URL. The local server runs until
 * this process ends. @throws when the server cannot start or a migration fails.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  prepared ??= prepare();
  const { serverUrl, template } = await prepared;
  const name = `test_${Date.now()}_${randomBytes(4).toString("hex")}`;
  await withServer(serverUrl, (sql) => sql`create database ${sql(name)} template ${sql(template)}`);
  return {
    url: databaseUrl(serverUrl, name),
    async drop() {
      await withServer(serverUrl, (sql) => sql`drop database if exists ${sql(name)} with (force)`);
    },
  };
}

/** Makes the template unless a process before us did: its name tells which migrations it has. */
async function prepare(): Promise<Prepared> {
  const given = process.env.TEST_DATABASE_URL;
  const serverUrl = given || (await startLocalPostgres()).url;
  const template = `template_${migrationsHash()}`;
  await withServer(serverUrl, async (sql) => {
    await sql`select pg_advisory_lock(${PREPARING})`;
    if (!given) await dropLeftBehind(sql, template);
    const [found] = await sql`select from pg_database where datname = ${template}`;
    if (found) return;
    // Renamed when complete: a run killed half-way leaves no half template.
    const draft = `${template}_draft`;
    await sql`drop database if exists ${sql(draft)} with (force)`;
    await sql`create database ${sql(draft)}`;
    await migrate(databaseUrl(serverUrl, draft), MIGRATIONS);
    await sql`alter database ${sql(draft)} rename to ${sql(template)}`;
  });
  return { serverUrl, template };
}

/** Only on our own server: other checkouts may use the templates of a given one. */
async function dropLeftBehind(sql: Sql, template: string): Promise<void> {
  const unused = await sql<{ name: string }[]>`
    select datname as name from pg_database d
    where datname ~ '^(test_[0-9]+_|template_[0-9a-f]{16})' and datname <> ${template}
      and not exists (select from pg_stat_activity where datid = d.oid)`;
  for (const { name } of unused) {
    const madeAt = Number(name.match(/^test_(\d+)_/)?.[1] ?? 0);
    if (Date.now() - madeAt > LEFT_BEHIND_AFTER_MS) await sql`drop database if exists ${sql(name)}`;
  }
}

function migrationsHash(): string {
  const hash = createHash("sha256");
  for (const file of (readdirSync(MIGRATIONS, { recursive: true }) as string[]).sort()) {
    if (/\.sql$|_journal\.json$/.test(file)) hash.update(file).update(readFileSync(path.join(MIGRATIONS, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

async function withServer<T>(url: string, work: (sql: Sql) => PromiseLike<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
