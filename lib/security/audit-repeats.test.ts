import { randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { auditEvents, auditRepeats } from "@/db/schema";
import type { AuditEvent } from "./audit";
import { auditRepeatable, closeAuditRepeats } from "./audit-repeats";

const BEGAN = new Date("2031-05-01T12:00:00Z");
const minutesOn = (minutes: number) => new Date(BEGAN.getTime() + minutes * 60_000);
const client = { ip: "203.0.113.7", userAgent: "curl/8" };

let actorId: string;
beforeEach(() => {
  actorId = randomUUID();
});
const denied = (now: Date, more: Partial<AuditEvent> = {}) =>
  auditRepeatable(db, { type: "authorisation.denied", result: "failure", actorId, client, now, ...more });
const close = (now: Date) => db.transaction((tx) => closeAuditRepeats(tx, now));
const atOnce = (times: number, now: Date) => Promise.all(Array.from({ length: times }, () => denied(now)));
/** What the log says of the actor: the times, and how many each row stands for. */
async function logged(type = "authorisation.denied") {
  const rows = await db.select().from(auditEvents).where(eq(auditEvents.actorId, actorId)).orderBy(asc(auditEvents.id));
  return rows.filter((row) => row.type === type).map(({ at, data }) => ({ at, count: data?.count ?? 1 }));
}

describe("[LG-01 LG-04] an event that can be caused at will", () => {
  it("is in the log once at the first, and once with the count when its hour is over", async () => {
    for (const minute of [0, 1, 30, 59]) await denied(minutesOn(minute));
    expect(await logged()).toEqual([{ at: BEGAN, count: 1 }]);
    await close(minutesOn(59));
    expect(await logged()).toHaveLength(1);
    await close(minutesOn(60));
    await close(minutesOn(61));
    expect(await logged()).toEqual([
      { at: BEGAN, count: 1 },
      { at: minutesOn(60), count: 3 },
    ]);
    const [, closing] = await db.select().from(auditEvents).where(eq(auditEvents.actorId, actorId));
    expect(closing).toMatchObject({ type: "authorisation.denied", result: "failure", subjectId: actorId, ...client });
    expect(closing?.data).toEqual({ count: 3, since: BEGAN.toISOString() });
  });

  it("needs no housekeeping: the next one after the hour writes the count and begins anew", async () => {
    await denied(BEGAN);
    await denied(minutesOn(10));
    await denied(minutesOn(75));
    expect(await logged()).toEqual([
      { at: BEGAN, count: 1 },
      { at: minutesOn(75), count: 1 },
      { at: minutesOn(75), count: 1 },
    ]);
    await denied(minutesOn(80));
    await close(minutesOn(136));
    expect((await logged()).slice(3)).toEqual([{ at: minutesOn(136), count: 1 }]);
  });

  it("that happened once has one row", async () => {
    await denied(BEGAN);
    await close(minutesOn(61));
    expect(await logged()).toEqual([{ at: BEGAN, count: 1 }]);
    expect(await db.$count(auditRepeats)).toBe(0);
  });

  it("50 times at once is one first row and one count, and no occurrence is lost", async () => {
    await atOnce(50, BEGAN);
    expect(await logged()).toEqual([{ at: BEGAN, count: 1 }]);
    // Fifty at the end of the hour, and two instances that tidy up meanwhile.
    const end = minutesOn(60);
    await Promise.all([close(end), atOnce(50, end), close(end)]);
    const counts = (await logged()).map(({ count }) => count);
    expect([...counts].sort()).toEqual([1, 1, 49]);
    await close(minutesOn(121));
    expect((await logged()).map(({ count }) => Number(count)).sort((a, b) => a - b)).toEqual([1, 1, 49, 49]);
  });

  it("is told from another person's, another kind's and another fact's", async () => {
    await denied(BEGAN);
    await denied(BEGAN, { actorId: randomUUID() });
    await denied(BEGAN, { type: "password.check-failed" });
    for (const code of ["sso_refused", "sso_cancelled", "sso_refused"]) await denied(BEGAN, { data: { code } });
    expect(await logged("password.check-failed")).toHaveLength(1);
    expect(await logged()).toHaveLength(3);
  });

  it("is somebody's from any address, and of nobody known one network's: a /48 is one", async () => {
    for (const ip of ["198.51.100.1", "198.51.100.2"]) await denied(BEGAN, { client: { ...client, ip } });
    expect(await logged()).toHaveLength(1);
    const data = { connection: randomUUID() };
    const addresses = ["198.51.100.1", "198.51.100.2", "2001:db8:7:1::1", "2001:db8:7:2::1", "2001:db8:8:1::1"];
    for (const ip of addresses) await denied(BEGAN, { actorId: null, data, client: { ...client, ip } });
    const rows = await db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.type, "authorisation.denied"))
      .orderBy(auditEvents.id);
    const ips = rows.filter((row) => row.data?.connection === data.connection).map(({ ip }) => ip);
    expect(ips).toEqual(addresses.filter((ip) => ip !== "2001:db8:7:2::1"));
  });

  it("is not counted where the change it belongs to is undone", async () => {
    const undone = db.transaction(async (tx) => {
      await auditRepeatable(tx, { type: "authorisation.denied", actorId, client, now: BEGAN });
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    expect(await logged()).toEqual([]);
    await denied(BEGAN);
    expect(await logged()).toHaveLength(1);
  });
});
