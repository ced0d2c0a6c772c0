import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { memberships, samlAssertions, sessions, users } from "@/db/schema";
import { ProvidedIdentity } from "@/lib/connections/identity";
import { hashPassword } from "@/lib/security/password-hash";
import { newSamlRequestId } from "@/lib/strategies/saml/library";
import { createUser } from "@/lib/users/create";
import { findOwner } from "@/lib/users/identifiers";
import { samlIdentityProvider } from "@/scripts/identity-provider/saml";
import { samlResponse } from "@/scripts/identity-provider/saml-response";
import { startAddIdentifier } from "./add-identifier";
import { findAttempt } from "./attempt";
import { finishPasskeySignIn, startPasskeySignIn } from "./passkey-sign-in";
import { startReset } from "./reset-password";
import { finishSaml, receiveSamlResponse } from "./saml-answer";
import { startSignIn, verifySignIn } from "./sign-in";
import { startSignUp } from "./sign-up";
import { finishSso } from "./sso-return";
import { addAuthenticator } from "./test-arrangements";
import {
  claimsOf,
  createEnterprise,
  freshKey,
  givenIdentity,
  leaveFor,
  switchEnterprise,
  switchSocial,
} from "./test-connections";
import { givePasskey } from "./test-passkeys";
import { TestBrowser } from "./test-visit";

let browser: TestBrowser;
let domain: string;
beforeEach(() => {
  browser = new TestBrowser();
  domain = `${freshKey()}.test`;
});

const PASSWORD = "right horse of the domain";
async function createEmployee(email: string): Promise<string> {
  const created = await createUser(db, {
    identifiers: [
      { kind: "email", value: email, verifiedAt: new Date() },
      { kind: "username", value: freshKey(), verifiedAt: new Date() },
    ],
    names: {},
    passwordHash: await hashPassword(PASSWORD),
    now: new Date(),
  });
  if (!created.ok) throw new Error(created.error.code);
  return created.data.userId;
}

const identityOf = (connection: string, email: string | null, subject: string = randomUUID()) =>
  new ProvidedIdentity(
    connection,
    "enterprise",
    claimsOf(subject, { email, emailVerified: email !== null, firstName: "Ada", lastName: "Lovelace" }),
  );
async function comeBack(identity: ProvidedIdentity) {
  await leaveFor(browser, identity);
  return finishSso(browser.visit(), identity);
}

