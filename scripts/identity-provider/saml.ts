import type { IncomingMessage, ServerResponse } from "node:http";
import { PEOPLE, type Person } from "./people";
import { newSamlKey, type SamlKey } from "./saml-key";
import { choicePage, deliveryPage } from "./saml-pages";
import { readSamlRequest, type SamlRequest } from "./saml-request";
import { encoded, type SamlAnswer, samlEnvelope, samlResponse } from "./saml-response";

export interface SamlIdentityProvider {
  entityId: string;
  ssoUrl: string;
  key: SamlKey;
  /** What an admin uploads. */
  metadata(): string;
  /** @returns whether the request was for us. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** What it says about a person; the start of an altered document. */
  answer(to: Pick<SamlRequest, "issuer" | "acsUrl"> & { id: string | null }, person: Person): SamlAnswer;
  /** Makes what it answers from now on (base64); undefined: the truth again. */
  respond(build: ((request: SamlRequest, person: Person) => string) | undefined): void;
}

/**
 * A SAML identity provider for development and tests: real messages and signatures, no passwords.
 * @param origin where it is served. @param now its clock. @param key a new one, unless connections outlive the process.
 */
export function samlIdentityProvider({
  origin,
  now,
  key = newSamlKey(),
}: {
  origin: string;
  now: () => Date;
  key?: SamlKey;
}): SamlIdentityProvider {
  const [entityId, ssoUrl] = [`${origin}/saml/metadata`, `${origin}/saml/sso`];
  let build: Parameters<SamlIdentityProvider["respond"]>[0];

  const answer: SamlIdentityProvider["answer"] = (to, person) => ({
    now: now(),
    issuer: entityId,
    audience: to.issuer,
    acsUrl: to.acsUrl,
    inResponseTo: to.id,
    nameId: person.id,
    attributes: { mail: [person.email], firstName: [person.firstName], lastName: [person.lastName] },
  });

  function signOn(query: URLSearchParams): Page {
    const request = readSamlRequest(query);
    if (!request) return { status: 400, body: "This is not a SAML request of a service provider.", type: "text/plain" };
    if (query.has("cancel")) {
      const nobody = { id: "", email: "", emailVerified: false, firstName: "", lastName: "" };
      const refusal = samlEnvelope(answer(request, nobody), "", ["Responder", "AuthnFailed"]);
      return { body: deliveryPage(request, encoded(refusal)) };
    }
    const person = PEOPLE.find(({ id }) => id === query.get("person"));
    if (!person) return { body: choicePage(request, PEOPLE) };
    return { body: deliveryPage(request, build?.(request, person) ?? samlResponse(answer(request, person), key)) };
  }

  return {
    entityId,
    ssoUrl,
    key,
    metadata: () => metadataOf(entityId, ssoUrl, key),
    async handle(request, response) {
      const url = URL.canParse(request.url ?? "", origin) ? new URL(request.url ?? "", origin) : null;
      if (url?.pathname !== "/saml/metadata" && url?.pathname !== "/saml/sso") return false;
      if (request.method !== "GET") send(response, { status: 405, body: "Only GET.", type: "text/plain" });
      else if (url.pathname === "/saml/sso") send(response, signOn(url.searchParams));
      else send(response, { body: metadataOf(entityId, ssoUrl, key), type: "application/samlmetadata+xml" });
      return true;
    },
    answer,
    respond(next) {
      build = next;
    },
  };
}

interface Page {
  status?: number;
  body: string;
  type?: string;
}

function send(response: ServerResponse, { status = 200, body, type = "text/html" }: Page): void {
  response.writeHead(status, { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-store" }).end(body);
}

function metadataOf(entityId: string, ssoUrl: string, { certificate }: SamlKey): string {
  return [
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}">`,
    '<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">',
    '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>',
    `<ds:X509Certificate>${certificate.replace(/-----[A-Z ]+-----|\s/g, "")}</ds:X509Certificate>`,
    "</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>",
    "<md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>",
    `<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${ssoUrl}"/>`,
    "</md:IDPSSODescriptor></md:EntityDescriptor>",
  ].join("");
}
