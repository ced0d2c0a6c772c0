import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ALTERED_ID_TOKENS } from "@/e2e/peers/altered-id-tokens";
import { draftIdToken } from "@/e2e/peers/id-token-draft";

const NOW = new Date("2026-03-01T12:00:00Z");
const NOW_SECONDS = NOW.getTime() / 1000;
const CLIENT = "our-client";
const TENANT = "5d1b0b4f-6e4a-4c0e-9a53-3f0b8a3c9f11";
const OTHER_TENANT = "0f2e8f5a-1c6f-4f7e-8d58-6a0f3f6b7c22";

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;
let own: Keys, foreign: Keys;
beforeAll(async () => {
  [own, foreign] = await Promise.all([rsa(), rsa()]);
});
const rsa = () => generateKeyPair("RS256", { extractable: true });
const published = async ({ publicKey }: Keys, rest: Record<string, unknown> = {}): Promise<JWK> => ({
  ...(await exportJWK(publicKey)),
  kid: "own",
  use: "sig",
  ...rest,
});

let stop: () => unknown = () => undefined;
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** An issuer on loopback: its document and its keys are what a test says, and each look at them is counted. */
async function startIssuer() {
  const says = {
    keys: [await published(own)] as JWK[],
    document: {} as Record<string, unknown>,
    keysStatus: 200,
    documentBody: undefined as string | undefined,
  };
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    if (path === "/keys") response.writeHead(says.keysStatus).end(JSON.stringify({ keys: says.keys }));
    else if (path.endsWith("/.well-known/openid-configuration"))
      response.end(says.documentBody ?? JSON.stringify({ issuer: url, jwks_uri: `${url}/keys`, ...says.document }));
    else response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
  vi.stubEnv("LOOPBACK_PROVIDERS", "true");
  vi.resetModules();
  const { verifyIdToken } = await import("./id-token");
  const verify = (token: string, expected: { issuer?: string; jwksUri?: string; now?: Date } = {}) =>
    verifyIdToken(token, { issuer: url, clientId: CLIENT, now: NOW, ...expected });
  return { url, says, asked, count: (path: string) => asked.filter((one) => one === path).length, verify };
}

/** A good token, but for what a test alters. */
const token = (
  issuer: string,
  claims: Record<string, unknown> = {},
  { header = {}, keys = own }: { header?: Record<string, unknown>; keys?: Keys } = {},
) => {
  const good = { iss: issuer, sub: "person-1", aud: CLIENT, exp: NOW_SECONDS + 300, iat: NOW_SECONDS, nonce: "n" };
  return new SignJWT({ ...good, ...claims } as JWTPayload)
    .setProtectedHeader({ alg: "RS256", kid: "own", ...header })
    .sign(keys.privateKey);
};
const refusal = (check: string) => ({ ok: false, error: { code: "id_token_refused", details: { check } } });
const unreachable = (reason: string) => ({ ok: false, error: { code: "provider_unreachable", details: { reason } } });

describe("[OA-04] a token as it should be is taken", () => {
  it.each<[string, Record<string, unknown>]>([
    ["plainly", {}],
    ["with several audiences and an authorised party", { aud: [CLIENT, "other"], azp: CLIENT }],
    ["with one audience in a list", { aud: [CLIENT] }],
    ["by clocks that differ by a minute", { iat: NOW_SECONDS + 60, nbf: NOW_SECONDS + 60 }],
    ["expired less than a minute ago", { exp: NOW_SECONDS - 59 }],
  ])("%s", async (_, claims) => {
    const { url, verify } = await startIssuer();
    const result = await verify(await token(url, claims));
    expect(result).toMatchObject({ ok: true, data: { sub: "person-1", iss: url, nonce: "n", ...claims } });
  });

  it.each(["ES256", "PS256", "EdDSA"])("signed by %s", async (alg) => {
    const { url, says, verify } = await startIssuer();
    const keys = await generateKeyPair(alg, { extractable: true });
    says.keys = [await published(keys)];
    expect(await verify(await token(url, {}, { header: { alg }, keys }))).toMatchObject({ ok: true });
  });

  it("where there is no discovery document, and the keys' address is known", async () => {
    const { url, asked, verify } = await startIssuer();
    const result = await verify(await token("urn:issuer"), { issuer: "urn:issuer", jwksUri: `${url}/keys` });
    expect(result).toMatchObject({ ok: true });
    expect(asked).toEqual(["/keys"]);
  });
});

