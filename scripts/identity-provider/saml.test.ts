import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { SamlConnection } from "@/lib/strategies/saml/connection";
import { newSamlRequestId, samlRequestUrl } from "@/lib/strategies/saml/library";
import { readIdentityProviderMetadata } from "@/lib/strategies/saml/metadata";
import { readSamlResponse } from "@/lib/strategies/saml/response";
import { PEOPLE } from "./people";
import { type SamlIdentityProvider, samlIdentityProvider } from "./saml";
import { samlResponse } from "./saml-response";

vi.hoisted(() => vi.stubEnv("LOOPBACK_PROVIDERS", "true"));

const NOW = new Date("2026-11-23T12:00:00Z");
const server = createServer(async (request, response) => {
  if (!(await provider.handle(request, response))) response.writeHead(404).end();
});
let provider: SamlIdentityProvider;
let connection: SamlConnection;

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  provider = samlIdentityProvider({
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    now: () => NOW,
  });
  const metadata = readIdentityProviderMetadata(await (await fetch(provider.entityId)).text(), NOW);
  if (!metadata.ok) throw new Error(metadata.error.code);
  connection = { id: "acme", identityProvider: metadata.data, allowsIdpInitiated: false };
});
afterAll(() => {
  server.close();
  vi.unstubAllEnvs();
});

/** What a browser would post after a choice. */
async function choose(url: string, choice: Record<string, string>) {
  const address = new URL(url);
  for (const [name, value] of Object.entries(choice)) address.searchParams.set(name, value);
  const page = await (await fetch(address)).text();
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
  return {
    action: /action="([^"]*)"/.exec(page)?.[1],
    document: field("SAMLResponse"),
    relayState: field("RelayState"),
  };
}

describe("[B01 P29] the local SAML identity provider", () => {
  it("gives metadata that makes a connection, shows its people, and signs one of them in", async () => {
    expect(connection.identityProvider).toMatchObject({ entityId: provider.entityId, ssoUrl: provider.ssoUrl });
    const requestId = newSamlRequestId();
    const url = await samlRequestUrl(connection, { requestId, loginHint: "Barbara@acme.test", now: NOW });
    const list = await (await fetch(url)).text();
    for (const { email } of PEOPLE) expect(list).toContain(email);
    expect(list.indexOf("barbara@acme.test")).toBeLessThan(list.indexOf("grace@example.com"));

    const { action, document } = await choose(`${url}&RelayState=here%22`, { person: "grace" });
    expect(action).toBe("http://localhost:3000/api/auth/saml/acme/acs");
    const { assertion, checks } = await readSamlResponse(connection, document, NOW);
    expect(checks.filter(({ state }) => state !== "passed")).toEqual([]);
    expect(assertion).toMatchObject({
      inResponseTo: requestId,
      nameId: "grace",
      attributes: { mail: ["grace@example.com"], firstName: ["Grace"], lastName: ["Hopper"] },
    });
  });

  it("carries what the app wants back, and says that somebody cancelled", async () => {
    const url = await samlRequestUrl(connection, { requestId: newSamlRequestId(), now: NOW });
    const { document, relayState } = await choose(`${url}&RelayState=here`, { cancel: "1" });
    expect(relayState).toBe("here");
    const { assertion, checks } = await readSamlResponse(connection, document, NOW);
    expect(assertion).toBeNull();
    expect(checks.filter(({ state }) => state === "failed")).toEqual([
      { id: "status", state: "failed", found: expect.stringContaining("AuthnFailed") },
    ]);
  });

  it("answers whatever a test wants", async () => {
    const url = await samlRequestUrl(connection, { requestId: newSamlRequestId(), now: NOW });
    provider.respond((request, person) =>
      samlResponse({ ...provider.answer(request, person), nameId: "somebody else" }, provider.key),
    );
    const altered = await choose(url, { person: "grace" });
    provider.respond(undefined);
    const honest = await choose(url, { person: "grace" });
    expect((await readSamlResponse(connection, altered.document, NOW)).assertion?.nameId).toBe("somebody else");
    expect((await readSamlResponse(connection, honest.document, NOW)).assertion?.nameId).toBe("grace");
  });

  it.each(["", "?SAMLRequest=", "?SAMLRequest=bm9uc2Vuc2U%3D&person=ada"])("refuses %j", async (query) => {
    expect((await fetch(`${provider.ssoUrl}${query}`)).status).toBe(400);
  });

  it("sends nothing to another origin than the one that asks", async () => {
    const url = new URL(await samlRequestUrl(connection, { requestId: newSamlRequestId(), now: NOW }));
    const { deflateRawSync, inflateRawSync } = await import("node:zlib");
    const request = inflateRawSync(Buffer.from(url.searchParams.get("SAMLRequest") ?? "", "base64")).toString();
    const foreign = request.replace(
      'AssertionConsumerServiceURL="http://localhost:3000',
      'AssertionConsumerServiceURL="http://evil.test',
    );
    expect(foreign).not.toBe(request);
    url.searchParams.set("SAMLRequest", deflateRawSync(foreign).toString("base64"));
    expect((await fetch(url)).status).toBe(400);
  });

  it("leaves other addresses to others", async () => {
    expect((await fetch(new URL("/elsewhere", provider.entityId))).status).toBe(404);
    expect((await fetch(provider.ssoUrl, { method: "POST" })).status).toBe(405);
  });
});
