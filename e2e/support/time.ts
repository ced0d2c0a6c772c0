import type { Sql } from "postgres";

/** Whatever runs out. Facts (people, settings, the audit log) keep their dates. */
const AGEING = [
  "attempts",
  "challenges",
  "sessions",
  "devices",
  "lockouts",
  "guesses",
  "unlock_links",
  "rate_limits",
  "audit_repeats",
  "sms_sends",
  "totp_enrolments",
];
/** What counts in steps of 30 seconds: the last code of an app that was used. */
const STEPS = { second_factors: "last_step", totp_enrolments: "proved_step" };

/**
 * Lets time pass: every date in the tables of what runs out moves back. The server needs no clock of its own for tests,
 * and no other worker has this database.
 */
export async function travel(db: Sql, minutes: number): Promise<void> {
  const columns = await db<{ table: string; column: string }[]>`
    SELECT table_name AS table, column_name AS column FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'timestamp with time zone' AND table_name IN ${db(AGEING)}`;
  await db.begin(async (tx) => {
    for (const { table, column } of columns) {
      await tx`UPDATE ${tx(table)} SET ${tx(column)} = ${tx(column)} - ${minutes} * interval '1 minute'`;
    }
    await tx`UPDATE users SET attempts_voided_at = attempts_voided_at - ${minutes} * interval '1 minute'`;
    for (const [table, column] of Object.entries(STEPS)) {
      await tx`UPDATE ${tx(table)} SET ${tx(column)} = ${tx(column)} - ${Math.floor(minutes * 2)}`;
    }
  });
}