describe("[OA-04] an altered token is refused for what is altered", () => {
  // The nonce is Auth.js' to compare: only it knows what was asked.
  it.each(ALTERED_ID_TOKENS.filter(({ check }) => check !== "nonce"))("$name: $check", async ({ check, alter }) => {
    const { url, asked, verify } = await startIssuer();
    const claims = { iss: url, sub: "person-1", aud: CLIENT, exp: NOW_SECONDS + 300, iat: NOW_SECONDS };
    const draft = draftIdToken(claims, { own, foreign, kid: "own" });
    expect(await verify(await draft.sign())).toMatchObject({ ok: true });
    expect(await verify(await alter(draft))).toEqual(refusal(check));
    // Whatever the token names, keys come from where the issuer's document says.
    expect(asked).toEqual(["/.well-known/openid-configuration", "/keys"]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["exp", { exp: NOW_SECONDS - 60 }],
    ["iat", { iat: NOW_SECONDS + 61 }],
    ["nbf", { nbf: NOW_SECONDS + 61 }],
  ])("clocks differ by a minute and no more: %s", async (check, claims) => {
    const { url, verify } = await startIssuer();
    expect(await verify(await token(url, claims))).toEqual(refusal(check));
  });

  it.each<[string, () => Promise<JWK>]>([
    ["too short", async () => generateKeyPairSync("rsa", { modulusLength: 1024 }).publicKey.export({ format: "jwk" })],
    ["secret", async () => ({ kty: "oct", k: "c2VjcmV0" })],
    ["in pieces", async () => ({ kty: "RSA" })],
    ["for encryption", async () => published(own, { use: "enc" })],
  ])("a key that is %s is none", async (_, make) => {
    const { url, says, verify } = await startIssuer();
    says.keys = [{ ...(await make()), kid: "own" }];
    expect(await verify(await token(url))).toEqual(refusal("key"));
  });

  it("a provider that publishes its private key has no keys", async () => {
    const { url, says, verify } = await startIssuer();
    says.keys = [{ ...(await exportJWK(own.privateKey)), kid: "own" }];
    expect(await verify(await token(url))).toEqual(unreachable("no-keys"));
  });
});

describe("[OA-07] keys", () => {
  it("a new key is found without a restart, the old one is then refused", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: NOW });
    const { url, says, verify } = await startIssuer();
    const before = await token(url);
    expect(await verify(before)).toMatchObject({ ok: true });
    const next = await rsa();
    says.keys = [await published(next, { kid: "next" })];
    vi.setSystemTime(NOW.getTime() + 11_000);
    expect(await verify(await token(url, {}, { keys: next, header: { kid: "next" } }))).toMatchObject({ ok: true });
    expect(await verify(before)).toEqual(refusal("key"));
  });

  it.each([["own"], [undefined]])("a new key named %s as the old one was is found too", async (kid) => {
    vi.useFakeTimers({ toFake: ["Date"], now: NOW });
    const { url, says, verify } = await startIssuer();
    says.keys = [await published(own, { kid })];
    expect(await verify(await token(url, {}, { header: { kid } }))).toMatchObject({ ok: true });
    const next = await rsa();
    says.keys = [await published(next, { kid })];
    vi.setSystemTime(NOW.getTime() + 11_000);
    expect(await verify(await token(url, {}, { keys: next, header: { kid } }))).toMatchObject({ ok: true });
  });

  it("of several keys one has to be named", async () => {
    const { url, says, verify } = await startIssuer();
    says.keys = [await published(own), await published(foreign, { kid: "other" })];
    expect(await verify(await token(url, {}, { header: { kid: undefined } }))).toEqual(refusal("key"));
  });

  it("a flood of unknown keys asks for the keys once in ten seconds", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: NOW });
    const { url, count, verify } = await startIssuer();
    const flood = () =>
      Promise.all(
        Array.from({ length: 50 }, async (_, index) =>
          verify(await token(url, {}, { keys: foreign, header: { kid: index % 2 ? `random-${index}` : "own" } })),
        ),
      );
    for (const result of await flood()) expect(result.ok).toBe(false);
    expect(count("/keys")).toBe(1);
    vi.setSystemTime(NOW.getTime() + 11_000);
    await flood();
    expect(count("/keys")).toBe(2);
    expect(count("/.well-known/openid-configuration")).toBe(1);
  });
});

