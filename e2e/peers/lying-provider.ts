import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair } from "jose";
import { draftIdToken, type IdTokenDraft } from "./id-token-draft";
import { answer, type Lie, Refusal } from "./lies";
import { serveOnLoopback } from "./loopback";

type Endpoint = "discovery" | "keys" | "token" | "userinfo";

/** What a sign-in at it is about, until its code is spent. */
interface Grant {
  redirectUri: string;
  nonce?: string;
  challenge: string;
}

const newKeys = () => generateKeyPair("RS256", { extractable: true });

/**
 * A small OpenID provider on loopback that tells the truth until a test replaces an answer. Whoever comes is signed in at
 * once, as `person`.
 */
export async function startLyingProvider() {
  const grants = new Map<string, Grant>();
  const accessTokens = new Set<string>();
  const keys = { own: await newKeys(), foreign: await newKeys(), kid: "key-1" };

  const provider = {
    /** Filled below, when its address is known. */
    issuer: "",
    client: { clientId: "client-of-a-liar", clientSecret: randomBytes(16).toString("hex") },
    /** The claims of whoever signs in. */
    person: { sub: "person-1", email: "person@liar.example", email_verified: true } as Record<string, unknown>,
    /** In place of the truth, at an endpoint. */
    lies: {} as Partial<Record<Endpoint, Lie>>,
    /** In place of the good ID token. */
    idToken: undefined as ((draft: IdTokenDraft) => string | Promise<string>) | undefined,
    /** Changes what a browser is sent back with. */
    authorization: undefined as ((parameters: URLSearchParams) => void) | undefined,
    /** Every request: `GET /keys`. */
    asked: [] as string[],
    /** From now on another key signs, under another name. */
    async rotate() {
      Object.assign(keys, { own: await newKeys(), kid: `key-${randomBytes(4).toString("hex")}` });
    },
    tellTruth() {
      Object.assign(provider, { lies: {}, idToken: undefined, authorization: undefined });
    },
    stop: async () => {},
  };

  const site = await serveOnLoopback(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", provider.issuer);
    provider.asked.push(`${request.method} ${pathname}`);
    if (pathname === "/authorize") return authorize(searchParams, response);
    const truths: Record<string, [Endpoint, () => unknown]> = {
      "/.well-known/openid-configuration": ["discovery", discovery],
      "/keys": ["keys", publishedKeys],
      "/token": ["token", () => exchange(request)],
      "/userinfo": ["userinfo", () => userinfo(request)],
    };
    const [endpoint, truth] = truths[pathname] ?? [];
    if (!endpoint || !truth) return void response.writeHead(404).end();
    await answer(response, provider.lies[endpoint], truth);
  });
  Object.assign(provider, { issuer: site.url, stop: site.stop });
  return provider;

  function discovery() {
    const { issuer } = provider;
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
      authorization_response_iss_parameter_supported: true,
    };
  }

  async function publishedKeys() {
    return { keys: [{ ...(await exportJWK(keys.own.publicKey)), kid: keys.kid, use: "sig", alg: "RS256" }] };
  }

  function authorize(asked: URLSearchParams, response: ServerResponse): void {
    const code = randomBytes(16).toString("hex");
    const redirectUri = asked.get("redirect_uri") ?? "";
    const nonce = asked.get("nonce") ?? undefined;
    grants.set(code, { redirectUri, nonce, challenge: asked.get("code_challenge") ?? "" });
    const parameters = new URLSearchParams({ code, state: asked.get("state") ?? "", iss: provider.issuer });
    provider.authorization?.(parameters);
    response.writeHead(302, { location: `${redirectUri}?${parameters}` }).end();
  }

  /** @throws a refusal, as RFC 6749 §5.2 words it. */
  async function exchange(request: IncomingMessage) {
    const form = new URLSearchParams(await text(request));
    if (!isClient(request.headers.authorization)) throw new Refusal(401, "invalid_client");
    const code = form.get("code") ?? "";
    const grant = grants.get(code);
    grants.delete(code);
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    if (!grant || grant.redirectUri !== form.get("redirect_uri") || grant.challenge !== challenge)
      throw new Refusal(400, "invalid_grant");
    const accessToken = randomBytes(16).toString("hex");
    accessTokens.add(accessToken);
    const draft = draftOf(grant);
    const idToken = await (provider.idToken?.(draft) ?? draft.sign());
    return { access_token: accessToken, token_type: "Bearer", expires_in: 600, id_token: idToken };
  }

  /** Name and secret come form-encoded within HTTP Basic (RFC 6749 §2.3.1). */
  function isClient(authorization = ""): boolean {
    const given = Buffer.from(authorization.replace(/^Basic /, ""), "base64")
      .toString()
      .split(":");
    const { clientId, clientSecret } = provider.client;
    return given.map(decodeURIComponent).join(":") === `${clientId}:${clientSecret}`;
  }

  function userinfo(request: IncomingMessage) {
    const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
    if (!accessTokens.has(token)) throw new Refusal(401, "invalid_token");
    return provider.person;
  }

  function draftOf({ nonce }: Grant): IdTokenDraft {
    const iat = Math.floor(Date.now() / 1000);
    const claims = {
      ...provider.person,
      iss: provider.issuer,
      aud: provider.client.clientId,
      iat,
      exp: iat + 300,
      nonce,
    };
    return draftIdToken(claims, keys);
  }
}

export type LyingProvider = Awaited<ReturnType<typeof startLyingProvider>>;
