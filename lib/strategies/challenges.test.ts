import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { attempts, challenges, totpEnrolments } from "@/db/schema";
import { defaultSettings } from "@/lib/settings/schema";
import { beginTotpEnrolment } from "@/lib/users/authenticator";
import { noteChallenge } from "./ceremonies";
import { issueCode, spendCode } from "./codes";
import { issueLink, spendLink } from "./links";
import type { Context } from "./strategy";

async function open(): Promise<Context> {
  const now = new Date();
  const [attempt] = await db
    .insert(attempts)
    .values({
      tokenHash: randomUUID(),
      flow: "sign-in",
      identifierKind: "email",
      identifierValue: "somebody@example.test",
      createdAt: now,
      expiresAt: new Date(now.getTime() + 3_600_000),
    })
    .returning();
  if (!attempt) throw new Error("no attempt");
  const client = { ip: "203.0.113.7", userAgent: "" };
  return { now, settings: defaultSettings, client, attempt, knowsBrowser: async () => false };
}

it("[RC-05 EM-03] a secret is stored for as long as its strategy says", async () => {
  const context = await open();
  expect(await spendCode(context, "email-code", await issueCode(context, "email-code"))).toMatchObject({ ok: true });
  expect(await spendLink(context, await issueLink(context, "email-link"))).toMatchObject({ ok: true });
  await noteChallenge({ ...context, strategy: "passkey" }, "a challenge");
  const rows = await db.select().from(challenges).where(eq(challenges.attemptId, context.attempt.id));
  const minutes = rows.map(({ createdAt, expiresAt }) => (expiresAt.getTime() - createdAt.getTime()) / 60_000);
  expect(rows.map(({ createdAt }) => createdAt)).toEqual([context.now, context.now, context.now]);
  expect(minutes.sort()).toEqual([10, 10, 5]);
});

it("[RC-05] an attempt that another request voids at the same moment takes no secret, and nothing fails over it", async () => {
  const makers = {
    code: (context: Context) => issueCode(context, "email-code"),
    link: (context: Context) => issueLink(context, "email-link"),
    ceremony: (context: Context) => noteChallenge({ ...context, strategy: "passkey" }, "a challenge"),
    app: ({ attempt, now }: Context) => beginTotpEnrolment({ attemptId: attempt.id, userId: randomUUID() }, now),
  };
  for (const [what, make] of Object.entries(makers)) {
    const context = await open();
    const { id } = context.attempt;
    // Voided, and not yet committed, while the secret is being stored.
    const made = await db.transaction(async (tx) => {
      await tx.delete(attempts).where(eq(attempts.id, id));
      const making = make(context).then(
        () => "stored or not",
        (error: Error) => error.message,
      );
      await expect.poll(waiting, { timeout: 5000, interval: 10 }).toBe(true);
      return { making };
    });
    expect([what, await made.making]).toEqual([what, "stored or not"]);
    expect(await db.$count(challenges, eq(challenges.attemptId, id))).toBe(0);
    expect(await db.$count(totpEnrolments, eq(totpEnrolments.attemptId, id))).toBe(0);
  }
});

/** @returns whether a statement on this database waits for a lock. */
async function waiting(): Promise<boolean> {
  const [row] = await db.execute<{ waits: boolean }>(`SELECT EXISTS (
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock') AS waits`);
  return row?.waits ?? false;
}
