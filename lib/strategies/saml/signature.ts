import { attribute, childElements, isA, NAMESPACES, textOf, withDescendants } from "./xml";

/* The shape of signatures (XML Signature, §4), before the library verifies them. Nothing the library might look at is left to
   chance: an element it does not expect is refused, not passed over. */

const ALGORITHMS = {
  CanonicalizationMethod: ["http://www.w3.org/2001/10/xml-exc-c14n#"],
  SignatureMethod: [
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
  ],
  DigestMethod: ["http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2001/04/xmlenc#sha512"],
} as const;
/** In this order (SAML core, §5.4.4). */
const TRANSFORMS = [`${NAMESPACES.signature}enveloped-signature`, "http://www.w3.org/2001/10/xml-exc-c14n#"];
const NCNAME = /^[A-Za-z_][\w.-]*$/;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** @returns every signature of a document, whatever its namespace. */
export const signaturesIn = (root: Element): Element[] =>
  withDescendants(root).filter(({ localName }) => localName === "Signature");

/** @returns whether signatures stand where they may: one in the assertion, and perhaps one in the response. */
export function areInPlace(signatures: Element[], response: Element, assertion: Element): boolean {
  const parents = signatures.map(({ parentNode }) => parentNode);
  return (
    signatures.every((signature) => isA(signature, "signature", "Signature")) &&
    parents.every((parent) => parent === response || parent === assertion) &&
    parents.includes(assertion) &&
    new Set(parents).size === parents.length
  );
}

/** The names of an element's children, in order; those of another namespace don't count as the ones they look like. */
const names = (element: Element | undefined): string =>
  element
    ? childElements(element)
        .map((child) => (isA(child, "signature", child.localName) ? child.localName : "?"))
        .join(" ")
    : "";

/** @returns whether a signature has one reference, to the element it stands in, and no part more than it needs. */
export function coversItsParent(signature: Element): boolean {
  const [info, value, keyInfo] = childElements(signature);
  const [canonicalization, method, reference] = info ? childElements(info) : [];
  const [transforms, digest, digestValue] = reference ? childElements(reference) : [];
  const id = attribute(signature.parentNode as Element, "ID") ?? "";
  const isSmuggling = ({ localName }: Element) => localName === "SignedInfo" || localName === "SignatureValue";
  return (
    /^SignedInfo SignatureValue( KeyInfo)?$/.test(names(signature)) &&
    names(info) === "CanonicalizationMethod SignatureMethod Reference" &&
    names(reference) === "Transforms DigestMethod DigestValue" &&
    /^(Transform )*Transform$/.test(names(transforms)) &&
    [method, digest].every((element) => element && childElements(element).length === 0) &&
    [canonicalization, ...(transforms ? childElements(transforms) : [])].every(hasOnlyPrefixes) &&
    [value, digestValue].every((element) => BASE64.test(textOf(element) ?? "")) &&
    !(keyInfo && withDescendants(keyInfo).some(isSmuggling)) &&
    NCNAME.test(id) &&
    attribute(reference, "URI") === `#${id}`
  );
}

/** A list of prefixes is all that exclusive canonicalisation may be given. */
const hasOnlyPrefixes = (element: Element | undefined): boolean =>
  !!element && childElements(element).every(({ localName }) => localName === "InclusiveNamespaces");

/** @returns the algorithms a signature names that are not allowed: SHA-1, HMAC, XSLT and whatever else. */
export function foreignAlgorithms(signature: Element): string[] {
  const elements = withDescendants(signature).filter((element) => isA(element, "signature", element.localName));
  const named = (name: string) =>
    elements.filter(({ localName }) => localName === name).map((element) => attribute(element, "Algorithm") ?? "");
  const foreign = Object.entries(ALGORITHMS).flatMap(([name, allowed]) =>
    named(name).filter((algorithm) => !(allowed as readonly string[]).includes(algorithm)),
  );
  const transforms = named("Transform");
  return transforms.join() === TRANSFORMS.join() ? foreign : [...foreign, ...transforms];
}
