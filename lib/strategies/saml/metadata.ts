import "server-only";
import { fail, ok, type Result } from "@/lib/errors";
import { isSafeRedirect } from "@/lib/security/outbound-redirect";
import type { SamlIdentityProvider } from "./connection";
import { isPlainMarkup } from "./markup";
import { signingKeysOf } from "./metadata-keys";
import { attribute, childElements, childrenNamed, isA, NAMESPACES, parseXml } from "./xml";

const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const MAX_CERTIFICATES = 2;
const ENTITY_ID_LENGTH = 1024;

export interface SamlMetadata extends SamlIdentityProvider {
  /** Sentences for the admin: nothing of it keeps people out today. */
  warnings: string[];
}

/**
 * @param xml metadata of an identity provider (SAML metadata, §2.4.3), uploaded or fetched. Nothing in it is fetched.
 * @param now decides what has expired.
 */
export function readIdentityProviderMetadata(xml: string, now: Date): Result<SamlMetadata> {
  const text = withoutComments(xml.replace(/^\ufeff/, ""));
  const root = text !== null && isPlainMarkup(text) ? parseXml(text) : null;
  if (!root) return fail("saml_metadata_unreadable");
  const roles = entitiesIn(root).flatMap((entity) =>
    childrenNamed(entity, "metadata", "IDPSSODescriptor").filter(speaksSaml),
  );
  if (roles.length > 1) return fail("saml_metadata_several");
  const [role] = roles;
  if (!role) return incomplete("identity provider for SAML 2.0");
  const entity = role.parentNode as Element;
  const entityId = attribute(entity, "entityID")?.trim();
  if (!entityId || entityId.length > ENTITY_ID_LENGTH) return incomplete("entity ID");
  const ssoUrl = childrenNamed(role, "metadata", "SingleSignOnService")
    .filter((service) => attribute(service, "Binding") === REDIRECT)
    .map((service) => attribute(service, "Location")?.trim() ?? "")
    .find((location) => isSafeRedirect(location));
  if (!ssoUrl) return incomplete("sign-on address over HTTP-Redirect and https");
  const keys = signingKeysOf(role);
  if (!keys.ok) return keys;
  const chosen = keys.data.certificates.toSorted((a, b) => b.notAfter.getTime() - a.notAfter.getTime());
  const kept = chosen.slice(0, MAX_CERTIFICATES);
  const warnings = [
    ...kept
      .filter(({ notAfter }) => notAfter <= now)
      .map(({ notAfter }) => `A certificate expired on ${notAfter.toISOString().slice(0, 10)}.`),
    ...(chosen.length > kept.length ? ["Only the two certificates that last longest were taken."] : []),
    ...(keys.data.authorities > 0
      ? ["A certificate that issued another one was left out: only the identity provider’s own key may sign."]
      : []),
    ...(attribute(role, "WantAuthnRequestsSigned") === "true"
      ? ["The identity provider asks for signed requests, which are not sent here. Turn that off there."]
      : []),
    ...([entity, role].some((element) => Date.parse(attribute(element, "validUntil") ?? "") <= now.getTime())
      ? ["The metadata is older than it says it should be used. Download it again."]
      : []),
  ];
  return ok({ entityId, ssoUrl, certificates: kept.map(({ pem }) => pem), warnings });
}

const incomplete = (missing: string) => fail("saml_metadata_incomplete", { details: { missing } });

/** Only where the schema has them: one in a signature or an extension describes nobody. */
const entitiesIn = (element: Element): Element[] =>
  isA(element, "metadata", "EntityDescriptor")
    ? [element]
    : isA(element, "metadata", "EntitiesDescriptor")
      ? childElements(element).flatMap(entitiesIn)
      : [];

const speaksSaml = (role: Element): boolean =>
  (attribute(role, "protocolSupportEnumeration") ?? "").split(/\s+/).includes(NAMESPACES.protocol);

/** People write comments into metadata. @returns null where one does not end. */
function withoutComments(xml: string): string | null {
  const [start = "", ...rest] = xml.split("<!--");
  const ends = rest.map((part) => part.indexOf("-->"));
  if (ends.includes(-1)) return null;
  return start + rest.map((part, index) => part.slice((ends[index] ?? 0) + 3)).join("");
}
