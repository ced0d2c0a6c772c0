import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { samlAssertions, sessions } from "@/db/schema";
import { ProvidedIdentity } from "@/lib/connections/identity";
import { newSamlRequestId } from "@/lib/strategies/saml/library";
import { samlIdentityProvider } from "@/scripts/identity-provider/saml";
import { samlResponse } from "@/scripts/identity-provider/saml-response";
import { findAttempt } from "./attempt";
import { finishSaml, receiveSamlResponse } from "./saml-answer";
import { claimsOf, createEnterprise, freshKey, leaveFor } from "./test-connections";
import { TestBrowser } from "./test-visit";

let browser: TestBrowser;
let domain: string;
beforeEach(() => {
  browser = new TestBrowser();
  domain = `${freshKey()}.test`;
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
    await leaveFor(browser, new ProvidedIdentity(connection, "enterprise", claimsOf("")), { samlRequestId });
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
