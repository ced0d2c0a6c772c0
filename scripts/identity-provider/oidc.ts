import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { exportJWK, generateKeyPair } from "jose";
import type { Configuration } from "oidc-provider";
import { choosePerson, problemPage, sendProblem } from "./page";
import { PEOPLE } from "./people";

const OIDC_PATH = "/oidc";
const INTERACTION = `${OIDC_PATH}/interaction/`;
/** What the app is to this provider. No secret: it listens on this machine only, and vouches for nobody real. */
export const OIDC_CLIENT = { clientId: "sign-in-starter", clientSecret: "local-development-only" };

/**
 * A certified OpenID provider (oidc-provider) whose people sign in by being picked from a list. PKCE is required, and any
 * connection of the app may be called back. Everything it knows is gone when it stops.
 * @param options.origin where it is served; its issuer is `${origin}/oidc`.
 */
export async function openIdProvider({ origin, appOrigin }: { origin: string; appOrigin: string }) {
  const callbacks = `${appOrigin}/api/auth/callback/`;
  const { Provider, interactionPolicy } = await quietly(() => import("oidc-provider"));
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });

  const policy = interactionPolicy.base();
  policy.remove("consent");
  policy
    .get("login")
    ?.checks.add(new interactionPolicy.Check("choose", "Somebody has to be picked", (ctx) => !ctx.oidc.result?.login));

  const configuration: Configuration = {
    clients: [
      {
        client_id: OIDC_CLIENT.clientId,
        client_secret: OIDC_CLIENT.clientSecret,
        redirect_uris: [`${callbacks}local`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    jwks: {
      keys: [{ ...(await exportJWK(privateKey)), use: "sig", alg: "RS256", kid: randomBytes(8).toString("hex") }],
    },
    cookies: { keys: [randomBytes(32).toString("hex")] },
    pkce: { required: () => true },
    claims: {
      openid: ["sub"],
      email: ["email", "email_verified"],
      profile: ["given_name", "family_name", "name"],
    },
    // The app reads the ID token, not the userinfo endpoint.
    conformIdTokenClaims: false,
    findAccount: (_, id) => accountOf(id),
    features: { devInteractions: { enabled: false } },
    interactions: { policy, url: (_, { uid }) => `${INTERACTION}${uid}` },
    // Whoever picks a person has agreed.
    async loadExistingGrant(ctx) {
      const { client, session, provider } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
    renderError(ctx, { error, error_description }) {
      ctx.type = "html";
      ctx.body = problemPage(`This provider refused: ${error_description ?? error}.`);
    },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 3600, Session: 3600, Grant: 3600 },
  };
  const provider = await quietly(() => new Provider(`${origin}${OIDC_PATH}`, configuration));
  // The library's way to more than a list of addresses; the rest of what it checks of them stays.
  provider.Client.prototype.redirectUriAllowed = (uri) =>
    uri.startsWith(callbacks) && /^[\w-]+$/.test(uri.slice(callbacks.length));
  const serve = provider.callback();

  async function interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const interaction = await provider.interactionDetails(request, response).catch(() => undefined);
    if (!interaction) return sendProblem(response, 400, "This sign-in is over. Begin again in the app.");
    if (request.method !== "POST") return choosePerson(response, `${INTERACTION}${interaction.uid}`);
    const form = new URLSearchParams(await text(request));
    const person = PEOPLE.find(({ id }) => id === form.get("person"));
    const result = person
      ? { login: { accountId: person.id } }
      : { error: "access_denied", error_description: "The person pressed Cancel." };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  return {
    issuer: provider.issuer,
    /** @returns whether this was a request for it. */
    async handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
      const url = request.url ?? "";
      if (!url.startsWith(`${OIDC_PATH}/`)) return false;
      if (url.startsWith(INTERACTION)) await interact(request, response);
      else {
        Object.assign(request, { originalUrl: url, url: url.slice(OIDC_PATH.length) });
        await serve(request, response);
      }
      return true;
    },
  };
}

function accountOf(id: string) {
  const person = PEOPLE.find((one) => one.id === id);
  if (!person) return undefined;
  const { email, emailVerified, firstName, lastName } = person;
  const names = { given_name: firstName, family_name: lastName, name: `${firstName} ${lastName}` };
  return { accountId: id, claims: () => ({ sub: id, email, email_verified: emailVerified, ...names }) };
}

/** The library warns of what is meant here: that nothing is stored, and of every Node but its newest. */
async function quietly<T>(work: () => T | Promise<T>): Promise<T> {
  const { warn } = console;
  console.warn = (...values) => String(values[0]).includes("oidc-provider WARNING") || warn(...values);
  try {
    return await work();
  } finally {
    console.warn = warn;
  }
}
