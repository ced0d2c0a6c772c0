import { attribute, childElements, childrenNamed, onlyChild, textOf } from "./xml";

export interface Confirmation {
  recipient: string | null;
  inResponseTo: string | null;
  notBefore: string | null;
  notOnOrAfter: string | null;
}

/** What an assertion says (SAML core, §2.3 to §2.7), not judged. */
export interface Statements {
  id: string | null;
  issuer: string | null;
  nameId: string | null;
  nameIdFormat: string | null;
  /** Each has to name us, among others or alone. */
  audiences: string[][];
  notBefore: string | null;
  notOnOrAfter: string | null;
  /** Conditions beside audience, times, one-time use (kept for all) and proxying (does not concern us). */
  unknownConditions: string[];
  /** Those of the bearer kind. */
  confirmations: Confirmation[];
  /** `SessionNotOnOrAfter` of each authentication, null where it is not limited. */
  authentications: (string | null)[];
  attributes: Record<string, string[]>;
}

const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const KNOWN_CONDITIONS = ["AudienceRestriction", "OneTimeUse", "ProxyRestriction"];

export function statementsOf(assertion: Element): Statements {
  const subject = onlyChild(assertion, "assertion", "Subject");
  const conditions = onlyChild(assertion, "assertion", "Conditions");
  const nameId = onlyChild(subject, "assertion", "NameID");
  return {
    id: attribute(assertion, "ID"),
    issuer: textOf(onlyChild(assertion, "assertion", "Issuer")),
    nameId: textOf(nameId),
    nameIdFormat: attribute(nameId, "Format"),
    audiences: childrenNamed(conditions, "assertion", "AudienceRestriction").map((restriction) =>
      childrenNamed(restriction, "assertion", "Audience").flatMap((audience) => textOf(audience) ?? []),
    ),
    notBefore: attribute(conditions, "NotBefore"),
    notOnOrAfter: attribute(conditions, "NotOnOrAfter"),
    unknownConditions: (conditions ? childElements(conditions) : [])
      .map(({ localName }) => localName)
      .filter((name) => !KNOWN_CONDITIONS.includes(name)),
    confirmations: childrenNamed(subject, "assertion", "SubjectConfirmation")
      .filter((confirmation) => attribute(confirmation, "Method") === BEARER)
      .map((confirmation) => {
        const data = onlyChild(confirmation, "assertion", "SubjectConfirmationData");
        return {
          recipient: attribute(data, "Recipient"),
          inResponseTo: attribute(data, "InResponseTo"),
          notBefore: attribute(data, "NotBefore"),
          notOnOrAfter: attribute(data, "NotOnOrAfter"),
        };
      }),
    authentications: childrenNamed(assertion, "assertion", "AuthnStatement").map((statement) =>
      attribute(statement, "SessionNotOnOrAfter"),
    ),
    attributes: attributesOf(assertion),
  };
}

/** By `Name`; values of one that is given twice are put together. */
function attributesOf(assertion: Element): Record<string, string[]> {
  const attributes = new Map<string, string[]>();
  const elements = childrenNamed(assertion, "assertion", "AttributeStatement").flatMap((statement) =>
    childrenNamed(statement, "assertion", "Attribute"),
  );
  for (const element of elements) {
    const name = attribute(element, "Name");
    if (!name) continue;
    const values = childrenNamed(element, "assertion", "AttributeValue").flatMap((value) => textOf(value) ?? []);
    attributes.set(name, [...(attributes.get(name) ?? []), ...values]);
  }
  return Object.fromEntries(attributes);
}
