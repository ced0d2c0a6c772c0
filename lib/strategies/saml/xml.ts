import { DOMParser } from "@xmldom/xmldom";

export const NAMESPACES = {
  assertion: "urn:oasis:names:tc:SAML:2.0:assertion",
  metadata: "urn:oasis:names:tc:SAML:2.0:metadata",
  protocol: "urn:oasis:names:tc:SAML:2.0:protocol",
  signature: "http://www.w3.org/2000/09/xmldsig#",
} as const;
export type Vocabulary = keyof typeof NAMESPACES;

/**
 * @param xml plain markup (`isPlainMarkup`).
 * @returns its root; null unless it is well-formed. The parser is the one the signature is verified with, so that both see
 * one document; it mends what is broken, which is refused here.
 */
export function parseXml(xml: string): Element | null {
  const refuse = (message: string) => {
    throw new Error(message);
  };
  try {
    const parser = new DOMParser({ errorHandler: { warning: refuse, error: refuse, fatalError: refuse } });
    const [root, ...others] = elementsIn(parser.parseFromString(xml, "text/xml"));
    return root && others.length === 0 && withDescendants(root).every(hasDeclaredPrefixes) ? root : null;
  } catch {
    return null;
  }
}

/** The parser takes an undeclared prefix for no namespace. */
const hasDeclaredPrefixes = (element: Element): boolean =>
  [element, ...Array.from(element.attributes)].every(({ prefix, namespaceURI }) => !prefix || !!namespaceURI);

function elementsIn(parent: Node): Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === 1) found.push(node as Element);
  }
  return found;
}

/** @returns whether an element has a name of a vocabulary. */
export const isA = (element: Element | null | undefined, vocabulary: Vocabulary, name: string): element is Element =>
  element?.namespaceURI === NAMESPACES[vocabulary] && element.localName === name;

/** @returns the children that are elements. */
export const childElements = (parent: Element): Element[] => elementsIn(parent);

/** @returns the children of a name. */
export const childrenNamed = (parent: Element | null | undefined, vocabulary: Vocabulary, name: string): Element[] =>
  parent ? elementsIn(parent).filter((child) => isA(child, vocabulary, name)) : [];

/** @returns the child of a name; null unless there is exactly one. */
export function onlyChild(parent: Element | null | undefined, vocabulary: Vocabulary, name: string): Element | null {
  const [child, ...others] = childrenNamed(parent, vocabulary, name);
  return child && others.length === 0 ? child : null;
}

/** @returns an element and everything under it, in document order. */
export const withDescendants = (element: Element): Element[] => [
  element,
  ...elementsIn(element).flatMap(withDescendants),
];

/** @returns an attribute's value, null where it is missing. */
export const attribute = (element: Element | null | undefined, name: string): string | null =>
  element?.hasAttribute(name) ? element.getAttribute(name) : null;

/** @returns the text of an element, without white space around it; null for one that holds elements, or nothing. */
export function textOf(element: Element | null | undefined): string | null {
  if (!element || elementsIn(element).length > 0) return null;
  return element.textContent?.trim() || null;
}
