import postgres from "postgres";
import { createTestDatabase } from "../db/test-database";
import { test as base, expect } from "./fixtures";
import { createPerson, openSession } from "./support/people";

const SECRET = "secret of the scheduler 0123456789";
const ATTENTION = { name: "Scheduled jobs need attention" };

/** A database for one test: no other server looks for its jobs. */
const test = base.extend<{ own: { url: string; db: postgres.Sql } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures a function needs.
  own: async ({}, use) => {
    const database = await createTestDatabase();
    const db = postgres(database.url, { max: 2, onnotice: () => {} });
    await use({ url: database.url, db });
    await db.end({ timeout: 5 });
    await database.drop();
  },
});

interface Answer {
  ran?: { job: string; outcome: string }[];
  code?: string;
}
const ask = (url: string, authorization?: string, method = "GET", headers: Record<string, string> = {}) =>
  fetch(url, { method, headers: { ...headers, ...(authorization && { authorization }) } });

test("on Vercel nothing runs by itself, and /api/cron runs what is due for its secret alone", async ({
  startInstance,
  own: { url: DATABASE_URL, db },
}) => {
  const { url } = await startInstance({ VERCEL: "1", CRON_SECRET: SECRET, DATABASE_URL });
  const cron = `${url}/api/cron`;
  await expect.poll(async () => (await db`SELECT FROM jobs`).length).toBeGreaterThan(5);
  const started = () => db`SELECT name FROM jobs WHERE started_at IS NOT NULL`;

  for (const [what, answer] of Object.entries({
    "no secret": await ask(cron),
    "a wrong one": await ask(cron, "Bearer wrong"),
    "a wrong one as long": await ask(cron, `Bearer ${SECRET.replace("0", "1")}`),
    "more than it": await ask(cron, `Bearer ${SECRET}0`),
    "the secret bare": await ask(cron, SECRET),
    "as a password": await ask(cron, `Basic ${btoa(`cron:${SECRET}`)}`),
    "in the query": await ask(`${cron}?${new URLSearchParams({ secret: SECRET, CRON_SECRET: SECRET })}`),
    "as a cookie": await ask(cron, undefined, "GET", { cookie: `CRON_SECRET=${encodeURIComponent(SECRET)}` }),
  })) {
    expect([what, answer.status, answer.headers.get("www-authenticate")]).toEqual([what, 401, "Bearer"]);
    expect((await answer.json()) as Answer).toMatchObject({ code: "cron_secret_incorrect" });
  }
  expect((await ask(cron, `Bearer ${SECRET}`, "POST")).status).toBe(403);
  expect((await ask(cron, `Bearer ${SECRET}`, "POST", { origin: url })).status).toBe(405);
  expect(await started()).toEqual([]);

  const answer = await ask(cron, `Bearer ${SECRET}`);
  expect(answer.status).toBe(200);
  const { ran = [] } = (await answer.json()) as Answer;
  const names = (await db<{ name: string }[]>`SELECT name FROM jobs ORDER BY name`).map(({ name }) => name);
  expect(ran.map(({ job }) => job).sort()).toEqual(names);
  expect(new Set(ran.map(({ outcome }) => outcome))).toEqual(new Set(["done"]));
  expect(await db`SELECT FROM jobs WHERE finished_at IS NULL OR leased_until IS NOT NULL`).toHaveLength(0);
  expect(await (await ask(cron, `Bearer ${SECRET}`)).json()).toEqual({ ran: [] });
});

test("a job that fails is a 500 to the scheduler and shows at /admin until it runs again", async ({
  startInstance,
  page,
  own: { url: DATABASE_URL, db },
}) => {
  const { url } = await startInstance({ VERCEL: "1", CRON_SECRET: SECRET, DATABASE_URL });
  const cron = () => ask(`${url}/api/cron`, `Bearer ${SECRET}`);
  const admin = await createPerson(db, { role: "admin" });
  await openSession({ db, url, context: page.context() }, admin);
  await page.goto(`${url}/admin`);
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await expect(page.getByRole("region", ATTENTION)).toHaveCount(0);

  await db`ALTER TABLE guesses RENAME TO guesses_elsewhere`;
  const failed = await cron();
  expect(failed.status).toBe(500);
  const { ran = [] } = (await failed.json()) as Answer;
  expect(ran.filter(({ outcome }) => outcome !== "done")).toEqual([{ job: "guesses", outcome: "failed" }]);
  await page.reload();
  const row = page.getByRole("region", ATTENTION).getByRole("listitem");
  await expect(row).toHaveCount(1);
  // Postgres: there is no such table.
  await expect(row).toContainText("42P01");

  await db`ALTER TABLE guesses_elsewhere RENAME TO guesses`;
  await db`UPDATE jobs SET due_at = now() WHERE name = 'guesses'`;
  expect((await cron()).status).toBe(200);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await expect(page.getByRole("region", ATTENTION)).toHaveCount(0);
});

test("without CRON_SECRET nobody may ask, and /admin says what is missing", async ({
  startInstance,
  page,
  own: { url: DATABASE_URL, db },
}) => {
  const { url } = await startInstance({ VERCEL: "1", CRON_SECRET: "", DATABASE_URL });
  for (const authorization of [undefined, "Bearer", "Bearer ", "Bearer undefined"]) {
    expect((await ask(`${url}/api/cron`, authorization)).status).toBe(401);
  }
  expect(await db`SELECT FROM jobs WHERE started_at IS NOT NULL`).toHaveLength(0);
  await openSession({ db, url, context: page.context() }, await createPerson(db, { role: "admin" }));
  await page.goto(`${url}/admin`);
  await expect(page.getByRole("region", ATTENTION)).toContainText("CRON_SECRET");
});

test("on a Node host a timer runs the jobs, and two servers run each one once", async ({
  startInstance,
  own: { url: DATABASE_URL, db },
}) => {
  await Promise.all([startInstance({ DATABASE_URL }), startInstance({ DATABASE_URL })]);
  await expect.poll(() => db`SELECT name FROM jobs WHERE finished_at IS NULL OR failures > 0`).toEqual([]);
  expect((await db`SELECT FROM jobs`).length).toBeGreaterThan(5);
});
