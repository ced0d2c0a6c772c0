import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import { findSession } from "@/lib/sessions/read";
import { getSettings } from "@/lib/settings/read";

export const dynamic = "force-dynamic";
const PATIENCE_MS = 1000;

/** Ready: what every page and every action needs works within a second; 503 until it does. */
export async function GET(): Promise<Response> {
  const reason = await Promise.race([
    problem().catch(() => "The database does not answer."),
    setTimeout(PATIENCE_MS, "The database does not answer in time.", { ref: false }),
  ]);
  return reason
    ? Response.json({ status: "unavailable", reason }, { status: 503 })
    : Response.json({ status: "ready" });
}

async function problem(): Promise<string | undefined> {
  await getSettings();
  await findSession("");
  const [state] = await db.execute<{ readOnly: string }>(
    sql`SELECT current_setting('transaction_read_only') AS "readOnly"`,
  );
  return state?.readOnly === "on" ? "The database takes no changes." : undefined;
}
