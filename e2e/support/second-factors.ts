import { createHash, randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import { addAuthenticator } from "./authenticator";
import type { Person } from "./people";

/** Writes second factors straight into the database, as enrolment would have. */
export interface SecondFactors {
  /** @returns the seed of the app, in base32. None of its codes is used yet. */
  app(person: Pick<Person, "id">): Promise<string>;
  /** Codes by text message to a number the person has. */
  number(person: Pick<Person, "id">, phone: string): Promise<void>;
  /** @returns the codes, as they are shown. */
  backupCodes(person: Pick<Person, "id">, count?: number): Promise<string[]>;
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** @param secret the server's AUTH_SECRET. */
export function secondFactorsOf(db: Sql, secret: string): SecondFactors {
  return {
    app: ({ id }) => addAuthenticator(db, secret, id),
    async number({ id }, phone) {
      await db`
        INSERT INTO second_factors (user_id, strategy, identifier_id, created_at)
        SELECT ${id}, 'phone-code', id, now() FROM identifiers WHERE user_id = ${id} AND value = ${phone}`;
    },
    async backupCodes({ id }, count = 10) {
      const codes = Array.from({ length: count }, () =>
        [...randomBytes(16)].map((byte) => ALPHABET[byte % 32]).join(""),
      );
      for (const code of codes) {
        const hash = createHash("sha256").update(`${id}:${code}`).digest("hex");
        await db`INSERT INTO backup_codes (user_id, code_hash, created_at) VALUES (${id}, ${hash}, now())`;
      }
      return codes.map((code) => code.match(/.{4}/g)?.join("-") ?? code);
    },
  };
}
