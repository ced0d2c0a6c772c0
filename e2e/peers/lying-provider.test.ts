import * as oauth from "oauth4webapi";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { HTML, type Lie, TEN_MEGABYTES } from "./lies";
import { type LyingProvider, startLyingProvider } from "./lying-provider";

const CALLBACK = "http://localhost:3000/api/auth/callback/liar";
let liar: LyingProvider;
let guarded: typeof fetch;
beforeAll(async () => {
  vi.stubEnv("LOOPBACK_PROVIDERS", "true");
  vi.resetModules();
  ({ guardedFetch: guarded } = await import("@/lib/security/outbound"));
  liar = await startLyingProvider();
});
afterEach(() => liar.tellTruth());
afterAll(async () => {
  vi.unstubAllEnvs();
  await liar.stop();
});

const options = () => ({ [oauth.customFetch]: guarded, [oauth.allowInsecureRequests]: true });
async function discover() {
  const issuer = new URL(liar.issuer);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options()));
}

/** A whole sign-in by a client that checks signatures. */
async function signIn({ verifier }: { verifier?: string } = {}) {
  const server = await discover();
  const client: oauth.Client = { client_id: liar.client.clientId };
  const [codeVerifier, nonce, state] = [oauth.generateRandomCodeVerifier(), "our-nonce", "our-state"];
  const url = new URL(server.authorization_endpoint ?? "");
  const challenge = await oauth.calculatePKCECodeChallenge(codeVerifier);
  const asked = { redirect_uri: CALLBACK, client_id: client.client_id, nonce, state, code_challenge: challenge };
  url.search = new URLSearchParams(asked).toString();
  const back = new URL((await fetch(url, { redirect: "manual" })).headers.get("location") ?? "");
  const parameters = oauth.validateAuthResponse(server, client, back, state);
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.ClientSecretBasic(liar.client.clientSecret),
    parameters,
    CALLBACK,
    verifier ?? codeVerifier,
    options(),
  );
  const signed = answer.clone();
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  await oauth.validateApplicationLevelSignature(server, answer, options()).catch((error: unknown) => {
    throw new Error("signature", { cause: error });
  });
  const userinfo = await oauth.userInfoRequest(server, client, tokens.access_token, options());
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  return {
    claims,
    userinfo: await oauth.processUserInfoResponse(server, client, claims?.sub ?? "", userinfo),
    tokens: await signed.json(),
  };
}

describe("[OA-04 OA-08] a provider that lies when it is told to", () => {
  it("tells the truth otherwise, to a client that checks everything", async () => {
    liar.person = { sub: "somebody", email: "somebody@liar.example", email_verified: "true" };
    const { claims, userinfo } = await signIn();
    expect(claims).toMatchObject({ ...liar.person, nonce: "our-nonce", iss: liar.issuer, aud: liar.client.clientId });
    expect(userinfo).toEqual(liar.person);
  });

  it("refuses a wrong verifier, as it should", async () => {
    await expect(signIn({ verifier: oauth.generateRandomCodeVerifier() })).rejects.toMatchObject({
      error: "invalid_grant",
    });
  });

  it("signs with another key once its keys were changed", async () => {
    await liar.rotate();
    expect((await signIn()).claims).toMatchObject({ sub: liar.person.sub });
  });

  it("sends another ID token in place of the good one", async () => {
    liar.idToken = ({ sign, keys }) => sign({ sub: "another" }, { key: keys.foreign });
    await expect(signIn()).rejects.toThrow("signature");
  });

  it("sends people back with something else", async () => {
    liar.authorization = (parameters) => parameters.set("iss", "https://evil.example");
    await expect(signIn()).rejects.toThrow(/iss/);
  });

  it("changes a true answer", async () => {
    liar.lies.userinfo = (truth) => ({ ...truth, sub: "another" });
    await expect(signIn()).rejects.toThrow(/sub/);
    expect(liar.asked.slice(-1)).toEqual(["GET /userinfo"]);
  });

  it.each<[string, Lie, unknown]>([
    ["a page", HTML, { message: expect.stringMatching(/content-type/i) }],
    ["10 MB", TEN_MEGABYTES, { code: "too-large" }],
    ["a failure", { status: 500 }, { message: expect.stringMatching(/status/i) }],
    ["a closed connection", "hang up", { code: "unreachable" }],
  ])("answers with %s", async (_, lie, problem) => {
    liar.lies.discovery = lie;
    await expect(discover()).rejects.toMatchObject(problem as object);
  });

  it.each(["hang", "stall"] as const)("%s: nothing comes until somebody gives up", async (lie) => {
    liar.lies.keys = lie;
    const caller = new AbortController();
    const answer = guarded(`${liar.issuer}/keys`, { signal: caller.signal });
    await vi.waitFor(() => expect(liar.asked.at(-1)).toBe("GET /keys"));
    caller.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
    liar.asked.length = 0;
  });
});
