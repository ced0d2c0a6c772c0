import "server-only";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";

export interface Overview {
  people: number;
  admins: number;
  signedIn: number;
  newThisWeek: number;
  failuresToday: number;
}

/** @returns the numbers of the admin's first page, in one statement. */
export async function readOverview(now = new Date()): Promise<Overview> {
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
  const [row] = await db.execute<Record<keyof Overview, string>>(sql`
    SELECT
      (SELECT count(*) FROM users) AS "people",
      (SELECT count(*) FROM users WHERE role = 'admin') AS "admins",
      (SELECT count(DISTINCT user_id) FROM sessions WHERE expires_at > ${now.toISOString()}) AS "signedIn",
      (SELECT count(*) FROM users WHERE created_at > ${ago(7)}) AS "newThisWeek",
      (SELECT count(*) FROM audit_events WHERE type = 'proof' AND at > ${ago(1)}) AS "failuresToday"`);
  const number = (name: keyof Overview) => Number(row?.[name] ?? 0);
  return {
    people: number("people"),
    admins: number("admins"),
    signedIn: number("signedIn"),
    newThisWeek: number("newThisWeek"),
    failuresToday: number("failuresToday"),
  };
}
