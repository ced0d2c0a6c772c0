import { and, eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { auditEvents, enterpriseConnections, sessions } from "@/db/schema";
import { listConnectionAttempts } from "@/lib/connections/connection-log";
import { findEnterprise } from "@/lib/connections/enterprise";
import { saveAttributes } from "@/lib/connections/enterprise-write";
import { ProvidedIdentity } from "@/lib/connections/identity";
import type { Session } from "@/lib/sessions/read";
import { startLyingProvider } from "../../e2e/peers/lying-provider";
import { findAttempt } from "./attempt";
import { connectionTestPath, testConnection } from "./connection-test";
import { finishSso } from "./sso-return";
import { stoppedStep } from "./sso-stopped";
import { claimsOf, createEnterprise, freshKey } from "./test-connections";
import { createPerson, TestBrowser } from "./test-visit";

vi.hoisted(() => vi.stubEnv("LOOPBACK_PROVIDERS", "true"));
afterAll(() => vi.unstubAllEnvs());

const MANUAL = {
  issuer: "https://idp.test",
  clientId: "client",
  scopes: "openid",
  authorizationUrl: "https://idp.test/a",
  tokenUrl: "https://idp.test/t",
  jwksUrl: "https://idp.test/k",
};
let browser: TestBrowser;
let domain: string;
let admin: Session;
let connection: string;
beforeEach(async () => {
  browser = new TestBrowser();
  domain = `${freshKey()}.test`;
  admin = { user: { id: (await createPerson()).userId } } as Session;
  connection = await createEnterprise(domain, { active: false, oidc: MANUAL, clientSecret: "sealed" });
});

const identity = (email = `ada@${domain}`) =>
  new ProvidedIdentity(connection, "enterprise", claimsOf(freshKey(), { email, emailVerified: true }));
const testedAt = async () => (await findEnterprise(connection))?.testedAt;
const begin = async () => expect(await testConnection(browser.visit(), admin, connection)).toMatchObject({ ok: true });

describe("[B08] an admin's test of a connection", () => {
  it("holds once for what was tested, and signs nobody in", async () => {
    await begin();
    expect(await finishSso(browser.visit(), identity())).toMatchObject({
      data: { step: "done", redirectTo: connectionTestPath(connection) },
    });
    expect(await testedAt()).toEqual(browser.now);
    expect(browser.jar.has("session")).toBe(false);
    expect(await db.select().from(sessions).where(eq(sessions.userId, admin.user.id))).toEqual([]);
    expect(await finishSso(browser.visit(), identity())).toMatchObject({ error: { code: "attempt_missing" } });
    const tested = and(eq(auditEvents.type, "enterprise.tested"), eq(auditEvents.actorId, admin.user.id));
    expect(await db.select().from(auditEvents).where(tested)).toHaveLength(1);
  });

  it("does not count for a connection that was changed meanwhile, and still ends where it began", async () => {
    await begin();
    const journey = await findAttempt(browser.visit().cookies, "sso", browser.now);
    browser.wait(5);
    const author = { userId: admin.user.id, ...browser.visit() };
    await saveAttributes(connection, { email: "mail", firstName: "a", lastName: "b" }, author);
    expect(await finishSso(browser.visit(), identity())).toMatchObject({ error: { code: "enterprise_changed" } });
    expect(await testedAt()).toBeNull();
    expect(stoppedStep(journey, "enterprise_changed", connection)).toEqual({
      step: "done",
      redirectTo: connectionTestPath(connection),
    });
    expect(stoppedStep(journey, "sso_refused", "another")).toMatchObject({ step: "sso-stopped" });
  });

  it("fails for somebody who could not get in", async () => {
    await db
      .update(enterpriseConnections)
      .set({ createsPeople: false })
      .where(eq(enterpriseConnections.id, connection));
    await begin();
    expect(await finishSso(browser.visit(), identity())).toMatchObject({ error: { code: "sso_no_account" } });
    await begin();
    expect(await finishSso(browser.visit(), identity(`ada@${freshKey()}.test`))).toMatchObject({
      error: { code: "sso_foreign_address" },
    });
    expect(await testedAt()).toBeNull();
  });

  it("locks nobody out, however often it fails", async () => {
    for (let time = 0; time < 15; time++) {
      await begin();
      expect(await finishSso(browser.visit(), identity("eve@elsewhere.test"))).toMatchObject({
        error: { code: "sso_foreign_address" },
      });
    }
  });

  it("[OA-09] ends at once where people would be sent to no safe address, and keeps which", async () => {
    const liar = await startLyingProvider();
    const set = (values: Partial<typeof enterpriseConnections.$inferInsert>) =>
      db.update(enterpriseConnections).set(values).where(eq(enterpriseConnections.id, connection));
    try {
      await set({ oidc: { issuer: liar.issuer, clientId: "client", scopes: "openid" } });
      liar.lies = { discovery: (truth) => ({ ...truth, authorization_endpoint: "javascript:alert(1)" }) };
      expect(await testConnection(browser.visit(), admin, connection)).toMatchObject({
        data: { step: "done", redirectTo: connectionTestPath(connection) },
      });
      const [attempt] = await listConnectionAttempts(connection);
      expect(attempt).toMatchObject({ isTest: true, problem: "sso_unsafe_address" });
      expect(attempt?.checks.slice(0, 3)).toMatchObject([
        { id: "discovery", state: "passed" },
        { id: "authorization", state: "failed", found: "javascript:alert(1)" },
        { state: "skipped" },
      ]);
      const saml = { entityId: "idp", ssoUrl: "javascript:alert(1)", certificates: ["one"] };
      await set({ protocol: "saml", oidc: null, saml });
      expect(await testConnection(browser.visit(), admin, connection)).toMatchObject({
        error: { code: "sso_unsafe_address" },
      });
    } finally {
      await liar.stop();
    }
  });

  it("ends at once where nothing is configured, or nobody answers, and keeps why", async () => {
    await db
      .update(enterpriseConnections)
      .set({ oidc: { issuer: "https://169.254.169.254", clientId: "client", scopes: "openid" } })
      .where(eq(enterpriseConnections.id, connection));
    expect(await testConnection(browser.visit(), admin, connection)).toMatchObject({
      data: { step: "done", redirectTo: connectionTestPath(connection) },
    });
    const [attempt] = await listConnectionAttempts(connection);
    expect(attempt).toMatchObject({ isTest: true, problem: "sso_provider_down" });
    expect(attempt?.checks.filter(({ state }) => state === "failed")).toMatchObject([
      { id: "discovery", found: "forbidden-address" },
    ]);
    await db.update(enterpriseConnections).set({ clientSecret: null }).where(eq(enterpriseConnections.id, connection));
    expect(await testConnection(browser.visit(), admin, connection)).toMatchObject({
      error: { code: "enterprise_unconfigured" },
    });
    expect(await testConnection(browser.visit(), admin, "nonsense")).toMatchObject({ error: { code: "not_found" } });
  });
});
