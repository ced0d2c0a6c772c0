import { maskEmail } from "@/lib/users/email-address";

const ADDRESS = /[^\s@,;:<>()"']+@[^\s@,;:<>()"']+/g;
const VALUE_LENGTH = 200;
const NAMES = 60;

/** Of a decoded answer, what says nothing about a person, by its name in SAML and in OpenID Connect. */
const IMPERSONAL = new Set(
  `verified status issuer destination inResponseTo audience recipient notBefore notOnOrAfter nameIdFormat
  iss aud azp exp iat nbf auth_time acr amr tid email_verified`.split(/\s+/),
);
/** What binds a token to its session says nothing an admin could use. */
const LEFT_OUT = new Set(["nonce", "at_hash", "c_hash", "s_hash", "jti", "sid", "rh", "uti"]);

/** @returns text as Postgres can hold it: no NUL, no half of a surrogate pair, and no more than so much. */
const storable = (text: string, length: number): string =>
  Buffer.from(text.slice(0, length)).toString().replaceAll("\u0000", "�");

/** @returns a text in which every address is masked: its domain stays, which is what an admin has to compare. */
export const maskAddresses = (text: string, length: number): string =>
  storable(text, length).replace(ADDRESS, maskEmail);

/** @returns as little of a value as tells that it is there: `A•••`; of an address, its domain too. */
function maskPersonal(text: string): string {
  const [first = ""] = storable(text, VALUE_LENGTH).trim();
  const [domain = ""] = /@[\p{L}\p{N}.-]+/u.exec(text.slice(0, VALUE_LENGTH)) ?? [];
  return first && `${first}•••${domain}`;
}

/**
 * @param said a decoded answer, by name. @returns it as it may rest: names stay, so that they can be compared with the
 * mapping; values are masked unless they are about nobody, and no secret of the exchange is among them.
 */
export const maskAnswer = (said: Record<string, unknown>): Record<string, unknown> =>
  mapped(said, (name, value) => (IMPERSONAL.has(name) ? plain(value) : personal(value)));

function mapped(said: object, map: (name: string, value: unknown) => unknown): Record<string, unknown> {
  const entries = Object.entries(said).filter(([name]) => !LEFT_OUT.has(name));
  return Object.fromEntries(
    entries.slice(0, NAMES).map(([name, value]) => [storable(name, VALUE_LENGTH), map(name, value)]),
  );
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, NAMES).map((one) => plain(String(one)));
  return typeof value === "string" ? maskAddresses(value, VALUE_LENGTH) : isScalar(value) ? value : "•••";
}

/** @param depth how far down lists and objects are still followed. */
function personal(value: unknown, depth = 2): unknown {
  if (typeof value === "string") return maskPersonal(value);
  if (value === null) return null;
  if (typeof value !== "object" || depth === 0) return "•••";
  if (Array.isArray(value)) return value.slice(0, NAMES).map((one) => personal(one, depth - 1));
  return mapped(value, (_, one) => personal(one, depth - 1));
}

const isScalar = (value: unknown) => value === null || ["number", "boolean"].includes(typeof value);
