import { createHash, randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import type { Person } from "./people";

/** Gives a person with a number a second step: texts to it, seven backup codes, and a browser that is trusted. */
export async function protect(db: Sql, { id }: Pick<Person, "id">): Promise<void> {
  const hash = () => createHash("sha256").update(randomBytes(16)).digest("hex");
  await db.begin(async (tx) => {
    await tx`
      INSERT INTO second_factors (user_id, strategy, identifier_id, created_at)
      SELECT user_id, 'phone-code', id, now() FROM identifiers WHERE user_id = ${id} AND kind = 'phone'`;
    for (let count = 0; count < 7; count++) {
      await tx`INSERT INTO backup_codes (user_id, code_hash, created_at) VALUES (${id}, ${hash()}, now())`;
    }
    await tx`
      INSERT INTO devices (user_id, token_hash, created_at, last_seen_at, trusted_until)
      VALUES (${id}, ${hash()}, now(), now(), now() + interval '1 day')`;
  });
}

/** @returns how much of a second step somebody has left: factors, backup codes, trusted browsers. */
export async function secondStepOf(db: Sql, { id }: Pick<Person, "id">): Promise<number[]> {
  const [row] = await db`
    SELECT (SELECT count(*) FROM second_factors WHERE user_id = ${id})::int AS factors,
      (SELECT count(*) FROM backup_codes WHERE user_id = ${id})::int AS codes,
      (SELECT count(*) FROM devices WHERE user_id = ${id} AND trusted_until > now())::int AS trusted`;
  return [row?.factors, row?.codes, row?.trusted];
}
