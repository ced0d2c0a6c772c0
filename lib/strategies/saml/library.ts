import "server-only";
import { randomBytes } from "node:crypto";
import { type CacheProvider, generateServiceProviderMetadata, type Profile, SAML } from "@node-saml/node-saml";
import { type SamlConnection, samlAcsUrl, samlEntityId } from "./connection";

/* The one file that knows node-saml. */

/** Requests and replays are rows of our database; the library's own memory would hold in one process only. */
const noMemory: CacheProvider = {
  saveAsync: async () => null,
  getAsync: async () => null,
  removeAsync: async () => null,
};

interface Asked {
  requestId: string;
  forceAuthn: boolean;
  loginHint: string | undefined;
  now: Date;
}

class ServiceProvider extends SAML {
  readonly #now: Date | undefined;

  constructor(
    { id, identityProvider }: SamlConnection,
    { asked, signedResponse = false }: { asked?: Asked; signedResponse?: boolean },
  ) {
    super({
      issuer: samlEntityId(id),
      callbackUrl: samlAcsUrl(id),
      entryPoint: identityProvider.ssoUrl,
      idpCert: identityProvider.certificates,
      wantAssertionsSigned: true,
      wantAuthnResponseSigned: signedResponse,
      cacheProvider: noMemory,
      // The identity provider decides how people are told apart and how they sign in: anything asked here, some refuse.
      identifierFormat: null,
      disableRequestedAuthnContext: true,
      forceAuthn: asked?.forceAuthn ?? false,
      additionalAuthorizeParams: asked?.loginHint ? { login_hint: asked.loginHint } : {},
      ...(asked && { generateUniqueId: () => asked.requestId }),
    });
    this.#now = asked?.now;
  }

  /** The library takes no clock. */
  protected override async generateAuthorizeRequestAsync(isPassive: boolean, isPost: boolean): Promise<string> {
    const request = await super.generateAuthorizeRequestAsync(isPassive, isPost);
    return this.#now ? request.replace(/IssueInstant="[^"]*"/, `IssueInstant="${this.#now.toISOString()}"`) : request;
  }

  /**
   * Hands out the verified bytes before the library interprets them: it reads times by its own clock, names and values
   * by another parser. `assertion.ts` and `judgement.ts` do both from these bytes.
   */
  protected override async processValidlySignedAssertionAsync(
    xml: string,
  ): Promise<{ profile: Profile; loggedOut: boolean }> {
    return { profile: { issuer: "", nameID: "", nameIDFormat: "", getAssertionXml: () => xml }, loggedOut: false };
  }
}

/** @returns a new id of a request: an NCName with 160 random bits (SAML core, §1.3.4). */
export const newSamlRequestId = (): string => `_${randomBytes(20).toString("hex")}`;

/** @returns our metadata for the identity provider of a connection, as XML. */
export const samlMetadata = (id: string): string =>
  generateServiceProviderMetadata({
    issuer: samlEntityId(id),
    callbackUrl: samlAcsUrl(id),
    wantAssertionsSigned: true,
    identifierFormat: null,
    generateUniqueId: () => `_${id}`,
  });

/**
 * @param asked.requestId as `newSamlRequestId` gives it, remembered for the answer.
 * @param asked.forceAuthn whether somebody who is signed in there has to prove again who they are.
 * @param asked.loginHint an address the identity provider may fill in (a query parameter, which those that don't know it ignore).
 * @returns where a browser is sent with our request (SAML bindings, §3.4).
 */
export function samlRequestUrl(
  connection: SamlConnection,
  asked: { requestId: string; forceAuthn?: boolean; loginHint?: string; now: Date },
): Promise<string> {
  const { requestId, forceAuthn = false, loginHint, now } = asked;
  const provider = new ServiceProvider(connection, { asked: { requestId, forceAuthn, loginHint, now } });
  return provider.getAuthorizeUrlAsync("", undefined, {});
}

/**
 * @param xml a response whose shape has passed our own checks. @param signedResponse whether it carries a signature itself.
 * @returns the assertion as it was signed, byte for byte after canonicalisation; null when a signature is not right.
 */
export async function verifiedAssertion(
  connection: SamlConnection,
  xml: string,
  signedResponse: boolean,
): Promise<string | null> {
  try {
    const provider = new ServiceProvider(connection, { signedResponse });
    const { profile } = await provider.validatePostResponseAsync({ SAMLResponse: Buffer.from(xml).toString("base64") });
    return profile?.getAssertionXml?.() ?? null;
  } catch {
    return null;
  }
}
