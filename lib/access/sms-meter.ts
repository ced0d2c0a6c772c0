import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { Settings } from "@/lib/settings/schema";
import { countryName } from "@/lib/users/phone-number";

export interface SmsMeter {
  /** Messages of the last 24 hours, and how many may go out in a day. */
  today: number;
  perDay: number;
  /** Countries with messages or stopped, the busiest first. `verified` of `codes` were entered. */
  countries: { country: string; name: string; sent: number; codes: number; verified: number; stoppedAt: Date | null }[];
}

/** @returns what text messages have done in the last 24 hours, for /admin. */
export async function readSmsMeter({ sms }: Settings, now: Date): Promise<SmsMeter> {
  const since = new Date(now.getTime() - 86_400_000).toISOString();
  const rows = await db.execute<{
    country: string;
    sent: number;
    codes: number;
    verified: number;
    stopped: string | null;
  }>(sql`
    SELECT country, coalesce(sent, 0) AS sent, coalesce(codes, 0) AS codes, coalesce(verified, 0) AS verified,
      stopped_at AS stopped
    FROM (
      SELECT country, count(*)::int AS sent, count(*) FILTER (WHERE purpose = 'code')::int AS codes,
        count(verified_at)::int AS verified
      FROM sms_sends WHERE sent_at > ${since} GROUP BY country
    ) AS counted FULL JOIN (SELECT * FROM sms_stops WHERE stopped_at IS NOT NULL) AS stops USING (country)
    ORDER BY sent DESC, country`);
  return {
    today: rows.reduce((sum, { sent }) => sum + sent, 0),
    perDay: sms.perDay,
    countries: rows.map(({ stopped, ...row }) => ({
      ...row,
      name: countryName(row.country),
      stoppedAt: stopped === null ? null : new Date(stopped),
    })),
  };
}