describe("[P31] an address of a connected domain", () => {
  it("goes to its provider from every identifier step, known or not", async () => {
    const connection = await createEnterprise(domain);
    const email = `ada@${domain}`;
    const away = { ok: true, data: { step: "provider", connection, loginHint: email } };
    expect(await startSignIn(browser.visit(), { identifier: email })).toMatchObject(away);
    expect(await startSignUp(browser.visit(), { email })).toMatchObject(away);
    expect(await startReset(browser.visit(), { identifier: email })).toMatchObject(away);
  });

  it.each(["sub", "deep.sub"])("counts for %s only where subdomains do", async (below) => {
    const email = `ada@${below}.${domain}`;
    const connection = await createEnterprise(domain);
    expect(await startSignIn(browser.visit(), { identifier: email })).not.toMatchObject({ data: { step: "provider" } });
    expect(await comeBack(identityOf(connection, email))).toMatchObject({ error: { code: "sso_foreign_address" } });
    const other = `${freshKey()}.test`;
    await createEnterprise(other, { allowSubdomains: true });
    expect(await startSignIn(browser.visit(), { identifier: `ada@${below}.${other}` })).toMatchObject({
      data: { step: "provider" },
    });
    expect(await startSignIn(browser.visit(), { identifier: `ada@evil${other}` })).not.toMatchObject({
      data: { step: "provider" },
    });
  });

  it("has no other way in: not by username and password, passkey, or a social account", async () => {
    await createEnterprise(domain);
    const email = `ada@${domain}`;
    const userId = await createEmployee(email);
    browser.set("username", { signIn: true });
    browser.set("passkey", { enabled: true });
    const [{ identifier } = { identifier: "" }] = await db
      .select({ identifier: users.identifier })
      .from(users)
      .where(eq(users.id, userId));
    expect(identifier).toBe(email);
    const passkey = await givePasskey(userId);
    const options = await startPasskeySignIn(browser.visit());
    if (!options.ok) throw new Error(options.error.code);
    const response = JSON.stringify(passkey.get(options.data));
    expect(await finishPasskeySignIn(browser.visit(), { response }, {})).toMatchObject({
      error: { code: "sso_required" },
    });
    const key = freshKey();
    switchSocial(browser, key, true);
    const social = new ProvidedIdentity(key, "oauth", claimsOf("ada", { email, emailVerified: true }));
    expect(await comeBack(social)).toMatchObject({ error: { code: "sso_required" } });
    const connected = await givenIdentity("oauth", key, userId);
    expect(await comeBack(connected)).toMatchObject({ error: { code: "sso_required" } });
    expect(await db.$count(sessions, eq(sessions.userId, userId))).toBe(0);
  });

  it("refuses a journey that began before the connection was switched on", async () => {
    const connection = await createEnterprise(domain, { active: false });
    const email = `ada@${domain}`;
    const userId = await createEmployee(email);
    await startSignIn(browser.visit(), { identifier: email });
    await switchEnterprise(connection, true);
    expect(await verifySignIn(browser.visit(), "password", { password: PASSWORD })).toMatchObject({
      error: { code: "sso_required" },
    });
    expect(await db.$count(sessions, eq(sessions.userId, userId))).toBe(0);
    await switchEnterprise(connection, false);
    expect(await verifySignIn(browser.visit(), "password", { password: PASSWORD })).toMatchObject({ ok: true });
  });

  it("keeps its other ways in where the connection does not insist", async () => {
    await createEnterprise(domain, { enforced: false });
    const email = `ada@${domain}`;
    await createEmployee(email);
    expect(await startSignIn(browser.visit(), { identifier: email })).toMatchObject({ data: { step: "verify" } });
    expect(await verifySignIn(browser.visit(), "password", { password: PASSWORD })).toMatchObject({ ok: true });
  });

  it("can't be added to another account", async () => {
    await createEnterprise(domain);
    const userId = await createEmployee(`${freshKey()}@elsewhere.test`);
    const session = { user: { id: userId } } as Parameters<typeof startAddIdentifier>[1];
    expect(await startAddIdentifier(browser.visit(), session, { kind: "email", value: `ada@${domain}` })).toMatchObject(
      {
        error: { code: "sso_reserved_address" },
      },
    );
  });
});

