import { generateKeyPair, SignJWT } from "jose";
import { NextRequest } from "next/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { authFor } from "@/lib/auth/auth-for";
import { ssoFailure } from "@/lib/auth/failure";
import { type Provider, socialProvider } from "@/lib/auth/provider-config";
import { encrypt } from "@/lib/security/encryption";
import { defaultSettings } from "@/lib/settings/schema";
import { secretOwner } from "../social";
import { socialProviders } from ".";

/* Auth.js with each provider's configuration, from the button to the profile. The internet answers from here. */

type Sent = { url: string; headers: Headers; body: URLSearchParams };
const internet = vi.hoisted(() => ({
  sent: [] as Sent[],
  pages: {} as Record<string, (request: Sent) => unknown>,
}));
vi.mock("undici", async (original) => ({
  ...(await original<typeof import("undici")>()),
  async fetch(url: URL, init: { headers: [string, string][]; body?: Uint8Array }) {
    const body = new URLSearchParams(init.body ? Buffer.from(init.body).toString() : "");
    const request = { url: url.href, headers: new Headers(init.headers), body };
    internet.sent.push(request);
    const page = internet.pages[`${url.origin}${url.pathname}`];
    const answer = await page?.(request);
    return answer instanceof Response ? answer : Response.json(answer ?? {}, { status: page ? 200 : 404 });
  },
}));
// Whatever goes round the guard ends here.
vi.stubGlobal("fetch", () => {
  throw new Error("a request that nothing guards");
});

const TENANT = "0b1e8f2c-94a7-4a7e-9e5c-0f1f7f0f2b11";
const MICROSOFT = "https://login.microsoftonline.com";
const VERIFIED = { email: "ada@gmail.com", email_verified: true };

interface Expected {
  authorize: string;
  scope: string;
  checks: ("pkce" | "state" | "nonce")[];
  /** Where the code goes. */
  token: string;
  /** How the client shows its secret there. */
  client: "basic" | "post";
  /** Of an OpenID provider: its issuer, what its document calls it, and what its tokens name. */
  issuer?: string;
  named?: string;
  tokensFrom?: string;
  /** Pages of its API. */
  api?: Record<string, unknown>;
  claims?: Record<string, unknown>;
  email: string;
}

const expected: Record<string, Expected> = {
  google: {
    authorize: "https://accounts.google.com/o/oauth2/v2/auth",
    scope: "openid profile email",
    checks: ["pkce", "state", "nonce"],
    token: "https://oauth2.googleapis.com/token",
    client: "basic",
    issuer: "https://accounts.google.com",
    claims: VERIFIED,
    email: "ada@gmail.com",
  },
  apple: {
    authorize: "https://appleid.apple.com/auth/authorize",
    scope: "name email",
    checks: ["pkce", "state", "nonce"],
    token: "https://appleid.apple.com/auth/token",
    client: "post",
    issuer: "https://appleid.apple.com",
    claims: { email: "x@privaterelay.appleid.com", email_verified: "true" },
    email: "x@privaterelay.appleid.com",
  },
  "microsoft-entra-id": {
    authorize: `${MICROSOFT}/common/oauth2/v2.0/authorize`,
    scope: "openid profile email",
    checks: ["pkce", "state", "nonce"],
    token: `${MICROSOFT}/common/oauth2/v2.0/token`,
    client: "basic",
    issuer: `${MICROSOFT}/common/v2.0`,
    named: `${MICROSOFT}/{tenantid}/v2.0`,
    tokensFrom: `${MICROSOFT}/${TENANT}/v2.0`,
    claims: { email: "ada@corp.example", xms_edov: true, tid: TENANT },
    email: "ada@corp.example",
  },
  github: {
    authorize: "https://github.com/login/oauth/authorize",
    scope: "read:user user:email",
    checks: ["pkce", "state"],
    token: "https://github.com/login/oauth/access_token",
    client: "basic",
    api: {
      "https://api.github.com/user": { id: 1, login: "ada", email: "shown@example.com" },
      "https://api.github.com/user/emails": [{ email: "ada@example.com", primary: true, verified: true }],
    },
    email: "ada@example.com",
  },
  facebook: {
    authorize: "https://www.facebook.com/v25.0/dialog/oauth",
    scope: "public_profile,email",
    checks: ["pkce", "state"],
    token: "https://graph.facebook.com/v25.0/oauth/access_token",
    client: "post",
    api: { "https://graph.facebook.com/v25.0/me": { id: "1", email: "ada@example.com" } },
    email: "ada@example.com",
  },
  linkedin: {
    authorize: "https://www.linkedin.com/oauth/v2/authorization",
    scope: "openid profile email",
    checks: ["state"],
    token: "https://www.linkedin.com/oauth/v2/accessToken",
    client: "post",
    issuer: "https://www.linkedin.com/oauth",
    claims: VERIFIED,
    email: "ada@gmail.com",
  },
  discord: {
    authorize: "https://discord.com/api/oauth2/authorize",
    scope: "identify email",
    checks: ["pkce", "state"],
    token: "https://discord.com/api/oauth2/token",
    client: "basic",
    api: {
      "https://discord.com/api/users/@me": { id: "1", username: "ada", email: "ada@example.com", verified: true },
    },
    email: "ada@example.com",
  },
  gitlab: {
    authorize: "https://gitlab.com/oauth/authorize",
    scope: "read_user",
    checks: ["pkce", "state"],
    token: "https://gitlab.com/oauth/token",
    client: "basic",
    api: {
      "https://gitlab.com/api/v4/user": { id: 1, email: "ada@example.com", confirmed_at: "2026-01-01T00:00:00.000Z" },
    },
    email: "ada@example.com",
  },
  slack: {
    authorize: "https://slack.com/openid/connect/authorize",
    scope: "openid profile email",
    checks: ["state", "nonce"],
    token: "https://slack.com/api/openid.connect.token",
    client: "basic",
    issuer: "https://slack.com",
    claims: VERIFIED,
    email: "ada@gmail.com",
  },
  twitter: {
    authorize: "https://x.com/i/oauth2/authorize",
    scope: "users.read tweet.read users.email",
    checks: ["pkce", "state"],
    token: "https://api.x.com/2/oauth2/token",
    client: "basic",
    api: { "https://api.x.com/2/users/me": { data: { id: "1", username: "ada", confirmed_email: "ada@example.com" } } },
    email: "ada@example.com",
  },
};

