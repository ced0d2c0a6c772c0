import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres, { type Sql } from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { migrate } from "./migrate";
import { createTestDatabase, type TestDatabase } from "./test-database";

let database: TestDatabase;
let folder: string;
let sql: Sql;

beforeEach(async () => {
  database = await createTestDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql`drop schema public cascade`;
  await sql`drop schema drizzle cascade`;
  await sql`create schema public`;
  folder = mkdtempSync(path.join(tmpdir(), "migrations-"));
  writeMigrations("create table people (name text)", "insert into people values ('Ada')");
});

afterEach(async () => {
  await sql.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

function writeMigrations(...statements: string[]): void {
  const entries = statements.map((statement, idx) => {
    writeFileSync(path.join(folder, `${idx}.sql`), statement);
    return { idx, version: "7", when: 1000 + idx, tag: String(idx), breakpoints: true };
  });
  mkdirSync(path.join(folder, "meta"), { recursive: true });
  writeFileSync(
    path.join(folder, "meta/_journal.json"),
    JSON.stringify({ version: "7", dialect: "postgresql", entries }),
  );
}

const people = async () => (await sql`select name from people`).map(({ name }) => name);

test("[RC-10] processes that migrate at once apply each migration once", async () => {
  const program = `
    import { migrate } from ${JSON.stringify(new URL("migrate.ts", import.meta.url).href)};
    await migrate(${JSON.stringify(database.url)}, ${JSON.stringify(folder)});`;
  const start = () =>
    spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", program], { stdio: "inherit" });
  const ends = await Promise.all([start(), start(), start()].map((child) => once(child, "exit")));
  expect(ends.map(([code]) => code)).toEqual([0, 0, 0]);
  expect(await people()).toEqual(["Ada"]);
});

test("[RC-10] two calls in one process apply each migration once, and later ones only what is new", async () => {
  await Promise.all([migrate(database.url, folder), migrate(database.url, folder)]);
  expect(await people()).toEqual(["Ada"]);
  writeMigrations(
    "create table people (name text)",
    "insert into people values ('Ada')",
    "insert into people values ('Grace')",
  );
  await migrate(database.url, folder);
  expect(await people()).toEqual(["Ada", "Grace"]);
});

test("[RC-10] where nothing is pending it needs no lock and no rights beyond reading", async () => {
  await migrate(database.url, folder);
  const role = `reader_${Date.now()}`;
  await sql`create role ${sql(role)} login password 'reads' nosuperuser`;
  await sql`grant usage on schema drizzle to ${sql(role)}`;
  await sql`grant select on drizzle.__drizzle_migrations to ${sql(role)}`;
  const asReader = Object.assign(new URL(database.url), { username: role, password: "reads" });
  try {
    await expect(migrate(asReader.href, folder)).resolves.toBeUndefined();
  } finally {
    await sql`drop owned by ${sql(role)}`;
    await sql`drop role ${sql(role)}`;
  }
});

test("[RC-10] a migration that fails leaves nothing of the pending ones behind", async () => {
  writeMigrations("create table people (name text)", "insert into nowhere values (1)");
  await expect(migrate(database.url, folder)).rejects.toThrow();
  expect(await sql`select from pg_tables where tablename = 'people'`).toHaveLength(0);
});

/** The migrations of the product up to the one before this. */
function copyMigrationsBefore(tag: string): void {
  const product = path.join(import.meta.dirname, "migrations");
  const journal = JSON.parse(readFileSync(path.join(product, "meta/_journal.json"), "utf8"));
  const index = journal.entries.findIndex((entry: { tag: string }) => entry.tag.endsWith(`_${tag}`));
  const entries = journal.entries.slice(0, index);
  for (const { tag: name } of entries) {
    copyFileSync(path.join(product, `${name}.sql`), path.join(folder, `${name}.sql`));
  }
  writeFileSync(path.join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries }));
}

test("[RL-01] who was locked without end before the upgrade is not locked after it", async () => {
  copyMigrationsBefore("locks");
  await migrate(database.url, folder);
  const until = "9999-12-31T00:00:00Z";
  for (const subject of ["user:00000000-0000-4000-8000-000000000001", "identifier:abc"]) {
    await sql`
      INSERT INTO lockouts (subject, failures, locked_until, updated_at) VALUES (${subject}, 100, ${until}, now())`;
  }
  await migrate(database.url, path.join(import.meta.dirname, "migrations"));
  expect(await sql`SELECT subject FROM lockouts`).toHaveLength(0);
});
