import { randomUUID } from "node:crypto";
import { and, desc, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { accounts, auditEvents, identifiers, settings } from "@/db/schema";
import { createPerson, TestBrowser } from "@/lib/flows/test-visit";
import { forgetSettings, getSettings } from "@/lib/settings/read";
import { defaultSettings } from "@/lib/settings/schema";
import { saveSection } from "@/lib/settings/write";
import { HTML, type Lie, TEN_MEGABYTES } from "../../e2e/peers/lies";
import { startLyingProvider } from "../../e2e/peers/lying-provider";
import { findSocial } from "./social";
import { viewConnection } from "./social-view";
import { addConnection, type ConnectionChange, changeConnection, removeConnection } from "./social-write";

vi.hoisted(() => vi.stubEnv("LOOPBACK_PROVIDERS", "true"));
afterAll(() => vi.unstubAllEnvs());

let provider: Awaited<ReturnType<typeof startLyingProvider>>;
let other: typeof provider;
beforeAll(async () => {
  [provider, other] = [await startLyingProvider(), await startLyingProvider()];
});
afterAll(() => Promise.all([provider.stop(), other.stop()]));

let by: { userId: string; client: { ip: string; userAgent: string }; now: Date };
beforeEach(async () => {
  const { client, now } = new TestBrowser().visit();
  by = { userId: (await createPerson()).userId, client, now };
});
afterEach(async () => {
  await db.delete(settings);
  forgetSettings();
  vi.unstubAllEnvs();
  vi.stubEnv("LOOPBACK_PROVIDERS", "true");
});

const SECRET = "a-secret-nobody-may-see-again";
const change = (more: Partial<ConnectionChange> = {}): ConnectionChange => ({
  enabled: true,
  use: "sign-in",
  clientId: "client",
  clientSecret: SECRET,
  secretRemoved: false,
  ...more,
});
const custom = (key: string, more = {}) => ({
  key,
  name: "Example ID",
  issuer: provider.issuer,
  clientId: "client",
  clientSecret: SECRET,
  trustsEmail: false,
  ...more,
});
const stored = async () => (await getSettings()).social.connections;
const usable = async (id: string) => findSocial(await getSettings(), id);
const connect = (connection: string, userId: string) =>
  db.insert(accounts).values({
    userId,
    type: "oidc",
    provider: connection,
    providerAccountId: randomUUID(),
    createdAt: by.now,
    lastUsedAt: by.now,
  });
const written = () =>
  db.select().from(auditEvents).where(eq(auditEvents.actorId, by.userId)).orderBy(desc(auditEvents.at));

describe("[P28 P52] saving a social connection", () => {
  it("holds at once, keeps the secret encrypted and to itself, and writes neither form of it into the audit", async () => {
    expect(await changeConnection("google", change(), by)).toEqual({ ok: true, data: undefined });
    expect((await usable("google"))?.clientSecret()).toBe(SECRET);
    const own = (await stored()).google;
    expect(own?.clientSecret).toMatch(/^[0-9a-f]{8}\./);
    const [event] = await written();
    expect(event).toMatchObject({
      type: "settings.changed",
      data: { section: "social", changes: { "connections.google.clientSecret": "set" } },
    });
    const seen = JSON.stringify([event, viewConnection(await getSettings(), "google")]);
    for (const form of [SECRET, own?.clientSecret ?? "", Buffer.from(SECRET).toString("base64")])
      expect(seen).not.toContain(form);
  });

  it("leaves the secret as it was when none is typed, replaces it, and removes it when told", async () => {
    await changeConnection("google", change(), by);
    await changeConnection("google", change({ clientSecret: "", use: "connect" }), by);
    expect(await usable("google")).toMatchObject({ use: "connect" });
    expect((await usable("google"))?.clientSecret()).toBe(SECRET);
    await changeConnection("google", change({ clientSecret: "another one" }), by);
    expect((await usable("google"))?.clientSecret()).toBe("another one");
    await changeConnection("google", change({ enabled: false, clientSecret: "", secretRemoved: true }), by);
    expect((await stored()).google?.clientSecret).toBe("");
    const changes = (await written()).map(({ data }) => (data as { changes: object }).changes);
    expect(changes.flatMap((one) => Object.entries(one)).filter(([field]) => field.endsWith("Secret"))).toEqual(
      expect.arrayContaining(["set", "replaced", "removed"].map((how) => ["connections.google.clientSecret", how])),
    );
  });

  it("of two providers by two admins at once loses neither, twenty times", async () => {
    const ids = ["google", "github", "apple", "slack", "discord"];
    for (let round = 0; round < 20; round++) {
      await db.delete(settings);
      forgetSettings();
      const results = await Promise.all(ids.map((id) => changeConnection(id, change({ clientId: id }), by)));
      expect(results.every(({ ok }) => ok)).toBe(true);
      expect(Object.keys(await stored()).sort()).toEqual([...ids].sort());
    }
  });

  it("needs keys, of which the environment may hold either; what is typed counts", async () => {
    const switchOn = (more: Partial<ConnectionChange>) => changeConnection("google", change(more), by);
    expect(await switchOn({ clientId: "" })).toMatchObject({ error: { fields: { clientId: expect.any(String) } } });
    expect(await switchOn({ clientSecret: "" })).toMatchObject({
      error: { fields: { clientSecret: expect.any(String) } },
    });
    expect(await stored()).toEqual({});
    vi.stubEnv("AUTH_GOOGLE_ID", "from the environment");
    vi.stubEnv("AUTH_GOOGLE_SECRET", "its secret");
    expect((await switchOn({ clientId: "", clientSecret: "" })).ok).toBe(true);
    expect(await usable("google")).toMatchObject({ clientId: "from the environment" });
    expect((await usable("google"))?.clientSecret()).toBe("its secret");
    expect(JSON.stringify(viewConnection(await getSettings(), "google"))).not.toContain("its secret");
    await switchOn({});
    expect(await usable("google")).toMatchObject({ clientId: "client" });
    expect((await usable("google"))?.clientSecret()).toBe(SECRET);
    await switchOn({ clientId: "", clientSecret: "", secretRemoved: true });
    vi.stubEnv("AUTH_GOOGLE_SECRET", "");
    expect(viewConnection(await getSettings(), "google")).toMatchObject({ state: "incomplete" });
    expect(await usable("google")).toBeUndefined();
  });

  it("does not let an admin switch off the only way they have", async () => {
    await changeConnection("google", change(), by);
    await connect("google", by.userId);
    expect(await changeConnection("google", change({ enabled: false }), by)).toMatchObject({ ok: true });
    await changeConnection("google", change(), by);
    await db.delete(identifiers).where(eq(identifiers.userId, by.userId));
    for (const less of [
      { enabled: false },
      { use: "connect" },
      { enabled: true, clientSecret: "", secretRemoved: true },
    ] as const) {
      const result = await changeConnection("google", change(less), by);
      expect([less, result.ok]).toEqual([less, false]);
    }
    expect(await changeConnection("google", change({ enabled: false }), by)).toMatchObject({
      error: { code: "settings_lock_out" },
    });
    expect(await usable("google")).toMatchObject({ use: "sign-in" });
  });

  it.each(["nobody", "constructor", "__proto__", "toString"])("knows no “%s”", async (key) => {
    expect(await changeConnection(key, change(), by)).toMatchObject({ error: { code: "not_found" } });
    expect(await removeConnection(key, by)).toMatchObject({ error: { code: "not_found" } });
    expect(await stored()).toEqual({});
  });

  it("of another section, by another admin, at the same time, is not lost either", async () => {
    const names = { ...defaultSettings.names, firstName: "required" as const };
    await Promise.all([changeConnection("google", change(), by), saveSection("names", names, by)]);
    expect(await getSettings()).toMatchObject({ names, social: { connections: { google: { enabled: true } } } });
  });
});

describe("[AZ-07 FW-05] a social connection that can't be read", () => {
  const own = { enabled: true, use: "sign-in", clientId: "client", clientSecret: "sealed", name: "Example ID" };
  const broken = { ...own, issuer: "https://issuer.test", trustsEmail: "perhaps" };
  const put = async (connections: unknown) => {
    await db.delete(settings);
    await db.insert(settings).values({ section: "social", value: { connections }, updatedAt: by.now });
    forgetSettings();
  };
  const raw = async () => (await db.select().from(settings))[0]?.value as { connections: Record<string, unknown> };

  it("is off, stays stored to the letter while others are saved, added and removed, and keeps its key", async () => {
    await put({ example: broken, github: own, gone: { enabled: false, issuer: "https://gone.test" } });
    expect(viewConnection(await getSettings(), "example")).toMatchObject({ state: "off", trustsEmail: false });
    expect((await changeConnection("google", change(), by)).ok).toBe(true);
    expect((await addConnection(custom("another"), by)).ok).toBe(true);
    expect((await removeConnection("gone", by)).ok).toBe(true);
    expect(await raw()).toMatchObject({ connections: { example: broken, github: own } });
    expect(Object.keys((await raw()).connections).sort()).toEqual(["another", "example", "github", "google"]);
    expect(await addConnection(custom("example"), by)).toMatchObject({
      error: { fields: { key: expect.any(String) } },
    });
  });

  it("is mended by saving it, with the secret it has", async () => {
    await put({ example: broken });
    const same = { clientSecret: "", issuer: broken.issuer, name: "Example ID", trustsEmail: false };
    expect((await changeConnection("example", change(same), by)).ok).toBe(true);
    expect(await usable("example")).toMatchObject({ issuer: broken.issuer, trustsEmail: false });
    expect((await raw()).connections.example).toMatchObject({ clientSecret: "sealed" });
  });

  it("[OA-05] does not get another issuer, nor does its key, while people are connected by it", async () => {
    await connect("example", (await createPerson()).userId);
    await put({ example: { ...broken, issuer: 5 } });
    expect(await changeConnection("example", change({ issuer: provider.issuer }), by)).toMatchObject({
      error: { fields: { issuer: expect.any(String) } },
    });
    await put("x");
    expect(await addConnection(custom("example"), by)).toMatchObject({
      error: { fields: { key: expect.any(String) } },
    });
    await db.delete(accounts).where(eq(accounts.provider, "example"));
    expect((await addConnection(custom("example"), by)).ok).toBe(true);
  });
});

describe("[P28 OA-09] a custom provider", () => {
  it("begins switched off, is switched on, and is removed with what is connected by it", async () => {
    expect((await addConnection(custom("example"), by)).ok).toBe(true);
    expect(await usable("example")).toBeUndefined();
    const on = change({ clientSecret: "", issuer: provider.issuer, name: "Example ID", trustsEmail: false });
    expect((await changeConnection("example", on, by)).ok).toBe(true);
    expect(await usable("example")).toMatchObject({ name: "Example ID", issuer: provider.issuer, provider: null });
    const person = await createPerson();
    await connect("example", person.userId);
    expect(await removeConnection("example", by)).toMatchObject({ error: { code: "connection_enabled" } });
    await changeConnection("example", { ...on, enabled: false }, by);
    expect((await removeConnection("example", by)).ok).toBe(true);
    expect(await stored()).toEqual({});
    expect(await db.select().from(accounts).where(eq(accounts.provider, "example"))).toEqual([]);
    const deleted = and(eq(auditEvents.actorId, by.userId), eq(auditEvents.type, "connection.deleted"));
    expect(await db.select().from(auditEvents).where(deleted)).toMatchObject([
      { data: { connection: "example", links: 1 } },
    ]);
    expect(await removeConnection("example", by)).toMatchObject({ error: { code: "not_found" } });
  });

  it("keeps its name from listed ones, pages and each other, also at once", async () => {
    for (const key of ["google", "microsoft-entra-id", "new"])
      expect(await addConnection(custom(key), by)).toMatchObject({ error: { fields: { key: expect.any(String) } } });
    const results = await Promise.all(Array.from({ length: 8 }, () => addConnection(custom("twice"), by)));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await removeConnection("google", by)).toMatchObject({ error: { code: "not_found" } });
  });

  it("has another issuer only while nobody is connected: the same subject there is somebody else", async () => {
    await addConnection(custom("moving"), by);
    const to = (issuer: string) => changeConnection("moving", change({ enabled: false, clientSecret: "", issuer }), by);
    expect((await to(other.issuer)).ok).toBe(true);
    await connect("moving", (await createPerson()).userId);
    expect(await to(provider.issuer)).toMatchObject({
      error: { fields: { issuer: expect.stringMatching(/connected/) } },
    });
    expect(await to("")).toMatchObject({ ok: false });
    expect((await to(other.issuer)).ok).toBe(true);
    expect((await stored()).moving?.issuer).toBe(other.issuer);
    await db.delete(accounts).where(eq(accounts.provider, "moving"));
  });

  it("that is down can be switched off all the same, but not newly entered", async () => {
    await addConnection(custom("down"), by);
    const on = change({ clientSecret: "", issuer: provider.issuer });
    await changeConnection("down", on, by);
    provider.lies = { discovery: { status: 503 } };
    try {
      expect((await changeConnection("down", { ...on, enabled: false }, by)).ok).toBe(true);
    } finally {
      provider.tellTruth();
    }
  });

  it.each([
    ["", /https/],
    ["example.com", /https/],
    ["ftp://example.com", /https/],
    ["http://example.com", /https/],
    ["https://user:password@example.com", /public/],
    ["https://example.com?tenant=1", /another issuer/],
    ["https://example.com#top", /another issuer/],
    ["https://10.0.0.1", /public/],
    ["https://169.254.169.254/latest", /public/],
    ["https://[::ffff:10.0.0.1]", /public/],
    ["http://127.0.0.1:9", /Nothing answers/],
  ])("is not looked for at %j, and the admin hears why", async (issuer, words) => {
    expect(await addConnection(custom("wrong", { issuer }), by)).toMatchObject({
      error: { code: "invalid_input", fields: { issuer: expect.stringMatching(words) } },
    });
    expect(await stored()).toEqual({});
  });

  it.each<[what: string, Lie, RegExp]>([
    ["nothing found", { status: 404 }, /no OpenID configuration/],
    ["a page", HTML, /no OpenID configuration/],
    ["a script to go to", (truth) => ({ ...truth, authorization_endpoint: "javascript:alert(1)" }), /sends people/],
    ["several pages to go to", (truth) => ({ ...truth, authorization_endpoint: ["https://a.test"] }), /sends people/],
    ["no address for its keys", (truth) => ({ ...truth, jwks_uri: "file:///etc/passwd" }), /all that is needed/],
    ["no address for tokens", (truth) => ({ ...truth, token_endpoint: "javascript:1" }), /all that is needed/],
    ["too much", TEN_MEGABYTES, /too long/],
    ["no connection", "hang up", /Nothing answers/],
    ["somebody else's name", (truth) => ({ ...truth, issuer: "https://example.com" }), /another issuer/],
    ["half of it", ({ token_endpoint: _, ...rest }) => rest, /does not say/],
  ])("that answers with %s is none, in words", async (_, lie, words) => {
    const liar = await startLyingProvider();
    liar.lies = { discovery: lie };
    const result = await addConnection(custom("liar", { issuer: liar.issuer }), by);
    await liar.stop();
    expect(result).toMatchObject({ error: { fields: { issuer: expect.stringMatching(words) } } });
  });
});