describe("[P30 SA-09] who comes from an organisation's provider", () => {
  it("becomes an account and a member, and keeps the provider's names up to date", async () => {
    const connection = await createEnterprise(domain);
    const email = `ada@${domain}`;
    const subject = randomUUID();
    expect(await comeBack(identityOf(connection, email, subject))).toMatchObject({ data: { step: "done" } });
    const owner = await findOwner({ kind: "email", value: email });
    expect(owner?.verified).toBe(true);
    const userId = owner?.userId ?? "";
    expect(await db.$count(memberships, eq(memberships.userId, userId))).toBe(1);
    await db.update(users).set({ firstName: "Old" }).where(eq(users.id, userId));
    await comeBack(identityOf(connection, email, subject));
    expect(await db.select().from(users).where(eq(users.id, userId))).toMatchObject([{ firstName: "Ada" }]);
  });

  it("links the account that has proved the address", async () => {
    const connection = await createEnterprise(domain);
    const email = `ada@${domain}`;
    const userId = await createEmployee(email);
    expect(await comeBack(identityOf(connection, email))).toMatchObject({ data: { step: "done" } });
    expect(await db.$count(sessions, eq(sessions.userId, userId))).toBe(1);
  });

  it("is nobody where the connection makes no accounts", async () => {
    const connection = await createEnterprise(domain, { createsPeople: false });
    const email = `ada@${domain}`;
    expect(await comeBack(identityOf(connection, email))).toMatchObject({ error: { code: "sso_no_account" } });
    expect(await findOwner({ kind: "email", value: email })).toBeNull();
  });

  it("is refused with an address of another organisation, of an admin, or of nobody's", async () => {
    const connection = await createEnterprise(domain);
    const otherDomain = `${freshKey()}.test`;
    await createEnterprise(otherDomain);
    const victim = await createEmployee(`ada@${otherDomain}`);
    for (const email of [`ada@${otherDomain}`, "admin@example.com", `ada@${domain}.evil.test`]) {
      expect(await comeBack(identityOf(connection, email))).toMatchObject({ error: { code: "sso_foreign_address" } });
    }
    expect(await comeBack(identityOf(connection, null))).toMatchObject({ error: { code: "sso_no_address" } });
    expect(await db.$count(sessions, eq(sessions.userId, victim))).toBe(0);
  });

  it("[P44] is asked for a second factor, unless the connection stands for one", async () => {
    const connection = await createEnterprise(domain);
    const email = `ada@${domain}`;
    await addAuthenticator(await createEmployee(email));
    expect(await comeBack(identityOf(connection, email))).toMatchObject({ data: { step: "second-factor" } });
    const trusting = await createEnterprise(`t${domain}`, { asksSecondFactor: false });
    const trusted = `ada@t${domain}`;
    const userId = await createEmployee(trusted);
    await addAuthenticator(userId);
    expect(await comeBack(identityOf(trusting, trusted))).toMatchObject({ data: { step: "done" } });
    // It does not stand for one where a sensitive change asks.
    expect(await db.select().from(sessions).where(eq(sessions.userId, userId))).toMatchObject([
      { secondFactorAt: null, amr: ["enterprise"] },
    ]);
  });

  it("[OA-11] is refused while the connection is off, and a test of it signs nobody in", async () => {
    const connection = await createEnterprise(domain, { active: false });
    const identity = identityOf(connection, `ada@${domain}`);
    expect(await comeBack(identity)).toMatchObject({ error: { code: "strategy_unavailable" } });
    await leaveFor(browser, identity, { purpose: "test" });
    expect(await finishSso(browser.visit(), identity)).toMatchObject({
      data: { step: "done", redirectTo: `/admin/sso/${connection}` },
    });
    expect(browser.jar.has("session")).toBe(false);
    expect(await findOwner({ kind: "email", value: `ada@${domain}` })).toBeNull();
  });
});