describe("[OA-03 OA-08] the discovery document", () => {
  it("is read once in ten minutes", async () => {
    const { url, count, verify } = await startIssuer();
    const at = (minutes: number) => ({ now: new Date(NOW.getTime() + minutes * 60_000) });
    for (const minutes of [0, 4, 9.9]) await verify(await token(url), at(minutes));
    expect(count("/.well-known/openid-configuration")).toBe(1);
    await verify(await token(url), at(10));
    expect(count("/.well-known/openid-configuration")).toBe(2);
  });

  it.each<[string, string, { document?: Record<string, unknown>; documentBody?: string }]>([
    ["of another issuer", "other-issuer", { document: { issuer: "https://evil.example" } }],
    ["of an issuer that is no address", "other-issuer", { document: { issuer: "evil" } }],
    ["without keys", "incomplete", { document: { jwks_uri: undefined } }],
    ["that is a page", "not-json", { documentBody: "<!doctype html><p>Welcome" }],
    ["that is a list", "incomplete", { documentBody: "[]" }],
    ["of 10 MB", "too-large", { documentBody: "x".repeat(10_000_000) }],
    ["whose keys are inside a network", "forbidden-address", { document: { jwks_uri: "https://10.0.0.1/keys" } }],
    ["whose keys come by http", "not-https", { document: { jwks_uri: "http://idp.example/keys" } }],
  ])("%s: %s, and again as soon as it is mended", async (_, reason, wrong) => {
    const { url, says, verify } = await startIssuer();
    Object.assign(says, wrong);
    expect(await verify(await token(url))).toEqual(unreachable(reason));
    Object.assign(says, { document: {}, documentBody: undefined });
    const after = await verify(await token(url));
    // Where the document was taken, it is kept; where it was not, the next look finds the new one.
    if (!["forbidden-address", "not-https"].includes(reason)) expect(after).toMatchObject({ ok: true });
  });

  it("keys that are not to be had", async () => {
    const { url, says, verify } = await startIssuer();
    says.keysStatus = 500;
    expect(await verify(await token(url))).toEqual(unreachable("no-keys"));
    says.keysStatus = 302;
    expect(await verify(await token(url))).toEqual(unreachable("redirected"));
    stop();
    expect(await verify(await token(url))).toEqual(unreachable("unreachable"));
  });
});

describe("[OA-04] Microsoft's issuer for people of any tenant", () => {
  const start = async (keyIssuer?: string) => {
    const issuer = await startIssuer();
    const template = `${issuer.url}/{tenantid}/v2.0`;
    issuer.says.document = { issuer: template };
    issuer.says.keys = [await published(own, keyIssuer ? { issuer: keyIssuer.replace("ORIGIN", issuer.url) } : {})];
    const verify = (jwt: string, audience = "common") =>
      issuer.verify(jwt, { issuer: `${issuer.url}/${audience}/v2.0` });
    return { verify, of: (tenant: string) => `${issuer.url}/${tenant}/v2.0` };
  };

  it.each(["common", "organizations"])("a token of somebody's own tenant, by %s", async (audience) => {
    const { verify, of } = await start("ORIGIN/{tenantid}/v2.0");
    expect(await verify(await token(of(TENANT), { tid: TENANT }), audience)).toMatchObject({ ok: true });
  });

  it.each<[string, string, string, unknown]>([
    ["of another tenant than it says", "iss", OTHER_TENANT, TENANT],
    ["of no tenant", "tid", TENANT, undefined],
    ["of a tenant that is no id", "tid", "common", "common"],
    ["of the template itself", "tid", "{tenantid}", "{tenantid}"],
  ])("a token %s: %s", async (_, check, tenant, tid) => {
    const { verify, of } = await start();
    expect(await verify(await token(of(tenant), { tid }))).toEqual(refusal(check));
  });

  it("a key of one tenant signs for that one only", async () => {
    const { verify, of } = await start(`ORIGIN/${TENANT}/v2.0`);
    expect(await verify(await token(of(TENANT), { tid: TENANT }))).toMatchObject({ ok: true });
    expect(await verify(await token(of(OTHER_TENANT), { tid: OTHER_TENANT }))).toEqual(refusal("key"));
  });

  it("the document of any tenant is not that of a certain one", async () => {
    const { verify, of } = await start();
    expect(await verify(await token(of(TENANT), { tid: TENANT }), TENANT)).toEqual(unreachable("other-issuer"));
  });
});
