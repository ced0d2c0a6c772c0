import "server-only";
import { desc, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { outbox } from "@/db/schema";
import type { Sender } from "./sender";

const KEPT = 200;
const SHOWN = 50;

export type OutboxMessage = typeof outbox.$inferSelect;

/**
 * Keeps a message for /dev/inbox instead of sending it, and drops all but the newest 200.
 * @throws when the database cannot be reached.
 */
export async function putInOutbox(message: Omit<typeof outbox.$inferInsert, "id" | "createdAt">): Promise<void> {
  await db.insert(outbox).values({ ...message, createdAt: new Date() });
  const older = db.select({ id: outbox.id }).from(outbox).orderBy(desc(outbox.createdAt)).offset(KEPT);
  await db.delete(outbox).where(inArray(outbox.id, older));
}

/** Sends nothing: the mail waits in /dev/inbox. */
export const sendToOutbox: Sender = ({ to, subject, html, text }) =>
  putInOutbox({ channel: "email", to, subject, html, text });

/** @returns the newest 50 messages, newest first. */
export async function listOutbox(): Promise<OutboxMessage[]> {
  return db.select().from(outbox).orderBy(desc(outbox.createdAt)).limit(SHOWN);
}
