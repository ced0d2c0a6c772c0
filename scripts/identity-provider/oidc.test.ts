import * as oauth from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type IdentityProvider, startIdentityProvider } from ".";
import { OIDC_CLIENT } from "./oidc";
import { PEOPLE } from "./people";

const APP = "http://localhost:3000";
const CALLBACK = `${APP}/api/auth/callback/local`;
const client: oauth.Client = { client_id: OIDC_CLIENT.clientId };
const authentication = oauth.ClientSecretBasic(OIDC_CLIENT.clientSecret);

let provider: IdentityProvider;
let issuer: string;
let server: oauth.AuthorizationServer;
let guarded: typeof fetch;
let verifyIdToken: typeof import("@/lib/security/id-token").verifyIdToken;
beforeAll(async () => {
  vi.stubEnv("LOOPBACK_PROVIDERS", "true");
  vi.resetModules();
  ({ guardedFetch: guarded } = await import("@/lib/security/outbound"));
  ({ verifyIdToken } = await import("@/lib/security/id-token"));
  provider = await startIdentityProvider({ appOrigin: APP });
  issuer = `${provider.origin}/oidc`;
  const url = new URL(issuer);
  server = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options()));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await provider.stop();
});
const options = () => ({ [oauth.customFetch]: guarded, [oauth.allowInsecureRequests]: true });

/** A browser, as far as this provider needs one: it keeps cookies and follows redirects within the provider. */
function browser() {
  const cookies = new Map<string, string>();
  return async function visit(url: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const next = response.headers.get("location");
    const target = next && new URL(next, url).href;
    return target?.startsWith(provider.origin) ? visit(target) : response;
  };
}

async function begin(parameters: Record<string, string> = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const url = new URL(server.authorization_endpoint ?? "");
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "openid email profile",
    state: "our-state",
    nonce: "our-nonce",
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    ...parameters,
  }).toString();
  const visit = browser();
  const page = await visit(url.href);
  const html = await page.text();
  const action = /action="([^"]+)"/.exec(html)?.[1] ?? "";
  const choose = (form: Record<string, string>) => visit(new URL(action, provider.origin).href, form);
  return { page, html, choose, verifier };
}

/** From the address the browser is sent back to. */
async function finish(response: Response, verifier: string, redirectUri = CALLBACK) {
  const back = new URL(response.headers.get("location") ?? "");
  const parameters = oauth.validateAuthResponse(server, client, back, "our-state");
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    authentication,
    parameters,
    redirectUri,
    verifier,
    options(),
  );
  return oauth.processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: "our-nonce",
    requireIdToken: true,
  });
}

it.each(PEOPLE)("[B01] $id signs in by being picked, and the token passes our check", async (person) => {
  const { choose, verifier } = await begin();
  const tokens = await finish(await choose({ person: person.id }), verifier);
  const checked = await verifyIdToken(tokens.id_token ?? "", { issuer, clientId: client.client_id, now: new Date() });
  const claims = {
    sub: person.id,
    email: person.email,
    email_verified: person.emailVerified,
    given_name: person.firstName,
    family_name: person.lastName,
    name: `${person.firstName} ${person.lastName}`,
  };
  expect(checked).toMatchObject({ ok: true, data: claims });
  const userinfo = await oauth.userInfoRequest(server, client, tokens.access_token, options());
  expect(await oauth.processUserInfoResponse(server, client, person.id, userinfo)).toMatchObject(claims);
});

it("[B01] everybody is on the page, and each visit asks anew", async () => {
  const { page, html, choose } = await begin();
  expect(page.headers.get("content-type")).toContain("text/html");
  for (const { firstName, email } of PEOPLE) for (const word of [firstName, email]) expect(html).toContain(word);
  expect(html).toContain("Cancel");
  expect((await choose({ person: "grace" })).headers.get("location")).toContain(CALLBACK);
  expect((await begin()).html).toContain("Who do you want to be?");
});

it.each([{ cancel: "yes" }, { person: "nobody" }, {}])("[B01] %o is a refusal", async (form) => {
  const { choose } = await begin();
  const back = new URL((await choose(form as Record<string, string>)).headers.get("location") ?? "");
  expect(Object.fromEntries(back.searchParams)).toMatchObject({
    error: "access_denied",
    state: "our-state",
    iss: issuer,
  });
});

describe("[OA-01] what a sign-in needs", () => {
  it("a code challenge, by S256", async () => {
    const without = await begin({ code_challenge: "", code_challenge_method: "" });
    expect(without.page.headers.get("location")).toContain("error=invalid_request");
    const plain = await begin({ code_challenge_method: "plain" });
    expect(plain.page.headers.get("location")).toContain("error=invalid_request");
  });

  it("the verifier of that challenge", async () => {
    const { choose } = await begin();
    const answer = finish(await choose({ person: "grace" }), oauth.generateRandomCodeVerifier());
    await expect(answer).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it("a code that was not used before", async () => {
    const { choose, verifier } = await begin();
    const back = await choose({ person: "grace" });
    await finish(back, verifier);
    await expect(finish(back, verifier)).rejects.toMatchObject({ error: "invalid_grant" });
  });
});

describe("[OA-03] where people are sent back to", () => {
  it.each(["acme", "Connection_2-b"])("any connection of the app: %s", async (connection) => {
    const redirectUri = `${APP}/api/auth/callback/${connection}`;
    const { choose, verifier } = await begin({ redirect_uri: redirectUri });
    const tokens = await finish(await choose({ person: "grace" }), verifier, redirectUri);
    expect(tokens.id_token).toBeTruthy();
  });

  it("the one that was asked with, at the token endpoint too", async () => {
    const { choose, verifier } = await begin();
    const answer = finish(await choose({ person: "grace" }), verifier, `${APP}/api/auth/callback/acme`);
    await expect(answer).rejects.toMatchObject({ error: "invalid_grant" });
  });

  it.each([
    "http://evil.example/api/auth/callback/local",
    `${APP}.evil.example/api/auth/callback/local`,
    `${APP}/api/auth/callback/`,
    `${APP}/api/auth/callback/../../elsewhere`,
    `${APP}/api/auth/callback/local?x=y`,
    `${APP}/elsewhere`,
  ])("nowhere else: %s", async (redirectUri) => {
    const { page } = await begin({ redirect_uri: redirectUri });
    expect(page.status).toBe(400);
    expect(page.headers.get("location")).toBeNull();
  });
});

it("[B01] an interaction nobody began, and pages there are not", async () => {
  expect((await fetch(`${issuer}/interaction/none`)).status).toBe(400);
  expect((await fetch(`${provider.origin}/elsewhere`)).status).toBe(404);
});
