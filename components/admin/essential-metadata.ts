const METADATA = "urn:oasis:names:tc:SAML:2.0:metadata";
const SIGNATURE = "http://www.w3.org/2000/09/xmldsig#";
/** A form may be 48 KB long. */
const FORM_MAX = 44_000;

/** What an identity provider's own role does not need: other roles, its signature, whom to call. */
const LEFT_OUT: [namespace: string, name: string][] = [
  [SIGNATURE, "Signature"],
  [METADATA, "RoleDescriptor"],
  [METADATA, "SPSSODescriptor"],
  [METADATA, "AttributeAuthorityDescriptor"],
  [METADATA, "Extensions"],
  [METADATA, "Organization"],
  [METADATA, "ContactPerson"],
  ["urn:oasis:names:tc:SAML:2.0:assertion", "Attribute"],
];

/**
 * @returns metadata that fits into a form: as it is where it does, else without the parts that are not read here. The
 * server judges what is left; this only makes it shorter.
 */
export function essentialMetadata(xml: string): string {
  if (new Blob([xml]).size <= FORM_MAX) return xml;
  const document = new DOMParser().parseFromString(xml, "application/xml");
  if (document.querySelector("parsererror")) return xml;
  for (const [namespace, name] of LEFT_OUT) {
    for (const element of [...document.getElementsByTagNameNS(namespace, name)]) element.remove();
  }
  return new XMLSerializer().serializeToString(document);
}
