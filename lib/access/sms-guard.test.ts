import { randomUUID } from "node:crypto";
import { eq, like } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { rateLimits, smsSends } from "@/db/schema";
import { checkCountry } from "./sms-countries";
import { markSmsVerified, purgeSmsSends, releaseSms } from "./sms-guard";
import { allAtOnce, anyNumber, claim, code, forgetAll, later, newEvents, now, sent, settingsWith } from "./test-sms";

beforeEach(forgetAll);

describe("[P10 SM-01] the country of the parsed number", () => {
  it.each([
    ["+12133734253", ["US"], "ok"],
    ["+14165550132", ["US"], "Canada"],
    ["+18765550132", ["US", "CA"], "Jamaica"],
    ["+77012345678", ["RU"], "Kazakhstan"],
    ["+447781123456", ["GB"], "Guernsey"],
    ["+12133734253", [], "United States"],
    ["+18005550132", ["US"], "unknown"],
    ["nonsense", ["US"], "unknown"],
  ])("%s with %j on: %s", async (to, enabled, expected) => {
    const settings = settingsWith({}, enabled);
    const result = checkCountry(to, settings);
    const refusal = { code: "country_not_allowed", details: { country: expected } };
    expect(result).toMatchObject(expected === "ok" ? { ok: true, data: "US" } : { ok: false, error: refusal });
    for (const purpose of ["code", "notice"] as const) {
      expect((await claim({ to, settings, purpose })).ok).toBe(expected === "ok");
    }
    expect(await db.$count(smsSends)).toBe(expected === "ok" ? 2 : 0);
    expect((await db.$count(rateLimits)) > 0).toBe(expected === "ok");
  });
});

describe("[SM-03] of 200 at once, exactly as many as the cap pass", () => {
  const refused = ["too_many_requests"];

  it("one code to a number in 30 seconds", async () => {
    const to = anyNumber();
    expect(await allAtOnce(() => ({ to }))).toEqual({ passed: 1, refused });
    const again = await claim({ to });
    expect(code(again)).toBe("too_many_requests");
    const wait = again.ok ? 0 : (again.error.retryAt?.getTime() ?? 0) - Date.now();
    expect(wait).toBeGreaterThan(20_000);
    expect(wait).toBeLessThanOrEqual(30_000);
  });

  it("five to a number in an hour: two for each network of strangers, three for all of them, two kept for its owner", async () => {
    const to = anyNumber();
    const askFrom = async (ip: string) => {
      await db.delete(rateLimits).where(like(rateLimits.key, "sms:pause:%"));
      return code(await claim({ to, ip }));
    };
    expect([await askFrom("192.0.2.1"), await askFrom("192.0.2.1"), await askFrom("192.0.2.1")]).toEqual([
      "ok",
      "ok",
      "too_many_requests",
    ]);
    expect([await askFrom("192.0.2.2"), await askFrom("192.0.2.3")]).toEqual(["ok", "too_many_requests"]);
    expect(await allAtOnce(() => ({ to, isKnown: true, purpose: "notice" }), 3)).toEqual({ passed: 2, refused });
  });

  it("five to a number in an hour, all of them for whom its account knows, however many ask at once", async () => {
    const to = anyNumber();
    expect(await allAtOnce(() => ({ to, isKnown: true, purpose: "notice" }))).toEqual({ passed: 5, refused });
    expect(code(await claim({ to }))).toBe("too_many_requests");
  });

  it("[B31] a pause that strangers keep up is none for whom the account knows", async () => {
    const to = anyNumber();
    expect(code(await claim({ to }))).toBe("ok");
    expect(code(await claim({ to, ip: "192.0.2.9" }))).toBe("too_many_requests");
    expect(await allAtOnce(() => ({ to, isKnown: true }), 1)).toEqual({ passed: 1, refused });
  });

  it("[B31] strangers who use up a person's cap, or their neighbors', leave that of whom the account knows", async () => {
    const [userId, prefix] = [randomUUID(), anyNumber().slice(0, -2)];
    expect((await allAtOnce(() => ({ userId }))).passed).toBe(10);
    expect(code(await claim({ userId, isKnown: true }))).toBe("ok");
    let last = 0;
    for (let asked = 0; asked < 12; asked++) await claim({ to: `${prefix}${String(last++).padStart(2, "0")}` });
    expect(code(await claim({ to: `${prefix}99` }))).toBe("too_many_requests");
    expect(code(await claim({ to: `${prefix}99`, isKnown: true }))).toBe("ok");
  });

  it("ten to numbers of one person in an hour", async () => {
    const userId = randomUUID();
    expect(await allAtOnce(() => ({ userId }))).toEqual({ passed: 10, refused });
    expect(code(await claim({ userId }))).toBe("too_many_requests");
  });

  it("ten codes asked for by one network in an hour; notices are not the client's doing", async () => {
    let host = 0;
    expect(await allAtOnce(() => ({ ip: `2001:db8:1:2::${(host++).toString(16)}` }))).toEqual({ passed: 10, refused });
    expect(code(await claim({ ip: "2001:db8:1:2::ffff", purpose: "notice" }))).toBe("ok");
    expect(code(await claim({ ip: "2001:db8:1:3::1" }))).toBe("ok");
  });

  it("ten to neighbouring numbers in an hour, +…00 to +…99, whatever session and address they come from", async () => {
    const prefix = anyNumber().slice(0, -2);
    let last = 0;
    const neighbour = () => ({ to: `${prefix}${String(last++ % 100).padStart(2, "0")}` });
    expect(await allAtOnce(neighbour)).toEqual({ passed: 10, refused });
  });

  it("as many to one country in a day as the settings say, then an alarm, once", async () => {
    const told = await newEvents("sms.ceiling");
    const settings = settingsWith({ perCountryDaily: 23 }, ["US", "DE"]);
    expect(await allAtOnce(() => ({ settings }))).toEqual({ passed: 23, refused });
    expect(await told()).toMatchObject([{ actorId: null, data: { country: "US", ceiling: 23 } }]);
    expect(code(await claim({ settings, to: "+4915123456789" }))).toBe("ok");
    // A new ceiling holds for what was counted under the old one.
    expect(code(await claim({ settings: settingsWith({ perCountryDaily: 10_000 }) }))).toBe("ok");
    expect(code(await claim({ settings: settingsWith({ perCountryDaily: 5 }) }))).toBe("too_many_requests");
  });

  it("as many in a day in all, then an alarm, once", async () => {
    const told = await newEvents("sms.ceiling");
    const settings = settingsWith({ perDay: 31 }, ["US", "DE", "FR"]);
    const numbers = ["+4915123456789", "+33612345678"];
    expect(await allAtOnce(() => ({ settings, to: numbers.pop() ?? anyNumber() }))).toEqual({ passed: 31, refused });
    expect(await told()).toMatchObject([{ data: { ceiling: 31 } }]);
    expect(Object.keys((await told())[0]?.data ?? {})).toEqual(["ceiling"]);
    // What was refused for all is not counted against the country.
    const raised = settingsWith({ perDay: 10_000, perCountryDaily: 32 });
    expect(code(await claim({ settings: raised }))).toBe("ok");
  });
});

