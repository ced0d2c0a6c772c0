import { randomUUID } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import { generateSync } from "otplib";
import { beforeAll } from "vitest";
import { db } from "@/db/client";
import { outbox, smsSends, smsStops } from "@/db/schema";
import { hashPassword } from "@/lib/security/password-hash";
import type { CookieJar } from "@/lib/sessions/cookie";
import { defaultSettings, type Section, type Settings } from "@/lib/settings/schema";
import { createUser } from "@/lib/users/create";
import type { Visit } from "@/lib/visit";

/** @returns an address of a client, most likely that of no other. */
export const freshIp = () => `10.${[0, 0, 0].map(() => Math.floor(Math.random() * 256)).join(".")}`;

/** What other files have sent: the spending guard would take it for an attack on this one. */
beforeAll(async () => {
  await db.delete(smsSends);
  await db.delete(smsStops);
});

/** A browser of the tests: its cookies, its address, and a clock that can be moved. */
export class TestBrowser {
  readonly jar = new Map<string, string>();

  constructor(readonly ip = freshIp()) {}

  settings: Settings = structuredClone(defaultSettings);
  now = new Date();
  private tasks: Promise<unknown>[] = [];

  /** A request of this browser, now. */
  visit(): Visit {
    const cookies: CookieJar = {
      get: (name) => (this.jar.has(name) ? { value: this.jar.get(name) ?? "" } : undefined),
      set: (name, value) => (value ? this.jar.set(name, value) : this.jar.delete(name)),
    };
    const client = { ip: this.ip, userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" };
    return { now: this.now, settings: this.settings, client, cookies, later: (task) => void this.tasks.push(task()) };
  }

  /** Waits for what was to run after the answers. */
  async settled(): Promise<void> {
    await Promise.all(this.tasks.splice(0));
  }

  /** Another browser holding the same cookies: a copied cookie jar, or a second tab. */
  copy(): TestBrowser {
    const twin = new TestBrowser();
    for (const [name, value] of this.jar) twin.jar.set(name, value);
    twin.settings = this.settings;
    twin.now = this.now;
    return twin;
  }

  set<S extends Section>(section: S, change: Partial<Settings[S]>): void {
    this.settings = { ...this.settings, [section]: { ...this.settings[section], ...change } };
  }

  /** Moves this browser's clock. */
  wait(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1000);
  }
}

export const freshAddress = () => `person-${randomUUID().slice(0, 12)}@example.test`;

/** Goes round all of them before it meets one again, in steps so wide that no two differ in the last two digits only. */
const LINES = 7_999_999;
let line = Math.floor(Math.random() * LINES);

/** @returns a valid number in the United States that no other test has. */
export function freshNumber(): string {
  line = (line + 1_000_003) % LINES;
  return `+1212${2_000_000 + line}`;
}

/** @returns a person with an address (and what else is asked for) and a password. */
export async function createPerson({
  verified = true,
  phone = undefined as string | undefined,
  username = undefined as string | undefined,
} = {}): Promise<{ userId: string; email: string; password: string }> {
  const email = freshAddress();
  const password = `right horse ${randomUUID()}`;
  const now = new Date();
  const verifiedAt = verified ? now : null;
  const created = await createUser(db, {
    identifiers: [
      { kind: "email", value: email, verifiedAt },
      ...(phone ? [{ kind: "phone" as const, value: phone, verifiedAt }] : []),
      ...(username ? [{ kind: "username" as const, value: username, verifiedAt }] : []),
    ],
    names: {},
    passwordHash: await hashPassword(password),
    now,
  });
  if (!created.ok) throw new Error("the person was not created");
  return { userId: created.data.userId, email, password };
}

/** @returns every message to an address or number, newest first. */
export const mailTo = (to: string) => db.select().from(outbox).where(eq(outbox.to, to)).orderBy(desc(outbox.createdAt));

/** @returns the codes sent to an address, newest first. */
export async function codesFor(to: string): Promise<string[]> {
  return (await mailTo(to)).flatMap(({ text }) => text.match(/\b\d{6}\b/)?.[0] ?? []);
}

/** @returns the tokens of the links sent to an address, newest first. */
export async function linksFor(to: string): Promise<string[]> {
  return (await mailTo(to)).flatMap(({ text }) => text.match(/\/email-link\?token=([\w-]{43})/)?.[1] ?? []);
}

/** @returns what an authenticator app with this seed shows at a time. */
export const appCode = (seed: string, at: Date): string =>
  generateSync({ secret: seed, epoch: Math.floor(at.getTime() / 1000) });
