import "server-only";
import Bowser from "bowser";
import { and, desc, eq, gt } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { devices, sessions } from "@/db/schema";
import type { Client } from "@/lib/client";
import { hashToken, newToken } from "@/lib/security/keys";

/**
 * Notes that a person signs in from a browser.
 * @param presented the device token the browser sent, if any.
 * @returns the device, the token to set, and whether the person has other devices but never used this one.
 */
export async function recognise(
  tx: Executor,
  userId: string,
  presented: string | undefined,
  { client, now }: { client: Client; now: Date },
) {
  const token = presented ?? newToken();
  const known = await tx
    .select({ id: devices.id, hash: devices.tokenHash })
    .from(devices)
    .where(eq(devices.userId, userId));
  const tokenHash = hashToken(token);
  const [device] = await tx
    .insert(devices)
    .values({ userId, tokenHash, createdAt: now, lastSeenAt: now, ...client })
    .onConflictDoUpdate({ target: [devices.userId, devices.tokenHash], set: { lastSeenAt: now, ...client } })
    .returning({ id: devices.id });
  if (!device) throw new Error("the device was not written");
  return { id: device.id, token, isNew: known.length > 0 && !known.some((other) => other.hash === tokenHash) };
}

/** @returns the browsers a person is signed in on, newest visit first: never a token or its hash. */
export async function listSessions(userId: string, now = new Date()) {
  const rows = await db
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
      ip: sessions.ip,
      userAgent: sessions.userAgent,
      amr: sessions.amr,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expires, now)))
    .orderBy(desc(sessions.lastSeenAt));
  return rows.map(({ userAgent, ...row }) => ({ ...row, ...describeAgent(userAgent) }));
}

/** @returns browser and system in words, from a user agent that may be anything. */
export function describeAgent(userAgent: string | null): { browser: string; system: string; isPhone: boolean } {
  const parsed = userAgent ? Bowser.parse(userAgent) : undefined;
  const version = parsed?.browser.version?.split(".")[0];
  return {
    browser: parsed?.browser.name ? [parsed.browser.name, version].filter(Boolean).join(" ") : "Unknown browser",
    system:
      [parsed?.os.name, parsed?.os.versionName ?? parsed?.os.version].filter(Boolean).join(" ") || "unknown system",
    isPhone: parsed?.platform.type === "mobile",
  };
}

/** @returns the person's device with this token, or null. */
export async function findDevice(userId: string, token: string): Promise<string | null> {
  const [row] = await db
    .select({ id: devices.id })
    .from(devices)
    .where(and(eq(devices.userId, userId), eq(devices.tokenHash, hashToken(token))));
  return row?.id ?? null;
}
