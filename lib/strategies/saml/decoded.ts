import { type Statements, statementsOf } from "./assertion";
import { attribute, onlyChild, textOf } from "./xml";

/** What a response says, for people to read. */
export interface DecodedSamlResponse {
  /** False: any of it may be forged. */
  verified: boolean;
  status: string | null;
  issuer: string | null;
  destination: string | null;
  inResponseTo: string | null;
  audience: string[];
  recipient: string | null;
  notBefore: string | null;
  notOnOrAfter: string | null;
  nameId: string | null;
  nameIdFormat: string | null;
  attributes: Record<string, string[]>;
}

/** @returns the codes of a response's status, the general one first, and the message beside them (SAML core, §3.2.2). */
export function statusOf(response: Element): string[] {
  const status = onlyChild(response, "protocol", "Status");
  const code = onlyChild(status, "protocol", "StatusCode");
  const detail = onlyChild(code, "protocol", "StatusCode");
  const message = textOf(onlyChild(status, "protocol", "StatusMessage"));
  return [attribute(code, "Value"), attribute(detail, "Value"), message].filter((part) => part !== null);
}

/** @param verified what the signed bytes say; null where there are none, so that the document's own words have to do. */
export function decode(response: Element, verified: Statements | null): DecodedSamlResponse {
  const unverified = onlyChild(response, "assertion", "Assertion");
  const said = verified ?? (unverified && statementsOf(unverified));
  const bearer = said?.confirmations[0];
  return {
    verified: verified !== null,
    status: statusOf(response).join(", ") || null,
    issuer: said?.issuer ?? textOf(onlyChild(response, "assertion", "Issuer")),
    destination: attribute(response, "Destination"),
    inResponseTo: bearer?.inResponseTo ?? attribute(response, "InResponseTo"),
    audience: said?.audiences.flat() ?? [],
    recipient: bearer?.recipient ?? null,
    notBefore: said?.notBefore ?? null,
    notOnOrAfter: bearer?.notOnOrAfter ?? said?.notOnOrAfter ?? null,
    nameId: said?.nameId ?? null,
    nameIdFormat: said?.nameIdFormat ?? null,
    attributes: said?.attributes ?? {},
  };
}
