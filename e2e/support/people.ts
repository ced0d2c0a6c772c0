import { createHash, randomBytes, randomInt } from "node:crypto";
import { hash } from "@node-rs/argon2";
import type { BrowserContext } from "@playwright/test";
import type { Sql } from "postgres";
import { parsePhone } from "../../lib/users/phone-number";

export interface Person {
  id: string;
  email: string;
  /** In clear; null for somebody who has none. */
  password: string | null;
  /** E.164. */
  phone?: string;
  username?: string;
}

export interface NewPerson {
  email?: string;
  /** E.164. */
  phone?: string;
  /** As it is stored: lower case. */
  username?: string;
  /** null for none. */
  password?: string | null;
  role?: "user" | "admin";
  /** Whether the address is proved. Default: it is. Number and username always are. */
  verified?: boolean;
  firstName?: string;
  lastName?: string;
}

const DAY_MS = 86_400_000;

/** @returns an address that nobody has. */
export const newAddress = () => `person-${randomBytes(6).toString("hex")}@example.test`;
/** @returns an American number that nobody has; nor has anybody one that differs in the last digits only. */
export function newNumber(): string {
  for (;;) {
    const number = parsePhone(`+1${randomInt(2_000_000_000, 10_000_000_000)}`);
    if (number?.country === "US") return number.value;
  }
}
/** @returns a password that no list holds. */
export const newPassword = () => `${randomBytes(9).toString("base64url")} is mine`;

/** Writes a person straight into the database, as sign-up would have. */
export async function createPerson(db: Sql, given: NewPerson): Promise<Person> {
  const { email = newAddress(), password = newPassword(), role = "user", firstName = null, lastName = null } = given;
  const { phone, username } = given;
  const now = new Date();
  const verifiedAt = given.verified === false ? null : now;
  const passwordHash =
    password === null
      ? null
      : await hash(password.normalize("NFKC"), { memoryCost: 19456, timeCost: 2, parallelism: 1 });
  return db.begin(async (tx) => {
    const [user] = await tx<[{ id: string }]>`
      INSERT INTO users (email, email_verified_at, identifier, role, first_name, last_name, created_at)
      VALUES (${email}, ${verifiedAt}, ${email}, ${role}, ${firstName}, ${lastName}, ${now}) RETURNING id`;
    for (const [kind, value] of Object.entries({ email, phone, username })) {
      if (value === undefined) continue;
      await tx`
        INSERT INTO identifiers (user_id, kind, value, verified_at, is_primary, created_at)
        VALUES (${user.id}, ${kind}, ${value}, ${kind === "email" ? verifiedAt : now}, true, ${now})`;
    }
    if (passwordHash) {
      await tx`INSERT INTO passwords (user_id, hash, updated_at) VALUES (${user.id}, ${passwordHash}, ${now})`;
    }
    return { id: user.id, email, password, phone, username };
  });
}

/**
 * Writes a session row, as a sign-in would have.
 * @param proof how and when the person proved who they are, two methods for both steps; default a password, just now.
 * @returns the token for the cookie.
 */
export async function insertSession(
  db: Sql,
  person: Pick<Person, "id">,
  proof: { amr?: string[]; at?: Date } = {},
): Promise<string> {
  const { amr = ["password"], at = new Date() } = proof;
  const token = randomBytes(32).toString("base64url");
  await db`
    INSERT INTO sessions (token_hash, user_id, amr, created_at, last_seen_at, expires_at, absolute_expires_at,
      first_factor_at, second_factor_at, ip, user_agent)
    VALUES (${createHash("sha256").update(token).digest("hex")}, ${person.id}, ${amr}, ${at}, ${at},
      ${new Date(at.getTime() + 7 * DAY_MS)}, ${new Date(at.getTime() + 30 * DAY_MS)}, ${at}, ${amr.length > 1 ? at : null},
      '10.0.0.1', 'e2e')`;
  return token;
}

/** Makes the proofs of a client's session too old for a sensitive change. */
export async function growOld(db: Sql, { cookies }: { cookies: Map<string, string> }): Promise<void> {
  const hash = createHash("sha256")
    .update(cookies.get("session") ?? "")
    .digest("hex");
  await db`UPDATE sessions SET first_factor_at = now() - interval '1 hour' WHERE token_hash = ${hash}`;
}

/** Signs a browser in without the pages. @returns the token in its cookie. */
export async function openSession(
  { db, url, context }: { db: Sql; url: string; context: BrowserContext },
  person: Pick<Person, "id">,
  proof?: { amr?: string[]; at?: Date },
): Promise<string> {
  const token = await insertSession(db, person, proof);
  await context.addCookies([{ name: "session", value: token, url, httpOnly: true, sameSite: "Lax" }]);
  return token;
}
