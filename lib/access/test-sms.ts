import { randomInt, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { db } from "@/db/client";
import { auditEvents, rateLimits, smsSends, smsStops } from "@/db/schema";
import { defaultSettings, type Settings } from "@/lib/settings/schema";
import { parsePhone } from "@/lib/users/phone-number";
import { claimSms, type SmsClaim } from "./sms-guard";

export const now = new Date();
export const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
export const code = (result: { ok: boolean; error?: { code: string } }) => (result.ok ? "ok" : result.error?.code);
const anyIp = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;

/** @returns a number that no other call gives. */
export function anyNumber(): string {
  for (;;) {
    const number = parsePhone(`+1${randomInt(2_000_000_000, 9_999_999_999)}`);
    if (number?.country === "US") return number.value;
  }
}

export function settingsWith(sms: Partial<Settings["sms"]>, enabled = ["US"]): Settings {
  return { ...defaultSettings, sms: { ...defaultSettings.sms, ...sms }, smsCountries: { enabled } };
}

/** Asks for a code to a number of its own, from an address of its own, unless told otherwise. */
export const claim = (change: Partial<SmsClaim> = {}) =>
  claimSms({
    to: anyNumber(),
    userId: null,
    ip: anyIp(),
    attemptId: randomUUID(),
    purpose: "code",
    isKnown: false,
    settings: defaultSettings,
    now,
    ...change,
  });

/** Two hundred claims at once. @returns how many passed, and why the others did not. @param before were sent already. */
export async function allAtOnce(
  change: () => Partial<SmsClaim>,
  before = 0,
): Promise<{ passed: number; refused: string[] }> {
  const codes = (await Promise.all(Array.from({ length: 200 }, () => claim(change())))).map(code);
  const passed = codes.filter((one) => one === "ok").length;
  expect(await db.$count(smsSends)).toBe(before + passed);
  return { passed, refused: [...new Set(codes)].filter((one) => one !== "ok").map(String) };
}

/** Messages sent some minutes ago, so many of their codes entered. */
export async function sent(
  count: number,
  { verified = 0, minutesAgo = 11, country = "US", purpose = "code" as SmsClaim["purpose"] } = {},
): Promise<void> {
  const sentAt = later(-minutesAgo);
  const rows = Array.from({ length: count }, (_, index) => ({
    country,
    numberHash: randomUUID(),
    purpose,
    sentAt,
    verifiedAt: index < verified ? sentAt : null,
  }));
  await db.insert(smsSends).values(rows);
}

/** @returns what reads the events of a type that come from now on: the audit only grows. */
export async function newEvents(type: string) {
  const events = () => db.select().from(auditEvents).where(eq(auditEvents.type, type)).orderBy(auditEvents.id);
  const before = (await events()).length;
  return async () => (await events()).slice(before);
}

/** Nothing sent, counted or stopped yet. */
export async function forgetAll(): Promise<void> {
  for (const table of [rateLimits, smsSends, smsStops]) await db.delete(table);
}
