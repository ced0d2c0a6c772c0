import type { Statements } from "./assertion";
import type { Judge } from "./checklist";
import { type SamlConnection, samlAcsUrl, samlEntityId } from "./connection";
import { attribute, onlyChild, textOf } from "./xml";

/** How far two clocks may be apart. */
const SKEW_MILLISECONDS = 60_000;
const NAME_ID_LENGTH = 1024;
/** SAML core, §1.3.3: UTC. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

const instant = (text: string | null): number => (text && INSTANT.test(text) ? Date.parse(text) : Number.NaN);
const has = <T>(value: T | null): value is T => value !== null;
/** What several places say, for people to read. */
const listed = (...values: (string | null)[]): string | undefined =>
  [...new Set(values.filter(has))].join(", ") || undefined;

/**
 * Judges what a verified assertion says (SAML profiles, §4.1.4.3) and the envelope it came in.
 * @returns until when it would be accepted; null when a time of it is missing or can't be read.
 */
export function judge(
  connection: SamlConnection,
  response: Element,
  said: Statements,
  now: Date,
  check: Judge,
): Date | null {
  const { id, identityProvider, allowsIdpInitiated } = connection;
  const [bearer, ...otherBearers] = said.confirmations;
  const responseIssuer = textOf(onlyChild(response, "assertion", "Issuer"));
  const destination = attribute(response, "Destination");
  const isSigned = onlyChild(response, "signature", "Signature") !== null;
  const requests = [attribute(response, "InResponseTo"), bearer?.inResponseTo ?? null] as const;

  const issuers = [said.issuer, ...[responseIssuer].filter(has)];
  check(
    "issuer",
    issuers.every((issuer) => issuer === identityProvider.entityId),
    listed(...issuers),
  );
  // Without a signature of the response an attacker could leave it out as well as change it (SAML bindings, §3.5.5.2).
  if (destination !== null || isSigned) check("destination", destination === samlAcsUrl(id), listed(destination));
  check("conditions", said.unknownConditions.length === 0, listed(...said.unknownConditions));
  check(
    "audience",
    said.audiences.length > 0 && said.audiences.every((audience) => audience.includes(samlEntityId(id))),
    listed(...said.audiences.flat()),
  );
  check("confirmation", bearer !== undefined && otherBearers.length === 0);
  check("recipient", bearer?.recipient === samlAcsUrl(id), listed(bearer?.recipient ?? null));
  check(
    "in-response-to",
    requests[0] === requests[1] && requests[0] !== "" && (requests[0] !== null || allowsIdpInitiated),
    listed(...requests),
  );

  const starts = [said.notBefore, bearer?.notBefore ?? null].filter(has);
  check(
    "not-before",
    starts.every((start) => instant(start) <= now.getTime() + SKEW_MILLISECONDS),
    listed(...starts),
  );
  const ends = [bearer?.notOnOrAfter ?? "", ...[said.notOnOrAfter].filter(has)];
  const acceptedUntil = Math.min(...ends.map(instant)) + SKEW_MILLISECONDS;
  check("not-on-or-after", now.getTime() < acceptedUntil, listed(...ends));
  const isPast = (end: string | null) => end !== null && !(now.getTime() < instant(end) + SKEW_MILLISECONDS);
  check("authentication", said.authentications.length > 0 && !said.authentications.some(isPast));
  check("name-id", said.nameId !== null && said.nameId.length <= NAME_ID_LENGTH, listed(said.nameIdFormat));
  return Number.isNaN(acceptedUntil) ? null : new Date(acceptedUntil);
}
