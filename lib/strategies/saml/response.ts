import "server-only";
import { statementsOf } from "./assertion";
import { Checklist } from "./checklist";
import type { SamlCheck } from "./checks";
import type { SamlConnection } from "./connection";
import { type DecodedSamlResponse, decode } from "./decoded";
import { judge } from "./judgement";
import { openEnvelope, verifyEnvelope } from "./verification";

/** Who signed in, by an assertion that passed every check. */
export interface SamlAssertion {
  id: string;
  /** The request it answers, for the caller to compare with what was remembered. Null: nobody asked (IdP-initiated). */
  inResponseTo: string | null;
  /** From this moment it is refused here, the tolerance for clocks included: until then its id is to be remembered (SA-04). */
  notOnOrAfter: Date;
  nameId: string;
  nameIdFormat: string | null;
  /** By `Name`. */
  attributes: Record<string, string[]>;
}

export interface SamlReading {
  /** All of them, in the order they are made. */
  checks: SamlCheck[];
  /** Null when any check failed. */
  assertion: SamlAssertion | null;
  /** Null when the document could not be read at all. */
  decoded: DecodedSamlResponse | null;
}

/**
 * Checks a response from all sides. Whatever is in it ends in a reading, never in an exception. Whether it was used before,
 * and whether this browser asked for it, only the caller can tell.
 * @param encoded the posted field `SAMLResponse`. @param now decides about all times.
 */
export async function readSamlResponse(connection: SamlConnection, encoded: unknown, now: Date): Promise<SamlReading> {
  const checklist = new Checklist();
  const envelope = openEnvelope(encoded, checklist.check);
  if (!envelope) return { checks: checklist.list(), assertion: null, decoded: null };
  const { response } = envelope;
  const verified = await verifyEnvelope(connection, envelope, checklist.check);
  const said = verified && statementsOf(verified);
  const acceptedUntil = said && judge(connection, response, said, now, checklist.check);
  const decoded = decode(response, said);
  if (!said?.id || !said.nameId || !acceptedUntil || checklist.hasFailure()) {
    return { checks: checklist.list(), assertion: null, decoded };
  }
  const { id, nameId, nameIdFormat, attributes } = said;
  const inResponseTo = said.confirmations[0]?.inResponseTo ?? null;
  const assertion = { id, inResponseTo, notOnOrAfter: acceptedUntil, nameId, nameIdFormat, attributes };
  return { checks: checklist.list(), assertion, decoded };
}
