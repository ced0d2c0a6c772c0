import "server-only";
import { fail, ok, type Result } from "@/lib/errors";
import { readCertificate, type SamlCertificate } from "./certificate";
import type { SamlIdentityProvider } from "./connection";
import { isPlainMarkup } from "./markup";
import { attribute, childrenNamed, isA, NAMESPACES, parseXml, textOf, withDescendants } from "./xml";

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
  const roles = withDescendants(root).filter(isSamlRole);
  if (roles.length > 1) return fail("saml_metadata_several");
  const [role] = roles;
  if (!role) return incomplete("identity provider for SAML 2.0");
  const entity = role.parentNode as Element;
  const entityId = attribute(entity, "entityID")?.trim();
  if (!entityId || entityId.length > ENTITY_ID_LENGTH) return incomplete("entity ID");
  const ssoUrl = childrenNamed(role, "metadata", "SingleSignOnService")
    .filter((service) => attribute(service, "Binding") === REDIRECT)
    .map((service) => attribute(service, "Location")?.trim() ?? "")
    .find(isSsoUrl);
  if (!ssoUrl) return incomplete("sign-on address over HTTP-Redirect and https");
  const certificates = certificatesOf(role);
  if (!certificates.ok) return certificates;
  const chosen = certificates.data.toSorted((a, b) => b.notAfter.getTime() - a.notAfter.getTime());
  const kept = chosen.slice(0, MAX_CERTIFICATES);
  const warnings = [
    ...kept
      .filter(({ notAfter }) => notAfter <= now)
      .map(({ notAfter }) => `A certificate expired on ${notAfter.toISOString().slice(0, 10)}.`),
    ...(chosen.length > kept.length ? ["Only the two certificates that last longest were taken."] : []),
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

const isSamlRole = (element: Element): boolean =>
  isA(element, "metadata", "IDPSSODescriptor") &&
  isA(element.parentNode as Element, "metadata", "EntityDescriptor") &&
  (attribute(element, "protocolSupportEnumeration") ?? "").split(/\s+/).includes(NAMESPACES.protocol);

/** @returns whether people may be sent there: https, or this machine. */
export function isSsoUrl(text: string): boolean {
  if (text.length > 2000 || !URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isLoopback = protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return (protocol === "https:" || isLoopback) && username === "" && password === "";
}

/** Those that sign. One that can't be used is passed over while another one can. */
function certificatesOf(role: Element): Result<SamlCertificate[]> {
  const texts = childrenNamed(role, "metadata", "KeyDescriptor")
    .filter((key) => attribute(key, "use") !== "encryption")
    .flatMap(withDescendants)
    .filter((element) => isA(element, "signature", "X509Certificate"))
    .map((element) => textOf(element) ?? "");
  const read = [...new Set(texts.map((text) => text.replace(/\s/g, "")))].map(readCertificate);
  const usable = read.flatMap((result) => (result.ok ? [result.data] : []));
  const failure = read.find((result) => !result.ok);
  if (usable.length > 0) return ok(usable);
  return failure && !failure.ok ? failure : incomplete("signing certificate");
}

/** People write comments into metadata. @returns null where one does not end. */
function withoutComments(xml: string): string | null {
  const [start = "", ...rest] = xml.split("<!--");
  const ends = rest.map((part) => part.indexOf("-->"));
  if (ends.includes(-1)) return null;
  return start + rest.map((part, index) => part.slice((ends[index] ?? 0) + 3)).join("");
}
