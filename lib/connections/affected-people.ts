import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Settings } from "@/lib/settings/schema";
import { type Holding, hasWayIn } from "@/lib/users/ways-in";

export interface AffectedPeople {
  /** Have signed in through it. */
  connected: number;
  /** Of those, could not sign in any other way. */
  withoutOtherWay: number;
}

/**
 * @param connection key of a social connection, or id of an enterprise one.
 * @returns how many people it would concern if nobody got in through it any more (B04). One statement for all of them,
 * over their own rows by index.
 */
export async function affectedPeople(connection: string, settings: Settings): Promise<AffectedPeople> {
  const holdings = await db.execute<Record<string, unknown> & Holding>(sql`
    SELECT
      to_json(ARRAY(SELECT json_build_object('id', i.id, 'kind', i.kind, 'value', i.value,
          'wallet', json_build_object('app', w.app, 'contractOn', w.contract_on))
        FROM identifiers i LEFT JOIN wallets w ON w.identifier_id = i.id
        WHERE i.user_id = person.id AND i.verified_at IS NOT NULL)) AS "identifiers",
      EXISTS (SELECT 1 FROM passwords WHERE user_id = person.id) AS "hasPassword",
      to_json(ARRAY(SELECT json_build_object('identifierId', identifier_id) FROM second_factors
        WHERE user_id = person.id)) AS "secondFactors",
      (SELECT count(*)::int FROM passkeys WHERE user_id = person.id) AS "passkeys",
      to_json(ARRAY(SELECT provider FROM accounts WHERE user_id = person.id AND provider <> ${connection})) AS "connections",
      EXISTS (SELECT 1 FROM accounts JOIN enterprise_connections e ON e.id::text = provider AND e.active
        WHERE user_id = person.id AND provider <> ${connection}) AS "enterprise"
    FROM (SELECT DISTINCT user_id AS id FROM accounts WHERE provider = ${connection}) person`);
  const stranded = [...holdings].filter((holding) => !hasWayIn(holding, settings));
  return { connected: holdings.length, withoutOtherWay: stranded.length };
}
