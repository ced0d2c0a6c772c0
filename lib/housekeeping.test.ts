import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { attempts, challenges, rateLimits, sessions } from "@/db/schema";
import { startSignIn, verifySignIn } from "./flows/sign-in";
import { createPerson, TestBrowser } from "./flows/test-visit";
import { purgeExpired } from "./housekeeping";

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

  await purgeExpired(browser.now);
  expect(await left()).toEqual({ sessions: 1, attempts: 2, codes: true, counters: true });
  await purgeExpired(new Date(browser.now.getTime() + 31 * 86_400_000));
  expect(await left()).toEqual({ sessions: 0, attempts: 0, codes: false, counters: false });
});