describe("[P29 SA-04 SA-05] a SAML response", () => {
  const provider = samlIdentityProvider({ origin: "https://idp.test", now: () => browser.now });
  const createSaml = (options = {}) => {
    const { entityId, ssoUrl, key } = provider;
    const saml = { entityId, ssoUrl, certificates: [key.certificate] };
    const attributes = { email: "mail", firstName: "firstName", lastName: "lastName" };
    return createEnterprise(domain, { protocol: "saml", oidc: null, saml, attributes, ...options });
  };
  const ada = () => ({
    id: "ada",
    email: `ada@${domain}`,
    firstName: "Ada",
    lastName: "Lovelace",
    emailVerified: true,
  });

  /** @returns a good answer to a request, in base64. */
  function answerTo(connection: string, id: string | null): string {
    const to = {
      id,
      issuer: `http://localhost:3000/api/auth/saml/${connection}/metadata`,
      acsUrl: `http://localhost:3000/api/auth/saml/${connection}/acs`,
    };
    return samlResponse(provider.answer(to, ada()), provider.key);
  }
  async function ask(connection: string): Promise<string> {
    const samlRequestId = newSamlRequestId();
    await leaveFor(browser, identityOf(connection, null), { samlRequestId });
    return samlRequestId;
  }
  async function post(connection: string, encoded: string): Promise<string> {
    const received = await receiveSamlResponse(browser.visit(), connection, encoded);
    if (!received.ok) throw new Error(received.error.code);
    return received.data.ticket;
  }
  const people = () => db.$count(sessions);

  it("signs in, once", async () => {
    const connection = await createSaml();
    const encoded = answerTo(connection, await ask(connection));
    const ticket = await post(connection, encoded);
    expect(await finishSaml(browser.visit(), connection, ticket)).toMatchObject({ data: { step: "done" } });
    const before = await people();
    expect(await finishSaml(browser.visit(), connection, ticket)).toMatchObject({ error: { code: "attempt_missing" } });
    expect(await finishSaml(browser.visit(), connection, await post(connection, encoded))).toMatchObject({
      error: { code: "attempt_missing" },
    });
    expect(await people()).toBe(before);
  });

  it("gives one session to 20 parallel posts of one good response", async () => {
    const connection = await createSaml();
    const encoded = answerTo(connection, await ask(connection));
    const before = await people();
    const results = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const twin = browser.copy();
        return finishSaml(twin.visit(), connection, await post(connection, encoded));
      }),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await people()).toBe(before + 1);
    expect(await db.$count(samlAssertions, eq(samlAssertions.connectionId, connection))).toBe(1);
  });

  it("is refused in another browser, to another request, and for another connection", async () => {
    const connection = await createSaml();
    const encoded = answerTo(connection, await ask(connection));
    const stranger = new TestBrowser();
    stranger.settings = browser.settings;
    expect(await finishSaml(stranger.visit(), connection, await post(connection, encoded))).toMatchObject({
      error: { code: "attempt_missing" },
    });
    await ask(connection);
    expect(await finishSaml(browser.visit(), connection, await post(connection, encoded))).toMatchObject({
      error: { code: "sso_refused" },
    });
    domain = `${freshKey()}.test`;
    const other = await createSaml();
    await ask(other);
    expect(await receiveSamlResponse(browser.visit(), other, encoded)).toMatchObject({
      error: { code: "sso_refused" },
    });
    const ticket = await post(connection, encoded);
    expect(await finishSaml(browser.visit(), other, ticket)).toMatchObject({ error: { code: "attempt_missing" } });
  });

  it("that nobody asked for is refused, unless the connection takes it; then it works once", async () => {
    const connection = await createSaml();
    const unasked = answerTo(connection, null);
    expect(await receiveSamlResponse(browser.visit(), connection, unasked)).toMatchObject({
      error: { code: "sso_refused" },
    });
    domain = `${freshKey()}.test`;
    const open = await createSaml({ idpInitiated: true });
    const encoded = answerTo(open, null);
    expect(await finishSaml(browser.visit(), open, await post(open, encoded))).toMatchObject({
      data: { step: "done" },
    });
    const replay = new TestBrowser();
    expect(await finishSaml(replay.visit(), open, await post(open, encoded))).toMatchObject({
      error: { code: "sso_refused" },
    });
    expect(replay.jar.has("session")).toBe(false);
    // An answer to somebody else's request is no unasked one.
    const asked = answerTo(open, newSamlRequestId());
    expect(await finishSaml(replay.visit(), open, await post(open, asked))).not.toMatchObject({ ok: true });
  });

  it("waits two minutes for its browser, and no longer", async () => {
    const connection = await createSaml();
    const ticket = await post(connection, answerTo(connection, await ask(connection)));
    browser.wait(121);
    expect(await finishSaml(browser.visit(), connection, ticket)).toMatchObject({ error: { code: "attempt_missing" } });
    expect(await findAttempt(browser.visit().cookies, "sso", browser.now)).not.toBeNull();
  });
});
