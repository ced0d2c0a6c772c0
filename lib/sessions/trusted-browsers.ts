import "server-only";
import { and, desc, eq, gt, isNotNull, ne } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { devices } from "@/db/schema";
import { hashToken } from "@/lib/security/keys";
import { describeAgent } from "./devices";

/** @returns whether no second factor is asked of this person in the browser with this device token, for now. */
export async function isTrusted(tx: Executor, userId: string, token: string | undefined, now: Date): Promise<boolean> {
  if (!token) return false;
  const [row] = await tx
    .select({ id: devices.id })
    .from(devices)
    .where(and(eq(devices.userId, userId), eq(devices.tokenHash, hashToken(token)), gt(devices.trustedUntil, now)));
  return row !== undefined;
}

/** Asks for no second factor on this device until then. */
export async function trustDevice(tx: Executor, deviceId: string, until: Date): Promise<void> {
  await tx.update(devices).set({ trustedUntil: until }).where(eq(devices.id, deviceId));
}

/** @returns the browsers a person is not asked for a second factor on, newest visit first: never a token or its hash. */
export async function listTrustedBrowsers(userId: string, now = new Date()) {
  const rows = await db
    .select({ id: devices.id, ip: devices.ip, userAgent: devices.userAgent, trustedUntil: devices.trustedUntil })
    .from(devices)
    .where(and(eq(devices.userId, userId), gt(devices.trustedUntil, now)))
    .orderBy(desc(devices.lastSeenAt));
  return rows.map(({ userAgent, trustedUntil, ...row }) => ({
    ...row,
    ...describeAgent(userAgent),
    trustedUntil: trustedUntil ?? now,
  }));
}

/** From now on a second factor is asked for on this browser again. @returns false when it is not theirs (AZ-03). */
export async function distrustDevice(tx: Executor, userId: string, id: string): Promise<boolean> {
  const gone = await tx
    .update(devices)
    .set({ trustedUntil: null })
    .where(and(eq(devices.id, id), eq(devices.userId, userId), isNotNull(devices.trustedUntil)))
    .returning({ id: devices.id });
  return gone.length > 0;
}

/** The same for every browser of the person, all but one if named: after a change of a credential. */
export async function distrustDevices(tx: Executor, userId: string, except?: string | null): Promise<void> {
  await tx
    .update(devices)
    .set({ trustedUntil: null })
    .where(
      and(eq(devices.userId, userId), isNotNull(devices.trustedUntil), except ? ne(devices.id, except) : undefined),
    );
}