const CLIENT_ID = "client-id";
const SECRET = "client-secret";

function providerOf(id: string, issuer = ""): Provider {
  const keys = { clientId: CLIENT_ID, clientSecret: encrypt(SECRET, secretOwner(id)) };
  const connection = { enabled: true, use: "sign-in" as const, name: "", trustsEmail: false, issuer, ...keys };
  const provider = socialProvider({ ...defaultSettings, social: { connections: { [id]: connection } } }, id);
  if (!provider) throw new Error(`${id} is not usable`);
  return provider;
}

const HOME = "http://localhost:3000/api/auth";
const cookiesOf = (response: Response) => response.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");

/** Presses the button. @returns the address of the provider, and the cookies on the way there. */
async function leave(provider: Provider): Promise<{ url: URL; cookies: string[] }> {
  const { handlers } = authFor(provider);
  const csrf = await handlers.GET(new NextRequest(`${HOME}/csrf`));
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const response = await handlers.POST(
    new NextRequest(`${HOME}/signin/${provider.id}`, {
      method: "POST",
      headers: { cookie: cookiesOf(csrf).join("; "), "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken, callbackUrl: "/" }),
    }),
  );
  return { url: new URL(response.headers.get("location") ?? ""), cookies: cookiesOf(response) };
}

/** Comes back with a code. @returns what the flows are told, or the failure as they hear of it. */
async function comeBack(provider: Provider, cookies: string[], answer: Record<string, string>) {
  const onAnswer = vi.fn(async () => "/next");
  const onError = vi.fn();
  const { handlers } = authFor(provider, { onAnswer, onError });
  const address = `${HOME}/callback/${provider.id}`;
  const headers = { cookie: cookies.join("; "), "content-type": "application/x-www-form-urlencoded" };
  const form = new URLSearchParams(answer).toString();
  await (provider.id === "apple"
    ? handlers.POST(new NextRequest(address, { method: "POST", headers, body: form }))
    : handlers.GET(new NextRequest(`${address}?${form}`, { headers })));
  const [told] = onAnswer.mock.calls as unknown as [[{ profile: Record<string, unknown> }]?];
  return { told: told?.[0], failure: onError.mock.calls[0] && ssoFailure(onError.mock.calls[0][0], answer.error) };
}

/** Auth.js looks at no signature; ours is checked elsewhere (lib/security/id-token.test.ts). */
const { privateKey } = await generateKeyPair("RS256");
const idToken = (claims: Record<string, unknown>) =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(privateKey);

/** Puts a provider into the internet. @param nonce what its token repeats. */
function serve(
  { authorize, token, issuer, named, tokensFrom, api = {}, claims }: Expected,
  nonce?: string | null,
): void {
  const document = (one: string) => ({ issuer: one, authorization_endpoint: authorize, token_endpoint: token });
  const now = Math.floor(Date.now() / 1000);
  const times = { iat: now, exp: now + 300 };
  internet.pages = {
    ...(issuer && { [`${issuer}/.well-known/openid-configuration`]: () => document(named ?? issuer) }),
    ...(tokensFrom && { [`${tokensFrom}/.well-known/openid-configuration`]: () => document(tokensFrom) }),
    [token]: async () => ({
      access_token: "access-token",
      token_type: "Bearer",
      ...(issuer && {
        id_token: await idToken({
          iss: tokensFrom ?? issuer,
          aud: CLIENT_ID,
          sub: "subject",
          ...times,
          ...(nonce && { nonce }),
          ...claims,
        }),
      }),
    }),
    ...Object.fromEntries(Object.entries(api).map(([url, answer]) => [url, () => answer])),
  };
}

beforeEach(() => {
  internet.sent = [];
  vi.spyOn(console, "error").mockImplementation(() => {});
});

describe.each(socialProviders.map(({ id }) => [id, expected[id] as Expected] as const))("%s", (id, one) => {
  it("[P28 OA-01 OA-06] is asked for a code only, once, for little, and sends it to our own address", async () => {
    serve(one);
    const { url, cookies } = await leave(providerOf(id));
    expect(`${url.origin}${url.pathname}`).toBe(one.authorize);
    const asked = Object.fromEntries(url.searchParams);
    expect(asked).toMatchObject({
      response_type: "code",
      client_id: CLIENT_ID,
      scope: one.scope,
      redirect_uri: `${HOME}/callback/${id}`,
    });
    expect(asked.response_mode).toBe(id === "apple" ? "form_post" : undefined);
    expect(asked.state !== undefined).toBe(true);
    expect(asked.code_challenge_method).toBe(one.checks.includes("pkce") ? "S256" : undefined);
    expect(asked.code_challenge?.length).toBe(one.checks.includes("pkce") ? 43 : undefined);
    expect(asked.nonce !== undefined).toBe(one.checks.includes("nonce"));
    const kept = cookies.map((cookie) => cookie.split("=")[0]).filter((name) => /pkce|state|nonce/.test(`${name}`));
    expect(kept).toHaveLength(one.checks.length);
    expect(url.href).not.toContain(SECRET);
    expect((await leave(providerOf(id))).url.searchParams.get("state")).not.toBe(asked.state);
  });

  it("[P28 OA-01 OA-09] its code becomes a profile: with the verifier, the secret shown as it wants, by guarded requests", async () => {
    serve(one);
    const provider = providerOf(id);
    const { url, cookies } = await leave(provider);
    serve(one, url.searchParams.get("nonce"));
    internet.sent = [];
    const state = url.searchParams.get("state") ?? "";
    const { told, failure } = await comeBack(provider, cookies, { code: "the-code", state });
    expect(failure).toBeUndefined();
    expect(provider.claims(told?.profile ?? {})).toMatchObject({
      subject: one.issuer ? "subject" : "1",
      email: one.email,
      emailVerified: id !== "facebook",
    });
    const [exchange] = internet.sent.filter((request) => request.url.startsWith(one.token));
    expect(exchange?.body.get("code")).toBe("the-code");
    expect(exchange?.body.get("redirect_uri")).toBe(`${HOME}/callback/${id}`);
    expect(exchange?.body.has("code_verifier")).toBe(one.checks.includes("pkce"));
    expect(exchange?.body.get("client_secret")).toBe(one.client === "post" ? SECRET : null);
    expect(exchange?.headers.get("authorization")?.startsWith("Basic ")).toBe(
      one.client === "basic" ? true : undefined,
    );
    for (const page of Object.keys(one.api ?? {})) {
      const [request] = internet.sent.filter(({ url }) => url.split("?")[0] === page);
      expect(request?.headers.get("authorization")).toBe("Bearer access-token");
    }
  });

  it("[OA-02 OA-04] an answer with another state, without its cookies or with another nonce is none", async () => {
    serve(one);
    const provider = providerOf(id);
    const { url, cookies } = await leave(provider);
    const state = url.searchParams.get("state") ?? "";
    serve(one, url.searchParams.get("nonce"));
    expect((await comeBack(provider, cookies, { code: "c", state: "x" })).told).toBeUndefined();
    expect((await comeBack(provider, [], { code: "c", state })).told).toBeUndefined();
    expect((await comeBack(provider, cookies, { error: "access_denied", state: "x" })).failure).toBe("sso_refused");
    expect((await comeBack(provider, cookies, { error: "access_denied", state })).failure).toBe("sso_cancelled");
    if (!one.checks.includes("nonce")) return;
    for (const nonce of ["another", null]) {
      serve(one, nonce);
      expect((await comeBack(provider, cookies, { code: "c", state })).told).toBeUndefined();
    }
  });

  it("[OA-08] a failing API is told apart from one that refuses", async () => {
    const provider = providerOf(id);
    for (const page of Object.keys(one.api ?? {})) {
      serve(one);
      const { url, cookies } = await leave(provider);
      const back = () => comeBack(provider, cookies, { code: "c", state: url.searchParams.get("state") ?? "" });
      internet.pages[page] = () => new Response("<html>", { status: 503 });
      expect(await back()).toEqual({ told: undefined, failure: "sso_provider_down" });
      internet.pages[page] = () => Response.json({ message: "Bad credentials" }, { status: 401 });
      expect(await back()).toEqual({ told: undefined, failure: "sso_refused" });
    }
    expect(provider.idToken).toEqual(one.issuer ? { issuer: one.issuer, clientId: CLIENT_ID } : null);
  });
});

it("[OA-04 OA-05] Microsoft: of one tenant, tokens of another one are refused", async () => {
  const one = expected["microsoft-entra-id"] as Expected;
  const issuer = `${MICROSOFT}/${TENANT}/v2.0`;
  const own = { ...one, issuer, named: issuer, tokensFrom: issuer };
  const provider = providerOf("microsoft-entra-id", issuer);
  serve(own);
  const { url, cookies } = await leave(provider);
  const answer = { code: "c", state: url.searchParams.get("state") ?? "" };
  const other = "11111111-2222-4333-8444-555555555555";
  const theirs = { ...own, tokensFrom: `${MICROSOFT}/${other}/v2.0`, claims: { ...one.claims, tid: other } };
  serve(theirs, url.searchParams.get("nonce"));
  expect((await comeBack(provider, cookies, answer)).told).toBeUndefined();
  serve(own, url.searchParams.get("nonce"));
  expect((await comeBack(provider, cookies, answer)).told).toBeDefined();
});

it("[P28] Microsoft: “organizations” is one more home", async () => {
  const issuer = `${MICROSOFT}/organizations/v2.0`;
  const endpoints = {
    authorize: `${MICROSOFT}/organizations/oauth2/v2.0/authorize`,
    token: `${MICROSOFT}/organizations/oauth2/v2.0/token`,
  };
  const one = { ...(expected["microsoft-entra-id"] as Expected), ...endpoints, issuer };
  const provider = providerOf("microsoft-entra-id", issuer);
  serve(one);
  const { url, cookies } = await leave(provider);
  serve(one, url.searchParams.get("nonce"));
  const answer = { code: "c", state: url.searchParams.get("state") ?? "" };
  expect((await comeBack(provider, cookies, answer)).told).toBeDefined();
});

it("[P28] GitLab: one of somebody's own is asked at its own address, below a path as well", async () => {
  const home = "https://code.example.com/gitlab";
  serve(expected.gitlab as Expected);
  const { url } = await leave(providerOf("gitlab", `${home}/`));
  expect(url.href.startsWith(`${home}/oauth/authorize?`)).toBe(true);
});

it("[P28] Apple: the name that comes once, beside the token, is read", async () => {
  const one = expected.apple as Expected;
  serve(one);
  const provider = providerOf("apple");
  const { url, cookies } = await leave(provider);
  serve(one, url.searchParams.get("nonce"));
  const user = JSON.stringify({ name: { firstName: "Ada", lastName: "Lovelace" }, email: "victim@example.com" });
  const { told } = await comeBack(provider, cookies, { code: "c", state: url.searchParams.get("state") ?? "", user });
  expect(provider.claims(told?.profile ?? {})).toMatchObject({
    firstName: "Ada",
    lastName: "Lovelace",
    email: one.email,
  });
});
