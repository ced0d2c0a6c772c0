import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { attempts, challenges, jobs, rateLimits, sessions, smsSends } from "@/db/schema";
import { startSignIn, verifySignIn } from "@/lib/flows/sign-in";
import { createPerson, TestBrowser } from "@/lib/flows/test-visit";
import { registry } from "./registry";
import { runDueJobs } from "./runner";

beforeEach(() => db.delete(jobs).then(() => {}));
const everyJob = registry.map(({ name }) => ({ job: name, outcome: "done" }));

it("[DA-04] what has had its time is deleted: sessions, journeys with their codes, counters; the rest stays", async () => {
  const person = await createPerson();
  const browser = new TestBrowser();
  await startSignIn(browser.visit(), { identifier: person.email });
  await verifySignIn(browser.visit(), "password", { password: person.password });
  browser.set("signIn", { preferred: "code" });
  await startSignIn(browser.visit(), { identifier: person.email });
  const left = async () => ({
    sessions: (await db.select().from(sessions).where(eq(sessions.userId, person.userId))).length,
    attempts: (await db.select().from(attempts).where(eq(attempts.userId, person.userId))).length,
    codes: (await db.select().from(challenges)).length > 0,
    counters: (await db.select().from(rateLimits)).length > 0,
  });

  expect(await runDueJobs(() => browser.now)).toEqual(expect.arrayContaining(everyJob));
  expect(await left()).toEqual({ sessions: 1, attempts: 2, codes: true, counters: true });
  const later = new Date(browser.now.getTime() + 31 * 86_400_000);
  expect(await runDueJobs(() => later)).toEqual(expect.arrayContaining(everyJob));
  expect(await left()).toEqual({ sessions: 0, attempts: 0, codes: false, counters: false });
});

describe("[DA-04] a table with very many rows", () => {
  const NOW = new Date("2031-05-01T12:00:00Z");
  const OLD = new Date("2031-01-01T12:00:00Z");
  const job = registry.filter(({ name }) => name === "sms-sends");
  const row = { country: "DE", numberHash: "x", purpose: "code" as const };
  afterEach(() => db.delete(smsSends).then(() => {}));

  it("is emptied of old rows in short statements; new rows and rows being changed stay", async () => {
    await db.execute(sql`
      INSERT INTO sms_sends (country, number_hash, purpose, sent_at)
      SELECT 'DE', 'x', 'code', ${OLD.toISOString()}::timestamptz FROM generate_series(1, 2500)`);
    await db.insert(smsSends).values({ ...row, sentAt: NOW });
    const steps: number[] = [];
    const counted = job.map((one) => ({
      ...one,
      step: async (...[tx, now]: Parameters<typeof one.step>) => {
        const before = await tx.$count(smsSends);
        const done = await one.step(tx, now);
        steps.push(before - (await tx.$count(smsSends)));
        return done;
      },
    }));
    await db.transaction(async (tx) => {
      await tx.execute(sql`SELECT FROM sms_sends WHERE sent_at < ${NOW.toISOString()}::timestamptz LIMIT 1 FOR UPDATE`);
      expect(await runDueJobs(() => NOW, undefined, counted)).toEqual([{ job: "sms-sends", outcome: "done" }]);
    });
    expect(steps).toEqual([1000, 1000, 499]);
    expect(await db.$count(smsSends)).toBe(2);
  });
});