describe("[B07] what becomes of a message", () => {
  it("an entered code counts for every message of its attempt to that number, and for no other", async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    const [to, elsewhere] = [anyNumber(), anyNumber()];
    for (const [attemptId, number] of [
      [mine, to],
      [mine, elsewhere],
      [other, to],
    ] as const) {
      await db.delete(rateLimits);
      expect(code(await claim({ attemptId, to: number }))).toBe("ok");
    }
    await db.delete(rateLimits);
    expect(code(await claim({ attemptId: mine, to, now: later(1) }))).toBe("ok");
    await markSmsVerified(db, { attemptId: mine, to, now: later(2) });
    const rows = await db
      .select()
      .from(smsSends)
      .where(eq(smsSends.verifiedAt, later(2)));
    expect(rows.map(({ attemptId }) => attemptId)).toEqual([mine, mine]);
    expect(JSON.stringify(await db.select().from(smsSends))).not.toContain(to.slice(1));
  });

  it("a message that could not be sent does not count, and need not wait", async () => {
    const to = anyNumber();
    const ip = "192.0.2.7";
    for (let more = 0; more < 10; more++) {
      const claimed = await claim({ to, ip });
      if (!claimed.ok) throw new Error(`refused at ${more}`);
      await releaseSms({ to, now }, claimed.data);
      expect(await db.$count(smsSends)).toBe(0);
    }
    expect(code(await claim({ to })), "the caps keep what a time-out may have sent").toBe("too_many_requests");
    expect(code(await claim({ to, isKnown: true }))).toBe("ok");
  });

  it("[DA-04] it is forgotten after thirty days", async () => {
    await sent(1, { minutesAgo: 30 * 24 * 60 + 1 });
    await sent(1, { minutesAgo: 30 * 24 * 60 - 1 });
    expect(await purgeSmsSends(db, now)).toBe(true);
    expect(await db.$count(smsSends)).toBe(1);
  });
});
