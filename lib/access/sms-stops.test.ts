import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { smsSends, smsStops } from "@/db/schema";
import { resumeCountry } from "./sms-guard";
import { claim, code, forgetAll, later, newEvents, now, sent, settingsWith } from "./test-sms";

beforeEach(forgetAll);

describe("[B07] a country whose codes nobody enters", () => {
  const settings = settingsWith({ unverifiedPercent: 80, unverifiedSample: 30 });

  it.each([
    ["too few to tell", 29, 0, "ok"],
    ["exactly the share that is allowed", 30, 6, "ok"],
    ["one more", 30, 5, "sms_stopped"],
    ["none entered", 30, 0, "sms_stopped"],
    ["all entered", 30, 30, "ok"],
  ])("%s: %i sent, %i entered: %s", async (_what, count, verified, expected) => {
    await sent(count, { verified });
    expect(code(await claim({ settings }))).toBe(expected);
  });

  it("is not judged by codes that may still be entered, notices, another day or another country", async () => {
    await sent(29);
    await sent(100, { minutesAgo: 9 });
    await sent(100, { minutesAgo: 24 * 60 + 1 });
    await sent(100, { country: "DE" });
    await sent(100, { purpose: "notice" });
    expect(code(await claim({ settings }))).toBe("ok");
    // A minute on, those of nine minutes ago are ten minutes old.
    expect(code(await claim({ settings, now: later(1) }))).toBe("sms_stopped");
  });

  it("stops with the first claim of 200 at once, with one event, and stays stopped, by name", async () => {
    const stopped = await newEvents("sms.stopped");
    await sent(40, { verified: 4 });
    const results = await Promise.all(Array.from({ length: 200 }, () => claim({ settings })));
    expect([...new Set(results.map(code))]).toEqual(["sms_stopped"]);
    expect(results[0]).toMatchObject({ error: { details: { country: "United States" } } });
    expect(await db.$count(smsSends)).toBe(40);
    expect(await stopped()).toMatchObject([{ data: { country: "US", sent: 40, unverified: 36, percent: 80 } }]);

    await db.delete(smsSends);
    expect(code(await claim({ settings, now: later(60 * 24 * 7), purpose: "notice" }))).toBe("sms_stopped");
    expect(await stopped()).toHaveLength(1);
  });

  it("goes on after an admin resumes it, until it happens again", async () => {
    await sent(30);
    expect(code(await claim({ settings }))).toBe("sms_stopped");
    expect(await resumeCountry(db, "US", now)).toBe(true);
    expect(await resumeCountry(db, "US", now)).toBe(false);
    expect(await resumeCountry(db, "DE", now)).toBe(false);
    expect(code(await claim({ settings, now: later(1) }))).toBe("ok");
    await sent(30, { minutesAgo: -1 });
    expect(code(await claim({ settings, now: later(10) }))).toBe("ok");
    expect(code(await claim({ settings, now: later(11) }))).toBe("sms_stopped");
  });

  it("is not stopped again by who counted before it was resumed", async () => {
    const stopped = await newEvents("sms.stopped");
    await sent(30);
    await db.insert(smsStops).values({ country: "US" });
    const somebodyWaits = async () => {
      const waiting = await db.execute(sql`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
      expect(waiting.length).toBeGreaterThan(0);
    };
    const { result } = await db.transaction(async (tx) => {
      await tx.update(smsStops).set({ resumedAt: now });
      const asking = { result: claim({ settings }) };
      await vi.waitFor(somebodyWaits, { interval: 10, timeout: 10_000 });
      return asking;
    });
    expect(code(await result)).toBe("sms_stopped");
    expect(await stopped()).toEqual([]);
    expect(code(await claim({ settings, now: later(1) }))).toBe("ok");
  });
});
