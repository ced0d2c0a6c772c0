import "server-only";
import Bowser from "bowser";
import { and, desc, eq, gt } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { devices, sessions } from "@/db/schema";
import type { Client } from "@/lib/client";
import { hashToken, newToken } from "@/lib/security/keys";
import { type CookieJar, setCookie } from "./cookie";

/**
 * Notes that a person signs in from a browser. The device's token is new with every sign-in, like the session's: one that
 * was put into the browser before, or copied out of it, stands for no device of theirs afterwards.
 * @param presented the device token the browser sent, if any. Other people's devices of that browser go on with it.
 * @returns the device, the token to set, and whether the person has other devices but never used this one.
 */
export async function recognise(
  tx: Executor,
  userId: string,
  presented: string | undefined,
  { client, now }: { client: Client; now: Date },
) {
  const token = newToken();
  const tokenHash = hashToken(token);
  const seen = { lastSeenAt: now, ...client };
  const here = presented
    ? await tx
        .update(devices)
        .set({ tokenHash })
        .where(eq(devices.tokenHash, hashToken(presented)))
        .returning({ id: devices.id, userId: devices.userId })
    : [];
  const own = here.find((device) => device.userId === userId);
  if (own) {
    await tx.update(devices).set(seen).where(eq(devices.id, own.id));
    return { id: own.id, token, isNew: false };
  }
  const known = await tx.$count(devices, eq(devices.userId, userId));
  const [device] = await tx
    .insert(devices)
    .values({ userId, tokenHash, createdAt: now, ...seen })
    .returning({ id: devices.id });
  if (!device) throw new Error("the device was not written");
  return { id: device.id, token, isNew: known > 0 };
}

/** Gives the browser the token by which it is known from now on. */
export const keepDevice = (jar: CookieJar, token: string, now: Date) =>
  setCookie(jar, "device", token, new Date(now.getTime() + 400 * 86_400_000));

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
