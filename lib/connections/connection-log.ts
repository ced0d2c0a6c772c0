import "server-only";
import { randomUUID } from "node:crypto";
import { and, desc, eq, notInArray } from "drizzle-orm";
import { db } from "@/db/client";
import { connectionAttempts, enterpriseConnections } from "@/db/schema";
import type { ErrorCode } from "@/lib/errors";
import { maskAddresses, maskAnswer } from "./masked";

/** How many of each kind are kept, tests and real ones: a stranger who posts nonsense pushes out no test. */
const KEPT = 20;
const FOUND_LENGTH = 500;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface ConnectionCheck {
  id: string;
  state: "passed" | "failed" | "skipped";
  /** What was there instead. */
  found?: string;
}

export interface ConnectionAttempt {
  connectionId: string;
  isTest: boolean;
  /** Null when it went well. */
  problem: ErrorCode | null;
  checks: ConnectionCheck[];
  /** Claims or assertion as they came; what is personal rests masked. */
  decoded: Record<string, unknown> | null;
}

/** Writes down how an answer of a connection's provider fared, and forgets the ones past keeping. @returns its id. */
export async function recordConnectionAttempt(attempt: ConnectionAttempt, now: Date): Promise<string> {
  const id = randomUUID();
  const { connectionId, isTest, problem } = attempt;
  const checks = attempt.checks.map(({ found, ...check }) => ({
    ...check,
    ...(found && { found: maskAddresses(found, FOUND_LENGTH) }),
  }));
  const decoded = maskAnswer(attempt.decoded ?? {});
  await db.transaction(async (tx) => {
    // It may have been deleted since its provider was asked.
    const own = tx.select({ id: enterpriseConnections.id }).from(enterpriseConnections);
    const [known] = await own.where(eq(enterpriseConnections.id, connectionId)).for("key share");
    if (!known) return;
    await tx.insert(connectionAttempts).values({ id, connectionId, at: now, isTest, problem, checks, decoded });
    const kind = and(eq(connectionAttempts.connectionId, connectionId), eq(connectionAttempts.isTest, isTest));
    const newest = tx
      .select({ id: connectionAttempts.id })
      .from(connectionAttempts)
      .where(kind)
      .orderBy(desc(connectionAttempts.at), desc(connectionAttempts.id))
      .limit(KEPT);
    await tx.delete(connectionAttempts).where(and(kind, notInArray(connectionAttempts.id, newest)));
  });
  return id;
}

/** An answer came before it was known that an admin's test had asked for it. @param id anything. */
export async function markAsTest(connectionId: string, id: string | null): Promise<void> {
  if (!UUID.test(id ?? "")) return;
  const own = and(eq(connectionAttempts.connectionId, connectionId), eq(connectionAttempts.id, id ?? ""));
  await db.update(connectionAttempts).set({ isTest: true }).where(own);
}

/** @returns the last attempts of a connection, newest first. */
export const listConnectionAttempts = (connectionId: string) =>
  db
    .select()
    .from(connectionAttempts)
    .where(eq(connectionAttempts.connectionId, connectionId))
    .orderBy(desc(connectionAttempts.at), desc(connectionAttempts.id))
    .limit(2 * KEPT);
