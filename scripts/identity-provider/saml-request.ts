import { inflateRawSync } from "node:zlib";
import { DOMParser } from "@xmldom/xmldom";

export interface SamlRequest {
  id: string;
  /** Entity ID of the service provider. */
  issuer: string;
  acsUrl: string;
  forceAuthn: boolean;
  loginHint: string | null;
  /** As they came, to be carried through the choice of a person. */
  parameters: { SAMLRequest: string; RelayState: string };
}

const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
const MAX_LENGTH = 65_536;

/** @returns an AuthnRequest that came over HTTP-Redirect (SAML bindings, §3.4.4.1); null for anything else. */
export function readSamlRequest(query: URLSearchParams): SamlRequest | null {
  const SAMLRequest = query.get("SAMLRequest") ?? "";
  try {
    const xml = inflateRawSync(Buffer.from(SAMLRequest, "base64"), { maxOutputLength: MAX_LENGTH }).toString();
    const root = new DOMParser({
      errorHandler: { warning: refuse, error: refuse, fatalError: refuse },
    }).parseFromString(xml, "text/xml").documentElement;
    const [id, acsUrl] = [root.getAttribute("ID"), root.getAttribute("AssertionConsumerServiceURL")];
    const issuer = root.getElementsByTagNameNS("*", "Issuer")[0]?.textContent;
    if (root.namespaceURI !== PROTOCOL || root.localName !== "AuthnRequest" || !id || !acsUrl || !issuer) return null;
    // Nobody registers here: a service provider gets answers at its own origin only.
    if (new URL(acsUrl).origin !== new URL(issuer).origin) return null;
    return {
      id,
      issuer,
      acsUrl,
      forceAuthn: root.getAttribute("ForceAuthn") === "true",
      loginHint: query.get("login_hint"),
      parameters: { SAMLRequest, RelayState: query.get("RelayState") ?? "" },
    };
  } catch {
    return null;
  }
}

function refuse(message: string): never {
  throw new Error(message);
}
