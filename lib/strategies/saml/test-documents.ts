import { newSamlKey } from "@/scripts/identity-provider/saml-key";
import {
  encoded,
  type SamlAnswer,
  type Signing,
  samlAssertion,
  samlEnvelope,
  signed,
} from "@/scripts/identity-provider/saml-response";
import type { SamlCheckId } from "./checks";
import { type SamlConnection, samlAcsUrl, samlEntityId } from "./connection";
import { readSamlResponse } from "./response";

export const NOW = new Date("2026-11-23T12:00:00Z");
/** The identity provider's, the one that follows it, and somebody else's. */
export const [KEY, NEXT_KEY, STRANGERS_KEY] = [newSamlKey(), newSamlKey(), newSamlKey()];

export const CONNECTION: SamlConnection = {
  id: "acme",
  identityProvider: {
    entityId: "https://idp.acme.test/entity",
    ssoUrl: "https://idp.acme.test/sso?tenant=7",
    certificates: [KEY.certificate],
  },
  allowsIdpInitiated: false,
};

/** What an honest response to Ada's sign-in says. */
export const ANSWER: SamlAnswer = {
  now: NOW,
  issuer: CONNECTION.identityProvider.entityId,
  audience: samlEntityId(CONNECTION.id),
  acsUrl: samlAcsUrl(CONNECTION.id),
  inResponseTo: "_request",
  nameId: "ada",
  attributes: { mail: ["ada@acme.test"], groups: ["engineers", "admins & more"] },
  assertionId: "_assertion",
  responseId: "_response",
};

/** What it is, and the check that refuses it (the first one, where others would as well). */
export type HostileDocument = [title: string, xml: string, by: SamlCheckId];

type Change = (xml: string) => string;
const same: Change = (xml) => xml;

interface Made {
  answer?: Partial<SamlAnswer>;
  /** Before the signature: what a wrong, not a forged, document says. */
  assertion?: Change;
  envelope?: Change;
  key?: typeof KEY;
  signing?: Signing;
  /** After it. */
  forge?: Change;
}

/** @returns a response of the identity provider, with what is wrong about it. */
export function made({
  answer,
  assertion = same,
  envelope = same,
  key = KEY,
  signing,
  forge = same,
}: Made = {}): string {
  const said = { ...ANSWER, ...answer };
  const signedAssertion = signed(changed(samlAssertion(said), assertion), key, signing);
  return changed(changed(samlEnvelope(said, signedAssertion), envelope), forge);
}

/** A change that changes nothing would make a test that can't fail. */
function changed(xml: string, change: Change): string {
  const result = change(xml);
  if (change !== same && result === xml) throw new Error(`${change} changed nothing`);
  return result;
}

/** @returns a change of one piece of text. */
export const replace =
  (from: string | RegExp, to: string): Change =>
  (xml) =>
    xml.replace(from, () => to);

/** @returns a piece of a document. */
export function part(xml: string, pattern: RegExp): string {
  const [found] = pattern.exec(xml) ?? [];
  if (!found) throw new Error(`${pattern} is not there`);
  return found;
}

/** @returns the checks a document fails, and what was read. */
export async function judged(
  xml: string,
  { connection = CONNECTION, now = NOW }: { connection?: SamlConnection; now?: Date } = {},
) {
  const reading = await readSamlResponse(connection, encoded(xml), now);
  const failed = reading.checks.filter(({ state }) => state === "failed").map(({ id }) => id);
  return { ...reading, failed };
}
